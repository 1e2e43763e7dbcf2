namespace IsacCluster.Isac.Sensing;

/// <summary>Criteria by the names that specifications use.</summary>
public static class SensingCriteria
{
    /// <summary>One line registers a criterion.</summary>
    public static IReadOnlyList<CriterionDescription> All { get; } =
    [
        AngleCrb.Description,
        ResponseCrb.Description,
        MaxMinPower.Description,
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(criterion => criterion.Name)];

    /// <summary>The criterion of a name in <see cref="Names"/>.</summary>
    public static CriterionDescription Named(string name) => All.First(criterion => criterion.Name == name);
}
