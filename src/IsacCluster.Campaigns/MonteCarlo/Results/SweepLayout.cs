namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>Points that differ in one parameter only; <paramref name="Fixed"/> names the others' values, null if there are none.</summary>
internal sealed record SweepPanel(string? Fixed, IReadOnlyList<PointResults> Points);

/// <summary>Which parameters a campaign sweeps, and its points grouped into small multiples along each of them.</summary>
internal sealed class SweepLayout
{
    private readonly CampaignResults _results;

    public SweepLayout(CampaignResults results)
    {
        _results = results;
        Parameters = results.Points.SelectMany(point => point.Params.Keys).Distinct()
            .Select(name => SweepParameter.Of(name, results.Points))
            .Where(parameter => parameter.Values.Count > 1)
            .ToList();
    }

    public int PointCount => _results.Points.Count;

    /// <summary>Swept parameters, in the order of the specification.</summary>
    public IReadOnlyList<SweepParameter> Parameters { get; }

    /// <summary>One panel per combination of the other parameters' values, in the order of the points.</summary>
    public IReadOnlyList<SweepPanel> PanelsAlong(SweepParameter parameter)
    {
        var others = Parameters.Where(other => other.Name != parameter.Name).Select(other => other.Name).ToList();
        return _results.Points
            .GroupBy(point => PointText.Label(point, others))
            .Select(group => new SweepPanel(
                others.Count == 0 ? null : group.Key,
                group.OrderBy(point => parameter.Position(SweepParameter.ValueAt(point, parameter.Name))).ToList()))
            .ToList();
    }
}
