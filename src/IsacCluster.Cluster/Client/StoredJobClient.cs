using System.Runtime.CompilerServices;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Client;

/// <summary>
/// The jobs of a data folder for those who look again and again, beside a process that may run them: every answer is of what the folder
/// holds at that moment. It changes nothing, and refuses what would. Thread-safe.
/// </summary>
/// <param name="factory">Builds jobs, which merge the parts of their results.</param>
public sealed class StoredJobClient(string dataFolder, IJobFactory factory, TimeProvider time) : IJobClient
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, PaceMeter> _pace = [];
    private readonly Dictionary<JobId, (string Key, IJob Job)> _built = [];
    private readonly SessionWatch _sessions = new();

    public async Task<IReadOnlyList<JobListing>> GetJobsAsync(CancellationToken cancellation = default)
    {
        using StoredRecords records = StoredRecords.Open(dataFolder);
        var jobs = new List<(JobSummary Summary, JobRecord? Record)>();
        foreach (JobId id in records.Jobs())
        {
            (JobRecord? record, JobSummary? summary) = await records.SummaryAsync(id);
            if (summary is not null) jobs.Add((summary, record));
        }

        return [.. jobs.OrderBy(job => !IsRunning(job.Summary)).ThenBy(job => job.Summary.Started)
            .Select((job, order) => Listing(job.Summary, job.Record, order))];
    }

    /// <summary>The silos of the process that holds the folder, as far as the sessions of its running jobs tell.</summary>
    public async Task<ClusterView> GetClusterAsync(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        using StoredRecords records = StoredRecords.Open(dataFolder);
        var silos = new List<SiloListing>();
        foreach (JobId id in records.Jobs())
        {
            (JobRecord? record, JobSummary? summary) = await records.SummaryAsync(id);
            if (record is not null && summary is not null && IsRunning(summary)) silos.AddRange(_sessions.Silos(record, now));
        }

        return new ClusterView(now, [.. silos.OrderBy(silo => silo.Name, StringComparer.Ordinal)], []);
    }

    public async Task<bool> ExistsAsync(JobId id, CancellationToken cancellation = default) =>
        await GetSummaryAsync(id, cancellation) is not null;

    public async Task<JobDescription?> GetDescriptionAsync(JobId id, CancellationToken cancellation = default)
    {
        using StoredRecords records = StoredRecords.Open(dataFolder);
        return await records.DescriptionAsync(id);
    }

    public async Task<JobSummary?> GetSummaryAsync(JobId id, CancellationToken cancellation = default)
    {
        using StoredRecords records = StoredRecords.Open(dataFolder);
        return (await records.SummaryAsync(id)).Summary;
    }

    public async Task<JobStatus> GetStatusAsync(JobId id, CancellationToken cancellation = default) =>
        (await GetResultsAsync(id, cancellation)).Status;

    public async IAsyncEnumerable<JobStatus> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            JobStatus status = await GetStatusAsync(id, cancellation);
            yield return status;
            if (status.IsSettled) yield break;
            await Task.Delay(WatchInterval, time, cancellation);
        }
    }

    public async Task<JobResults> GetResultsAsync(JobId id, CancellationToken cancellation = default)
    {
        using StoredRecords records = StoredRecords.Open(dataFolder);
        (JobRecord? record, JobSummary? summary) = await records.SummaryAsync(id);
        if (summary is { Damage: { } damage }) throw DamagedJob.Refusal(id, damage);
        if (record is null || await records.DescriptionAsync(id) is not { } description)
            throw new SpecificationException($"JOB: data folder {dataFolder} holds no job '{id}'.");
        IJob job = await Task.Run(() => Build(id, description), cancellation);
        var lanes = new List<LaneAtRest>(record.LaneCount);
        for (int lane = 0; lane < Math.Min(record.LaneCount, job.Lanes.Count); lane++)
            lanes.Add(LaneAtRest.Of(job, lane, await records.LaneAsync(id, lane), record.Run));
        return Results(id, record, description, lanes);
    }

    public Task<JobId> SubmitAsync(
        JobDescription description, SubmitOptions? options = null, CancellationToken cancellation = default) => throw ReadOnly();

    public Task CancelAsync(JobId id, CancellationToken cancellation = default) => throw ReadOnly();

    public Task PauseAsync(JobId id, CancellationToken cancellation = default) => throw ReadOnly();

    public Task ResumeAsync(JobId id, CancellationToken cancellation = default) => throw ReadOnly();

    public Task SetPriorityAsync(JobId id, int priority, CancellationToken cancellation = default) => throw ReadOnly();

    public Task<bool> DeleteAsync(JobId id, CancellationToken cancellation = default) => throw ReadOnly();

    /// <summary>Workers of a run that has just ended learn of it.</summary>
    public async Task<OutsideAnswer> AskAsync(JobId id, OutsideAsk ask, CancellationToken cancellation = default) =>
        await GetSummaryAsync(id, cancellation) is { Phase: JobPhase.Completed or JobPhase.Incomplete } job
            ? new OutsideAnswer(OutsideCode.Ok, $$"""{"state":"{{job.Phase.ToString().ToLowerInvariant()}}"}""")
            : throw ReadOnly();

    public async Task<OutsideAnswer> SayAsync(JobId id, OutsideWord word, CancellationToken cancellation = default) =>
        await GetSummaryAsync(id, cancellation) is { Phase: JobPhase.Completed or JobPhase.Incomplete }
            ? new OutsideAnswer(OutsideCode.Refused, "the study has ended; what is told now is not taken")
            : throw ReadOnly();

    private NotSupportedException ReadOnly() =>
        new($"data folder {dataFolder} is only looked at; the process that runs a job controls it.");

    private static bool IsRunning(JobSummary job) => job is { Phase: JobPhase.Running, Interrupted: false };

    private IJob Build(JobId id, JobDescription description)
    {
        lock (_gate)
        {
            if (_built.TryGetValue(id, out var built) && built.Key == description.Key) return built.Job;
            IJob job = factory.Create(description);
            _built[id] = (description.Key, job);
            return job;
        }
    }

    private JobListing Listing(JobSummary job, JobRecord? record, int order) => new(
        job.Id, job.Phase, record?.Options.Priority ?? 1, order, job.Wanted - job.Accepted, job.Accepted, Pace(job),
        MaxSlots: record?.Options.MaxSlots);

    private JobPace? Pace(JobSummary job)
    {
        lock (_gate)
        {
            if (!IsRunning(job) || job is not { Accepted: { } accepted, Wanted: { } wanted })
            {
                _pace.Remove(job.Id);
                return null;
            }

            if (!_pace.TryGetValue(job.Id, out PaceMeter? meter)) _pace[job.Id] = meter = new PaceMeter(time);
            meter.Note(accepted);
            return meter.Pace(wanted - accepted);
        }
    }

    private static JobResults Results(JobId id, JobRecord record, JobDescription description, List<LaneAtRest> lanes)
    {
        var stages = lanes.SelectMany(lane => lane.Stages).GroupBy(stage => stage.Stage, StringComparer.Ordinal)
            .Select(group => new StageTotal(group.Key, group.Sum(stage => stage.Calls), group.Sum(stage => stage.Seconds)))
            .OrderBy(stage => stage.Stage, StringComparer.Ordinal);
        IReadOnlyList<JobRun> runs = record.Runs is [.. var before, { End: null } last]
            ? [.. before, last with { SamplesComputed = lanes.Sum(lane => lane.Status.Counts.SamplesComputed) }]
            : record.Runs;
        return new JobResults(
            new JobStatus(id, record.Phase, 0, [.. lanes.Select(lane => lane.Status)], record.Failure, null, ""),
            [.. lanes.Select(lane => lane.Result)],
            [.. lanes.Where(lane => lane.Poison.Count > 0).Select(lane => new LanePoison(lane.Status.Lane, lane.Poison))],
            new JobTiming([.. record.Sessions.Values], [.. stages]), runs, description);
    }
}
