namespace IsacCluster.Silo.Telemetry;

/// <summary>The names that a session subscribes to.</summary>
internal static class TelemetrySources
{
    /// <summary>The sources and meters of this solution's projects.</summary>
    public const string Projects = "IsacCluster.*";

    /// <summary>
    /// The spans of Orleans: Microsoft.Orleans.Application, .Runtime, .Lifecycle and .Storage. The value of
    /// Orleans.Diagnostics.ActivitySources.AllActivitySourceName, repeated since only Cluster uses Orleans.
    /// </summary>
    public const string OrleansSpans = "Microsoft.Orleans.*";

    /// <summary>The meter of Orleans.</summary>
    public const string OrleansMeter = "Microsoft.Orleans";
}
