namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>A number that a metric is computed with: outage_probability with rate.</summary>
/// <param name="Name">In specifications, with its unit as a suffix where it has one.</param>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
/// <param name="Default">Where none is given.</param>
/// <param name="Meaning">In words, with symbol and unit.</param>
public sealed record MetricParameter(string Name, double Low, double High, double Default, string Meaning);
