using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IsacCluster.Jobs;

/// <summary>The tracing source and the meter of this project, both named as the project.</summary>
public static class JobsTelemetry
{
    public const string Name = "IsacCluster.Jobs";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
