using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training;
using IsacCluster.Training.Settings;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>
/// Epochs of the paper's training: preset paper, 10,000 fixed channels, batches of 256, Adam, linear penalty. The first epochs, in which
/// code is compiled, and all validations are left out.
/// </summary>
internal sealed class TrainingRate(TimeProvider time) : ILearningWork
{
    private const int WarmUpEpochs = 2;

    public string Name => "training, batch 256";

    public string PeerWork => "training";

    public Rate Measure(TimeSpan duration)
    {
        var settings = new TrainingSettings
        {
            Architecture = NetworkArchitecture.Preset("paper"),
            Scenario = new Scenario(),
            Seed = 1,
            Epochs = 1_000_000,
            ValidateEvery = 1_000_000,
            Device = "cpu",
        };
        using var enough = new CancellationTokenSource();
        List<double> perCpuSecond = [], perSecond = [];
        (TimeSpan Cpu, long Wall) last = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        long started = last.Wall;
        void Observe(TrainingProgress progress)
        {
            (TimeSpan cpu, long wall) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
            if (progress.Epoch > WarmUpEpochs)
            {
                perCpuSecond.Add(settings.EpochSamples / (cpu - last.Cpu).TotalSeconds);
                perSecond.Add(settings.EpochSamples / time.GetElapsedTime(last.Wall, wall).TotalSeconds);
            }

            last = (cpu, wall);
            if (perSecond.Count > 1 && time.GetElapsedTime(started) > duration) enough.Cancel();
        }

        try
        {
            TrainingRun.Run(settings, null, Observe, time, enough.Token);
        }
        catch (OperationCanceledException)
        {
            return new Rate(perCpuSecond.Median(), perSecond.Median());
        }

        throw new InvalidOperationException("The training ended before it was measured.");
    }
}
