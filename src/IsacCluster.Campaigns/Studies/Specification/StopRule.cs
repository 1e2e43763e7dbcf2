using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>When a study ends before its last trial.</summary>
/// <param name="NoBetter">So many trials in a row, by number, were no better than the best before them; at least 1.</param>
public sealed record StopRule(long NoBetter)
{
    internal const string FieldName = "stop", NoBetterName = "no_better";

    internal static StopRule? Read(Field? field, int objectives)
    {
        if (field is null) return null;
        FieldMapping mapping = FieldMapping.Of(field, [NoBetterName]);
        string expected = $"a whole number from 1 to {StudyFields.MostTrials}";
        var rule = new StopRule((long)mapping.Required(NoBetterName, expected).WholeNumber(1, StudyFields.MostTrials));
        return objectives == 1 ? rule : throw field.NotAllowed($"no {FieldName} with several directions");
    }
}
