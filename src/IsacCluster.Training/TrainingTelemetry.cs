using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IsacCluster.Training;

/// <summary>The tracing source and the meter of this project, both named as the project.</summary>
public static class TrainingTelemetry
{
    public const string Name = "IsacCluster.Training";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
