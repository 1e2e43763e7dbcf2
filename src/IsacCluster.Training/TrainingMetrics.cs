using System.Diagnostics.Metrics;

namespace IsacCluster.Training;

/// <summary>The instruments of training. Units are UCUM; no job, point or epoch is a dimension.</summary>
internal static class TrainingMetrics
{
    private static readonly Counter<long> Samples =
        TrainingTelemetry.Meter.CreateCounter<long>("isac.training.samples", "{sample}", "Samples that training steps have used.");

    private static readonly Counter<long> Rollbacks =
        TrainingTelemetry.Meter.CreateCounter<long>("isac.training.rollbacks", "{epoch}", "Epochs undone because a value was not finite.");

    public static void Trained(long samples) => Samples.Add(samples);

    public static void RolledBack() => Rollbacks.Add(1);
}
