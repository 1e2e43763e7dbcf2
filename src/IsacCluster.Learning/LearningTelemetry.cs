using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IsacCluster.Learning;

/// <summary>The tracing source and the meter of this project, both named as the project.</summary>
public static class LearningTelemetry
{
    public const string Name = "IsacCluster.Learning";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
