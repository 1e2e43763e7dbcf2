using IsacCluster.Training;
using IsacCluster.Training.Native;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Predicts how long a training takes from a few steps of it, of which nothing is kept.</summary>
internal static class TrainingTiming
{
    private const int Batches = 4, Validations = 16, Epochs = 3, Measured = 2;

    /// <summary>
    /// Seconds of all epochs, without early stopping, validations and tests: the second of three epochs of a few batches, scaled up. Null
    /// where nothing can be trained here, or not on the device that the settings name.
    /// </summary>
    public static double? SecondsPerTraining(TrainingSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        if (Libtorch.Problem is not null) return null;
        int samples = Math.Min(settings.EpochSamples, Batches * settings.BatchSize);
        TrainingSettings few = settings with
        {
            Epochs = Epochs,
            EpochSamples = samples,
            ValidationSamples = Math.Min(Validations, settings.ValidationSamples),
            TestSamples = Math.Min(Validations, settings.TestSamples),
            ValidateEvery = Epochs,
            EarlyStopPatience = null,
        };
        var ends = new List<long>();
        try
        {
            TrainingRun.Run(few, null, _ => ends.Add(time.GetTimestamp()), time, cancellation);
        }
        catch (InvalidOperationException)
        {
            return null; // the device is not here, or the loss is not finite, which the training itself will say
        }

        double epoch = time.GetElapsedTime(ends[Measured - 2], ends[Measured - 1]).TotalSeconds;
        return epoch * settings.EpochSamples / samples * settings.Epochs;
    }
}
