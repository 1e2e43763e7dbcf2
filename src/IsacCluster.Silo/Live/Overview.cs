using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>Jobs, silos and events of one moment, with their JSON, which all readers share.</summary>
internal sealed class Overview(
    DateTimeOffset asOf, IReadOnlyList<JobLine> jobs, int leftOut, IReadOnlyList<SiloLine> silos, IReadOnlyList<HappenedLine> events)
{
    // Written where somebody reads: a list of hundreds of jobs, every few seconds, would be most of what an idle silo allocates.
    private readonly Lazy<byte[]> _jobs = new(() => LiveJson.Bytes(jobs)), _silos = new(() => LiveJson.Bytes(silos));

    public DateTimeOffset AsOf => asOf;

    public IReadOnlyList<JobLine> Jobs => jobs;

    public IReadOnlyList<HappenedLine> Events => events;

    /// <summary>Without the moment, so that equal ones have equal bytes.</summary>
    public byte[] JobsContent => _jobs.Value;

    public byte[] SilosContent => _silos.Value;

    /// <summary>As /api/jobs answers.</summary>
    public byte[] JobsDocument => Document("jobs", JobsContent, leftOut);

    /// <summary>As /api/silos answers.</summary>
    public byte[] SilosDocument => Document("silos", SilosContent, null);

    /// <summary>As /api/happened answers.</summary>
    public byte[] HappenedDocument => Document("events", LiveJson.Bytes(events), null);

    private byte[] Document(string name, byte[] content, int? leftOut)
    {
        string head = $"{{\"as_of\":{Text(asOf)},{(leftOut is { } left ? $"\"left_out\":{left}," : "")}\"{name}\":";
        return [.. System.Text.Encoding.UTF8.GetBytes(head), .. content, (byte)'}'];
    }

    private static string Text(DateTimeOffset time) => System.Text.Encoding.UTF8.GetString(LiveJson.Bytes(time));
}

/// <summary>Takes overviews. What a job is does not change, so each is asked for it once, and again where its phase has changed.</summary>
internal sealed class OverviewReader(TimeProvider time)
{
    /// <summary>Jobs at rest that are listed, the latest.</summary>
    public const int MostRested = 500;

    /// <summary>Jobs that are asked what they are at one time.</summary>
    private const int MostAsked = 32;

    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<JobId, Known> _known = [];

    /// <summary>One call after another.</summary>
    public async Task<Overview> ReadAsync(IJobClient client, CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<JobListing> jobs = await client.GetJobsAsync(stop).ConfigureAwait(false);
        ClusterView cluster = await client.GetClusterAsync(stop).ConfigureAwait(false);
        int rested = jobs.Count(job => !Runs(job)), left = Math.Max(0, rested - MostRested), skip = left;
        List<JobListing> shown = [.. jobs.Where(job => Runs(job) || skip-- <= 0)];
        await LearnAsync(client, shown, stop).ConfigureAwait(false);
        return new Overview(
            now, [.. shown.Select(Line)], left, [.. cluster.Silos.Select(silo => Line(silo, cluster))],
            [.. cluster.Events.Select(HappenedLine.Of)]);
    }

    private static bool Runs(JobListing job) => job.Phase is null or JobPhase.Running;

    private JobLine Line(JobListing job) =>
        _known.GetValueOrDefault(job.Id) is { } known ? JobLine.Of(job.Id, job, known.Summary, known.Failure)
            : JobLine.Of(job.Id, job, null, null);

    private async Task LearnAsync(IJobClient client, List<JobListing> shown, CancellationToken stop)
    {
        HashSet<JobId> present = [.. shown.Select(job => job.Id)];
        foreach (JobId gone in _known.Keys.Where(id => !present.Contains(id)).ToList()) _known.Remove(gone);
        IEnumerable<JobListing> asked = shown.Where(job => _known.GetValueOrDefault(job.Id)?.Phase != job.Phase || IsUnfinished(job))
            .Reverse().Take(MostAsked);
        Known[] learned = await Task.WhenAll(asked.Select(job => AskAsync(client, job, stop))).ConfigureAwait(false);
        foreach (Known known in learned) _known[known.Id] = known;
    }

    /// <summary>What was told while the job came to rest may lack its end.</summary>
    private bool IsUnfinished(JobListing job) =>
        !Runs(job) && job.Phase != JobPhase.Paused && _known.GetValueOrDefault(job.Id) is { Summary: { Finished: null, Damage: null } };

    private static async Task<Known> AskAsync(IJobClient client, JobListing job, CancellationToken stop)
    {
        JobSummary? summary = await client.GetSummaryAsync(job.Id, stop).ConfigureAwait(false);
        string? failure = job.Phase == JobPhase.Failed
            ? (await client.GetStatusAsync(job.Id, stop).ConfigureAwait(false)).Failure?.Message
            : null;
        return new Known(job.Id, job.Phase, summary, failure);
    }

    private static SiloLine Line(SiloListing silo, ClusterView cluster)
    {
        bool present = silo.State == SiloPresence.Present;
        var kinds = new Dictionary<string, SlotKindLine>();
        if (silo.Slots.Cpu > 0) kinds["cpu"] = new SlotKindLine(silo.Slots.Cpu, silo.Busy.Cpu);
        if (silo.Slots.Cuda > 0) kinds["cuda"] = new SlotKindLine(silo.Slots.Cuda, silo.Busy.Cuda);
        return new SiloLine(
            silo.Name, silo.Host, !present ? "gone" : cluster.Now - silo.LastSeen > LateAfter ? "late" : "alive", LiveJson.Name(silo.State),
            silo.LastSeen,
            cluster.Events.LastOrDefault(news => news.Kind == ClusterEventKind.SiloJoined && news.Silo == silo.Name)?.At,
            new SlotLine(silo.Slots.Cpu + silo.Slots.Cuda, silo.Busy.Cpu + silo.Busy.Cuda, kinds),
            silo.Identity?.Build, silo.Identity?.Isa, silo.Identity?.Cpu);
    }

    private sealed record Known(JobId Id, JobPhase? Phase, JobSummary? Summary, string? Failure);
}
