using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IsacCluster.Silo.Tests.Telemetry;

/// <summary>A tracing source and a meter named after a project, as projects that do timed work have them.</summary>
internal sealed record ProjectTelemetry(ActivitySource Source, Meter Meter)
{
    public static readonly ProjectTelemetry Silo = Of("IsacCluster.Silo"), Solvers = Of("IsacCluster.Solvers");

    private static ProjectTelemetry Of(string name) => new(new ActivitySource(name), new Meter(name));
}
