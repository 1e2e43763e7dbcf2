namespace IsacCluster.Jobs;

/// <summary>A job that says in detail how it stands, for whoever watches it: its kind's own part, with the numbers of its report.</summary>
public interface IDetailedJob : IReportableJob
{
    /// <summary>How it stands. Writes nothing; may read what its tasks leave in its output folder while they run.</summary>
    /// <param name="traces">Of this job: takes the values of now, gives those that were taken before.</param>
    /// <param name="runs">Whether tasks may be running.</param>
    JobDetail Detail(JobOutcome outcome, TraceBook traces, bool runs);
}

/// <summary>A kind's own part of how a job stands.</summary>
public sealed record JobDetail
{
    /// <summary>By name in JSON (points, study, training), each as a document.</summary>
    public required IReadOnlyDictionary<string, object> Sections { get; init; }

    /// <summary>
    /// The same with the traces of the lanes alone that are named by position, for readers to whom all are too much; null where the kind
    /// has no traces.
    /// </summary>
    public Func<IReadOnlySet<int>, IReadOnlyDictionary<string, object>>? WithTracesOf { get; init; }

    /// <summary>Its lanes in a line each, for a terminal; empty where there is nothing to say of them.</summary>
    public IReadOnlyList<GlanceRow> Rows { get; init; } = [];

    /// <summary>The first indices that went wrong.</summary>
    public IReadOnlyList<ListedFailure> Failures { get; init; } = [];

    /// <summary>How many went wrong in all.</summary>
    public long FailureCount { get; init; }
}

/// <summary>An index that went wrong.</summary>
/// <param name="Index">Of the sample or trial.</param>
/// <param name="Lane">Its position.</param>
/// <param name="Point">Id of the lane; null where the job has one.</param>
/// <param name="PointLabel">The same for people.</param>
/// <param name="Algorithm">Null where no algorithm is at fault.</param>
/// <param name="Status">In a word: infeasible, numerical-failure, failed.</param>
/// <param name="Replay">The command that shows it again; null where none can.</param>
public sealed record ListedFailure(
    long Index, int Lane, string? Point, string? PointLabel, string? Algorithm, string Status, string Message, string? Replay)
{
    /// <summary>As <see cref="Index"/>.</summary>
    public long Sample => Index;
}
