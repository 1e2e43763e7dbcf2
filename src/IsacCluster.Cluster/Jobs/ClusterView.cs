namespace IsacCluster.Cluster.Jobs;

/// <summary>Whether a silo takes part.</summary>
public enum SiloPresence
{
    /// <summary>It asks for work.</summary>
    Present,

    /// <summary>It has said good-bye.</summary>
    Left,

    /// <summary>It died, or has been silent for the life of a lease.</summary>
    Lost,
}

/// <summary>What happened.</summary>
public enum ClusterEventKind
{
    SiloJoined,
    SiloLeft,
    SiloLost,

    /// <summary>The phase of a job changed.</summary>
    JobPhase,

    /// <summary>A running job began to wait for something, or has it now.</summary>
    JobWaiting,

    /// <summary>Tasks of a job were given up after three attempts.</summary>
    TasksParked,

    /// <summary>Retention deleted a job.</summary>
    JobDeleted,

    /// <summary>The list of jobs, silos and events was not what had been written, and is begun anew.</summary>
    RegisterDamaged,
}

/// <summary>A silo that gives slots to jobs, or did lately.</summary>
/// <param name="Busy">Slots that run a task, a few seconds old at most; none unless it is present.</param>
/// <param name="LastSeen">When it last asked for work.</param>
/// <param name="Identity">What it is; null where it does not say.</param>
[GenerateSerializer, Immutable, Alias("isac.silo-listing")]
public sealed record SiloListing(
    [property: Id(0)] string Name,
    [property: Id(1)] string Host,
    [property: Id(2)] SlotCounts Slots,
    [property: Id(3)] SlotCounts Busy,
    [property: Id(4)] DateTimeOffset LastSeen,
    [property: Id(5)] SiloPresence State,
    [property: Id(6)] SiloIdentity? Identity = null);

/// <summary>Something that happened to a cluster.</summary>
/// <param name="Number">Grows with every event.</param>
/// <param name="Silo">Its name where the event is of a silo.</param>
/// <param name="Job">Where the event is of a job.</param>
/// <param name="Text">For people, without time.</param>
[GenerateSerializer, Immutable, Alias("isac.cluster-event")]
public sealed record ClusterEvent(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] ClusterEventKind Kind,
    [property: Id(3)] string? Silo,
    [property: Id(4)] JobId? Job,
    [property: Id(5)] string Text);

/// <summary>Who works in a cluster, and what happened lately.</summary>
/// <param name="Now">On the clock that all its times are of.</param>
/// <param name="Silos">Those that are present, then those that left or were lost lately, each by name.</param>
/// <param name="Events">The latest last.</param>
[GenerateSerializer, Immutable, Alias("isac.cluster-view")]
public sealed record ClusterView(
    [property: Id(0)] DateTimeOffset Now,
    [property: Id(1)] IReadOnlyList<SiloListing> Silos,
    [property: Id(2)] IReadOnlyList<ClusterEvent> Events);

/// <summary>How fast a running job goes.</summary>
/// <param name="PerSecond">Indices accepted a second, over the last minute at most.</param>
/// <param name="Finish">When what is wanted so far is done at this rate; null where nothing was accepted lately.</param>
[GenerateSerializer, Immutable, Alias("isac.job-pace")]
public sealed record JobPace([property: Id(0)] double PerSecond, [property: Id(1)] DateTimeOffset? Finish);
