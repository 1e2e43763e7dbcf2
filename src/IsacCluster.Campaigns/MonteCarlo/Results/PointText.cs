using IsacCluster.Reporting.Sweeps;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>How a point is called in tables and captions.</summary>
internal static class PointText
{
    /// <summary>"sinr_db = 8, noise = 1e-10"; the point's id where nothing is swept.</summary>
    public static string Label(PointResults point) =>
        point.Params.Count == 0 ? point.Id : Label(point, point.Params.Keys);

    public static string Label(PointResults point, IEnumerable<string> parameters) => string.Join(
        ", ", parameters.Where(point.Params.ContainsKey).Select(name => $"{name} = {ParameterValue.Of(point.Params[name]).Text}"));
}
