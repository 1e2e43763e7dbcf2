using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Runs a study without a cluster: as many trials at a time as may begin, which end in an order that a test chooses.</summary>
internal sealed class StudySimulation(StudyJob job)
{
    private readonly ITaskRunner _runner = job.CreateRunner();

    /// <summary>Accepted so far.</summary>
    public TrialOutcomes Outcomes { get; private set; } = new();

    public static StudySpecification Parse(string lines) =>
        SampleSpecifications.Parse<StudySpecification>($"kind: study\nname: x\n{lines}");

    public static StudyJob Job(string lines, string? folder = null, TimeProvider? time = null, TrainingFunction? train = null) =>
        new(Parse(lines), folder ?? Path.GetTempPath(), time ?? TimeProvider.System, train);

    /// <summary>Runs a whole study.</summary>
    /// <param name="order">Which of n running trials ends next.</param>
    public static IReadOnlyDictionary<long, TrialOutcome> Run(StudyJob job, Func<int, int>? order = null)
    {
        var simulation = new StudySimulation(job);
        simulation.Run(order ?? (_ => 0), long.MaxValue);
        return simulation.Outcomes.Trials;
    }

    /// <summary>Runs until so many trials have ended; what runs then is lost, as in a crash.</summary>
    public void Run(Func<int, int> order, long ends)
    {
        ITaskSequencer sequencer = job.CreateSequencer(0);
        sequencer.Accept(job.Read(0, Outcomes.ToBytes())); // a new process reads what was kept
        var running = new List<(long Number, byte[] Argument)>();
        long wanted = job.Decide(0, 0, job.Empty(0)).NextBoundary!.Value, next = 0;
        for (; ends > 0; ends--)
        {
            for (; next < Math.Min(wanted, sequencer.Horizon); next++)
                if (!Outcomes.Trials.ContainsKey(next)) running.Add((next, sequencer.ArgumentOf(next)));
            if (running.Count == 0) return;
            int ended = order(running.Count);
            (long number, byte[] argument) = running[ended];
            running.RemoveAt(ended);
            ILaneResult result =
                job.Read(0, _runner.Run(new TaskRange(0, number, 1) { Argument = argument }, CancellationToken.None).Result.ToBytes());
            sequencer.Accept(result);
            Outcomes.Merge(result);
        }
    }

    /// <summary>Everything of trials that is the same however they were run.</summary>
    public static string[] Text(IReadOnlyDictionary<long, TrialOutcome> trials) =>
        [.. trials.Select(
            trial => $"{trial.Key} {trial.Value.State} {trial.Value.Parameters} {string.Join(',', trial.Value.Values)} "
                + $"{string.Join(',', trial.Value.Intermediate)}")];
}
