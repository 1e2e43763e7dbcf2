namespace IsacCluster.Silo.Tests.Telemetry;

/// <summary>A session listens to the whole process, so these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class TelemetryCollection
{
    public const string Name = "telemetry";
}
