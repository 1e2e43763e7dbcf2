using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Whose files stay when trials have ended; it changes no trial.</summary>
/// <param name="Best">So many of the best trials, 1 to 10^6; with several metrics the front, whatever it is.</param>
/// <param name="Failed">Whether the output of failed trials stays.</param>
public sealed record KeepRule(long Best, bool Failed)
{
    internal const string FieldName = "keep", BestName = "best", FailedName = "failed";

    internal static KeepRule? Read(Field? field, ObjectiveSpecification objective)
    {
        if (field is null) return null;
        FieldMapping mapping = FieldMapping.Of(field, [BestName, FailedName]);
        string expected = $"a whole number from 1 to {StudyFields.MostTrials}";
        var rule = new KeepRule(
            (long)mapping.Required(BestName, expected).WholeNumber(1, StudyFields.MostTrials),
            mapping.Optional(FailedName)?.Flag() ?? true);
        return objective is SyntheticSpecification or ExternalSpecification
            ? throw field.NotAllowed("none with synthetic and external, whose trials have no files here") : rule;
    }

    internal IEnumerable<KeyValuePair<string, object?>> Extent() =>
        [new($"{FieldName}.{BestName}", Best), new($"{FieldName}.{FailedName}", Failed)];
}
