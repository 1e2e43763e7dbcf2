using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// Reads the constraints of a study. A comparison of parameters is known before a trial, and no trial is proposed where it does not hold;
/// one of metrics is known at a trial's end. A name that is both is the parameter.
/// </summary>
internal static class ConstraintReader
{
    private const int MostConstraints = 100;
    private const string Expected = "a comparison such as 'a + b <= 1'";

    /// <param name="parameters">Names of the space.</param>
    /// <param name="metrics">What the objective measures; null: whatever is named.</param>
    public static (List<Constraint> OfSpace, List<Constraint> OfOutcomes) Read(
        Field? field, IReadOnlyList<string> parameters, IReadOnlyList<string>? metrics)
    {
        (List<Constraint> ofSpace, List<Constraint> ofOutcomes) = ([], []);
        foreach (Field item in field?.Items("a list of comparisons such as 'a + b <= 1'", MostConstraints) ?? [])
        {
            Constraint constraint = Parse(item);
            string[] others = [.. constraint.Names.Where(name => !parameters.Contains(name))];
            if (others.Length == 0)
            {
                ofSpace.Add(constraint);
                continue;
            }

            bool mixed = others.Length < constraint.Names.Count;
            if (others.FirstOrDefault(name => mixed || metrics?.Contains(name) == false) is { } wrong)
                throw item.Error($"'{wrong}' in '{constraint.Text}' is not allowed; expected {Allowed(parameters, metrics, mixed)}.");
            ofOutcomes.Add(constraint);
        }

        return (ofSpace, ofOutcomes);
    }

    private static Constraint Parse(Field item)
    {
        try
        {
            return Constraint.Parse(item.Text(Expected));
        }
        catch (SearchSpaceException mistake)
        {
            throw SpaceReader.Error(item, mistake);
        }
    }

    private static string Allowed(IReadOnlyList<string> parameters, IReadOnlyList<string>? metrics, bool mixed) => (metrics, mixed) switch
    {
        (null, _) => $"one of the parameters {string.Join(", ", parameters)}, or metrics alone",
        (_, true) => $"either parameters alone, {string.Join(", ", parameters)}, or metrics alone, {string.Join(", ", metrics)}",
        _ => $"one of the parameters {string.Join(", ", parameters)}, or of the metrics {string.Join(", ", metrics)}",
    };
}
