namespace IsacCluster.Campaigns.MonteCarlo.Published;

/// <summary>
/// What somebody else reported, drawn as points beside the campaign's own numbers. It enters no statistics, no digest and no identity.
/// </summary>
/// <param name="Label">Of the legend; no algorithm's.</param>
/// <param name="Parameter">The swept field against which it was reported.</param>
/// <param name="At">Values of that field that the sweep has, distinct.</param>
/// <param name="Columns">
/// By name as in results.csv: mse (W²), satisfaction and projection_usage (0 to 1), time_s, or a metric of the campaign; a value for each
/// of <paramref name="At"/>.
/// </param>
public sealed record PublishedSeries(
    string Label, string Parameter, IReadOnlyList<double> At, IReadOnlyDictionary<string, IReadOnlyList<double>> Columns)
{
    public const string Mse = "mse", Satisfaction = "satisfaction", ProjectionUsage = "projection_usage", Time = "time_s";
}
