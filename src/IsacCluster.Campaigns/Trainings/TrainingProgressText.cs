using System.Globalization;
using IsacCluster.Jobs;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>The progress of a training for people.</summary>
internal static class TrainingProgressText
{
    public static IndexProgress Of(TrainingProgress progress) => new(
        progress.Epoch, progress.Epochs, progress.LastValidation?.Epoch ?? 0, Short(progress),
        progress.LastValidation is { } validation ? Describe(progress, validation) : "");

    private static string Describe(TrainingProgress progress, CurvePoint validation) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch} of {progress.Epochs}, loss {progress.TrainingLoss:G4}, validation loss {validation.ValidationLoss:G4}, "
        + $"mse {validation.Mse:G4}, satisfaction {100 * validation.Satisfaction:0.0} %, {progress.SecondsPerEpoch:G3} s per epoch");

    /// <summary>A line and its bar have to fit on one line of the terminal.</summary>
    private static string Short(TrainingProgress progress)
    {
        string validation = progress.LastValidation is { } last
            ? string.Create(CultureInfo.InvariantCulture, $" val {last.ValidationLoss:G4} sat {100 * last.Satisfaction:0.0}%")
            : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{progress.Epoch}/{progress.Epochs} loss {progress.TrainingLoss:G4}{validation} {progress.SecondsPerEpoch:G3} s");
    }
}
