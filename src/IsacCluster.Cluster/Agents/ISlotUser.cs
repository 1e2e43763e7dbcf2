namespace IsacCluster.Cluster.Agents;

/// <summary>Who has tasks run on slots: a job's session, as its pool sees it. Thread-safe.</summary>
internal interface ISlotUser
{
    /// <summary>How long an attempt may run.</summary>
    TimeSpan TaskTimeout { get; }

    /// <summary>Tasks to hold in front of the slots.</summary>
    int Ahead { get; }

    /// <summary>A place for its tasks on one seat, which disposes it.</summary>
    Workplace CreateWorkplace();

    /// <summary>The queue ran low or a slot is idle: it should look for work.</summary>
    void Wake();

    /// <summary>Runs one task on the caller's thread; <see cref="Complete"/> follows.</summary>
    Attempt Execute(SlotRun run, Workplace place);

    /// <summary>The failure of an attempt that ran beyond its limit, whose thread does not come back.</summary>
    Attempt TimedOut(SlotRun run, string outcome);

    /// <summary>Sends an attempt on its way.</summary>
    void Complete(Attempt attempt);
}
