using System.Globalization;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Execution;

/// <summary>What a job would compute. With a stopping rule, indices are the most that can be needed.</summary>
/// <param name="SecondsPerIndex">Null where no index is done and none can be tried out.</param>
/// <param name="Basis">Where the time of an index comes from: "done", its indices that are done, "measured", a little work done now; null
/// without a prediction.</param>
/// <param name="Notes">Sentences on what to expect, such as of solves that end at their limit.</param>
/// <param name="Epochs">Of each model of a training, at most; null for other jobs.</param>
internal sealed record JobForecast(
    string Schema, string Job, string Kind, IReadOnlyList<LaneForecast> Lanes, long Indices, long Done, long Tasks,
    double? SecondsPerIndex, double? PredictedSlotHours, int? Epochs, string? Basis, IReadOnlyList<string> Notes)
{
    private const double SecondsPerHour = 3600;

    public static async Task<JobForecast> MakeAsync(
        JobSpecification specification, JobDescription description, string data, CancellationToken cancellation)
    {
        JobKind kind = JobKinds.Of(specification);
        IReportableJob job = new SpecificationJobFactory(TimeProvider.System).CreateReportable(description);
        JobResults? held = await HeldAsync(job, data, cancellation).ConfigureAwait(false);
        Dictionary<int, long> done = held?.Status.Lanes.ToDictionary(lane => lane.Lane, lane => lane.Accepted) ?? [];
        List<LaneForecast> lanes =
            [.. job.Lanes.Select(
                (lane, position) => Lane(kind.MostIndices(specification, job, position), lane, done.GetValueOrDefault(position)))];
        double? before = SecondsOf(held);
        double? seconds = before ?? kind.SecondsPerIndex(specification, job, TimeProvider.System, cancellation);
        long rest = lanes.Sum(lane => lane.Indices - lane.Done);
        return new JobForecast(
            "isac-plan-v1", job.Id, specification.Kind, lanes,
            lanes.Sum(lane => lane.Indices), lanes.Sum(lane => lane.Done), lanes.Sum(lane => lane.Tasks),
            seconds, rest * seconds / SecondsPerHour, kind.Epochs(specification),
            before is not null ? "done" : seconds is not null ? "measured" : null, kind.Notes(specification, job));
    }

    public void Show(bool json)
    {
        if (json)
        {
            JsonOutput.Write(this);
            return;
        }

        JobKind kind = JobKinds.Catalog.Get(Kind);
        Console.WriteLine(
            $"job {Job} ({Kind}): {Counted.Of(Lanes.Count, kind.LaneName)}, {Counted.Of(Indices, kind.IndexName)}, {Done} done, "
            + $"{Counted.Of(Tasks, "task")} to do");
        new ConsoleTable(
            [new(kind.LaneName), new(Counted.Plural(kind.IndexName)), new("done", 1), new("tasks to do", 2)],
            [.. Lanes.Select(lane => (IReadOnlyList<string>)[lane.Label, $"{lane.Indices}", $"{lane.Done}", $"{lane.Tasks}"])]).Write();
        foreach (string note in Notes) Console.WriteLine(ConsoleWidth.Wrap(note, ConsoleWidth.OfOutput));
        if (Epochs is { } epochs) Console.WriteLine($"each model: at most {epochs} epochs");
        Console.WriteLine(PredictedSlotHours is { } hours
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"predicted: {hours:0.####} slot-hours ({SecondsPerIndex * 1e3:0.###} ms a {kind.IndexName}, "
                    + $"{(Basis == "done" ? "as of those that are done" : "measured now")})")
            : $"no prediction: how long a {kind.IndexName} takes is known once one is done");
    }

    private static LaneForecast Lane(long indices, LanePlan lane, long done)
    {
        long rest = Math.Max(0, indices - done);
        return new LaneForecast(lane.Label, indices, Math.Min(done, indices), (rest + lane.PreferredTaskSize - 1) / lane.PreferredTaskSize);
    }

    /// <summary>Mean time of the stages of an accepted index; null where none is accepted or took no time.</summary>
    private static double? SecondsOf(JobResults? held)
    {
        long accepted = held?.Status.Lanes.Sum(lane => lane.Accepted) ?? 0;
        double seconds = held?.Timing.Stages.Sum(stage => stage.Seconds) ?? 0;
        return accepted > 0 && seconds > 0 ? seconds / accepted : null;
    }

    /// <summary>What the data folder holds of the job; null where it holds nothing.</summary>
    private static async Task<JobResults?> HeldAsync(IReportableJob job, string data, CancellationToken cancellation)
    {
        if (!DataFolder.IsOne(data)) return null;
        EmbeddedCluster cluster = await JobSource.OpenAsync(data, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            var id = new JobId(job.Id);
            return await StoredDescription.FindAsync(cluster.Client, id, cancellation).ConfigureAwait(false) is null
                ? null
                : await cluster.Client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
        }
    }
}

/// <summary>One lane of a forecast.</summary>
internal sealed record LaneForecast(string Label, long Indices, long Done, long Tasks);
