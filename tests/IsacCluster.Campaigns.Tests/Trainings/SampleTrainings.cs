using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;

using SpecText = IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>Trainings of three points without a cluster.</summary>
internal static class SampleTrainings
{
    public const string Lines = "seed: 7\nsweep: {sinr_db: [3, 8, 10]}\nnetwork: {preset: tuned}\nepochs: 6\nvalidate_every: 2\n";

    public static TrainingJob Job(string folder, FakeTraining training, string lines = Lines, InitialModel? initial = null) =>
        new(SpecText.ParseTraining(lines), initial, folder, new SteppedTime(), training.Run);

    public static TaskOutput Run(TrainingJob job, int lane, CancellationToken cancellation = default)
    {
        using ITaskRunner runner = job.CreateRunner();
        return runner.Run(new TaskRange(lane, 0, 1), cancellation);
    }

    /// <summary>The lanes' results through their bytes, as a cluster hands them over; lanes that are not named are open.</summary>
    public static JobOutcome Outcome(
        TrainingJob job, IReadOnlyDictionary<int, ILaneResult> results, params PoisonedTask[] poisoned) => new()
        {
            Lanes =
        [
            .. Enumerable.Range(0, job.Lanes.Count).Select(lane => results.TryGetValue(lane, out ILaneResult? result)
                ? new LaneOutcome(job.Read(lane, result.ToBytes()), 1, job.Decide(lane, 1, result).StopReason)
                : new LaneOutcome(job.Empty(lane), 0, null)),
        ],
            Tasks = new TaskCounts(results.Count, 0, 0, results.Count, 0),
            Timing = new TimingLedger(10, 8, 1, 1, 0, new Dictionary<string, StageSummary> { ["train-epoch"] = new(6, 8, 8.0 / 6) }),
            Poisoned = poisoned,
            Command = "isac run x.yaml",
            Started = DateTimeOffset.UnixEpoch,
            Finished = DateTimeOffset.UnixEpoch.AddSeconds(10),
            HostCount = 1,
        };

    /// <summary>Prepares, trains every lane and writes the report into the output folder.</summary>
    public static JobReport Complete(TrainingJob job)
    {
        job.Prepare();
        var results = Enumerable.Range(0, job.Lanes.Count).ToDictionary(lane => lane, lane => Run(job, lane).Result);
        return job.WriteReport(Outcome(job, results), job.OutputFolder);
    }
}
