using IsacCluster.Solvers;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>Reads the numbers that a specification gives to a baseline; those that it does not give are the defaults.</summary>
public sealed class SolverParameters(IReadOnlyList<SolverParameter> all)
{
    public IReadOnlyList<SolverParameter> All => all;

    /// <summary>Values in the order of the parameters.</summary>
    /// <param name="options">Null: the defaults.</param>
    public IReadOnlyList<double> Read(FieldMapping? options) => [.. all.Select(parameter => Read(parameter, options))];

    /// <summary>For identities.</summary>
    public Dictionary<string, object?> ToCanonical(IReadOnlyList<double> values) => all.Zip(values).ToDictionary(
        pair => pair.First.Name, pair => pair.First.IsWhole ? (object?)(long)pair.Second : pair.Second);

    private static double Read(SolverParameter parameter, FieldMapping? options)
    {
        if (options?.Optional(parameter.Name) is not { } field) return parameter.Default;
        return parameter.IsWhole
            ? (double)field.WholeNumber((int)parameter.Least, (int)parameter.Most)
            : field.Number(NumberRange.Closed(parameter.Least, parameter.Most));
    }
}
