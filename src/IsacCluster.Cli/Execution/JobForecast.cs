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
/// <param name="PredictedSlotHours">Null where a task writes files or takes long, so that it cannot be tried out.</param>
/// <param name="Notes">Sentences on what to expect, such as of solves that end at their limit.</param>
/// <param name="Epochs">Of each model of a training, at most; null for other jobs.</param>
internal sealed record JobForecast(
    string Schema, string Job, string Kind, IReadOnlyList<LaneForecast> Lanes, long Indices, long Done, long Tasks,
    double? SecondsPerIndex, double? PredictedSlotHours, int? Epochs, IReadOnlyList<string> Notes)
{
    private const double SecondsPerHour = 3600;

    public static async Task<JobForecast> MakeAsync(
        JobSpecification specification, JobDescription description, string data, CancellationToken cancellation)
    {
        JobKind kind = JobKinds.Of(specification);
        IReportableJob job = new SpecificationJobFactory(TimeProvider.System).CreateReportable(description);
        IReadOnlyDictionary<int, long> done = await DoneAsync(job, data, cancellation).ConfigureAwait(false);
        List<LaneForecast> lanes =
            [.. job.Lanes.Select(
                (lane, position) => Lane(kind.MostIndices(specification, job, position), lane, done.GetValueOrDefault(position)))];
        double? seconds = kind.CanBeTimed ? TaskTiming.SecondsPerIndex(job, TimeProvider.System, cancellation) : null;
        long rest = lanes.Sum(lane => lane.Indices - lane.Done);
        return new JobForecast(
            "isac-plan-v1", job.Id, specification.Kind, lanes,
            lanes.Sum(lane => lane.Indices), lanes.Sum(lane => lane.Done), lanes.Sum(lane => lane.Tasks),
            seconds, rest * seconds / SecondsPerHour, kind.Epochs(specification), kind.Notes(specification, job));
    }

    public void Show(bool json)
    {
        if (json)
        {
            JsonOutput.Write(this);
            return;
        }

        Console.WriteLine($"job {Job} ({Kind}): {Lanes.Count} lanes, {Indices} indices, {Done} done, {Tasks} tasks to do");
        new ConsoleTable(
            [new("lane"), new("indices"), new("done", 1), new("tasks to do", 2)],
            [.. Lanes.Select(lane => (IReadOnlyList<string>)[lane.Label, $"{lane.Indices}", $"{lane.Done}", $"{lane.Tasks}"])]).Write();
        foreach (string note in Notes) Console.WriteLine(note);
        if (Epochs is { } epochs) Console.WriteLine($"each model: at most {epochs} epochs");
        if (PredictedSlotHours is { } hours)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"predicted: {hours:0.####} slot-hours ({SecondsPerIndex * 1e3:0.###} ms an index, measured now)"));
        }
    }

    private static LaneForecast Lane(long indices, LanePlan lane, long done)
    {
        long rest = Math.Max(0, indices - done);
        return new LaneForecast(lane.Label, indices, Math.Min(done, indices), (rest + lane.PreferredTaskSize - 1) / lane.PreferredTaskSize);
    }

    private static async Task<IReadOnlyDictionary<int, long>> DoneAsync(IReportableJob job, string data, CancellationToken cancellation)
    {
        if (!DataFolder.IsOne(data)) return new Dictionary<int, long>();
        EmbeddedCluster cluster = await JobSource.OpenAsync(data, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            JobStatus status = await cluster.Client.GetStatusAsync(new JobId(job.Id), cancellation).ConfigureAwait(false);
            return status.Lanes.ToDictionary(lane => lane.Lane, lane => lane.Accepted);
        }
    }
}

/// <summary>One lane of a forecast.</summary>
internal sealed record LaneForecast(string Label, long Indices, long Done, long Tasks);
