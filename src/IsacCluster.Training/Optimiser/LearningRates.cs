using IsacCluster.Training.Settings;

namespace IsacCluster.Training.Optimiser;

/// <summary>The learning rate of a step: the schedule's, after a linear rise over the warm-up.</summary>
internal static class LearningRates
{
    public static double At(TrainingSettings settings, long step, long steps)
    {
        double progress = Math.Min(1, (double)step / steps);
        double factor = settings.Schedule switch
        {
            LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * progress)),
            LearningRateSchedule.Step => Math.Pow(0.1, Math.Floor(3 * progress)),
            _ => 1,
        };
        double rise = settings.WarmupSteps > 0 ? Math.Min(1, (step + 1.0) / settings.WarmupSteps) : 1;
        return settings.LearningRate * factor * rise;
    }
}
