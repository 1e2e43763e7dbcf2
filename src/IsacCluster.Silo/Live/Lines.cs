using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>A job, in a list.</summary>
/// <param name="Name">Its id without the digits of its content.</param>
/// <param name="Kind">Null for a moment after a start, and where its record is damaged.</param>
/// <param name="Unit">What is accepted and wanted, in the plural: samples, shards, models, trials; null where the kind is.</param>
/// <param name="Phase">As 'isac jobs --json' has it.</param>
/// <param name="Target">Indices that are wanted so far.</param>
/// <param name="Percent">Rounded down, so that 100 is all.</param>
/// <param name="RatePerS">Indices a second over the last minute.</param>
/// <param name="Finish">When it is done at that rate.</param>
/// <param name="Submitted">First.</param>
/// <param name="Started">Its present or last run.</param>
internal sealed record JobLine(
    string Id, string Name, string? Kind, string? Unit, string Phase, long? Accepted, long? Target, double? Percent, double? RatePerS,
    DateTimeOffset? Finish, DateTimeOffset? Submitted, DateTimeOffset? Started, DateTimeOffset? Finished, int Priority, int? MaxSlots,
    int? Parked, string? Waiting, string? Failure)
{
    /// <summary>Phases: of a job that somebody runs, and of one that counts as running although nobody does.</summary>
    public const string Running = "running", Interrupted = "interrupted";

    /// <summary>Rounded down; null where it is not known.</summary>
    public static double? PercentOf(long? accepted, long? target) =>
        accepted is { } part && target is > 0 ? Math.Floor(1000.0 * part / target.Value) / 10 : null;

    /// <param name="listing">What its coordinator says now; null where nobody coordinates it.</param>
    /// <param name="summary">Null where it is not known yet.</param>
    public static JobLine Of(JobId id, JobListing? listing, JobSummary? summary, string? failure)
    {
        long? accepted = listing?.Accepted ?? summary?.Accepted;
        long? target = listing is { Accepted: { } done, OpenTasks: { } open } ? done + open : summary?.Wanted;
        bool interrupted = summary?.Interrupted == true;
        JobPhase? phase = listing?.Phase ?? summary?.Phase;
        bool runs = phase == JobPhase.Running && !interrupted;
        return new JobLine(
            id.Value, NameOf(id.Value), summary?.Kind, UnitOf(summary?.Kind),
            interrupted ? Interrupted : phase is { } known ? LiveJson.Name(known) : "unknown",
            accepted, target,
            PercentOf(accepted, target),
            runs ? listing?.Pace?.PerSecond : null, runs ? listing?.Pace?.Finish : null,
            summary?.Started, summary?.RunStarted, summary?.Finished, listing?.Priority ?? 1, listing?.MaxSlots, listing?.Parked,
            runs ? listing?.Waiting : null, failure ?? summary?.Damage);
    }

    private static string? UnitOf(string? kind) =>
        kind is not null && JobKinds.Catalog.Find(kind) is { } known ? known.IndexName + "s" : null;

    private static string NameOf(string id) => id.LastIndexOf('-') is > 0 and var at ? id[..at] : id;
}

/// <summary>A silo.</summary>
/// <param name="State">alive; late, where it has been silent for some seconds; gone.</param>
/// <param name="Presence">present, left or lost.</param>
/// <param name="Joined">Null where that was too long ago.</param>
/// <param name="Build">Null where it does not say, as are the next two.</param>
internal sealed record SiloLine(
    string Name, string Host, string State, string Presence, DateTimeOffset LastSeen, DateTimeOffset? Joined, SlotLine Slots,
    string? Build, string? Isa, string? Cpu);

/// <summary>Slots of a silo.</summary>
internal sealed record SlotLine(int Total, int Busy, IReadOnlyDictionary<string, SlotKindLine> Kinds);

/// <summary>Slots of one kind.</summary>
internal sealed record SlotKindLine(int Total, int Busy);

/// <summary>Something that happened.</summary>
internal sealed record HappenedLine(long Number, DateTimeOffset Time, string Kind, string? Job, string? Silo, string Text)
{
    public static HappenedLine Of(ClusterEvent news) =>
        new(news.Number, news.At, LiveJson.Name(news.Kind), news.Job?.Value, news.Silo, news.Text);
}
