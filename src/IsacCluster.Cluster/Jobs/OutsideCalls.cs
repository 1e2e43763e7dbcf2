namespace IsacCluster.Cluster.Jobs;

/// <summary>A worker asks for a task.</summary>
/// <param name="Worker">Its name, for people and for <paramref name="Resumes"/>.</param>
/// <param name="Request">Of this asking: repeated it gives the same task.</param>
/// <param name="Resumes">Whether a task that a worker of this name has is wanted first: it was started again.</param>
/// <param name="Patience">How long to wait for a task.</param>
[GenerateSerializer, Immutable, Alias("isac.outside-ask")]
public sealed record OutsideAsk(
    [property: Id(0)] string Worker, [property: Id(1)] string Request, [property: Id(2)] bool Resumes, [property: Id(3)] TimeSpan Patience);

/// <summary>A worker says something of its task.</summary>
/// <param name="Verb">tell, report or heartbeat.</param>
/// <param name="Lease">That it was given with the task.</param>
/// <param name="Body">A JSON object.</param>
[GenerateSerializer, Immutable, Alias("isac.outside-word")]
public sealed record OutsideWord(
    [property: Id(0)] string Verb, [property: Id(1)] long Index, [property: Id(2)] string Lease, [property: Id(3)] string Body);

/// <summary>How a call of a worker was met.</summary>
public enum OutsideCode
{
    Ok,

    /// <summary>There is no task now; asking again may find one.</summary>
    Wait,

    /// <summary>The body is not what is expected.</summary>
    Bad,

    /// <summary>Nobody has asked for such a task.</summary>
    Unknown,

    /// <summary>The task is another worker's or has ended otherwise, or the job gives none to workers outside.</summary>
    Refused,
}

/// <summary>What a worker is answered.</summary>
/// <param name="Body">A JSON object; of <see cref="OutsideCode.Bad"/> and those after it a sentence.</param>
[GenerateSerializer, Immutable, Alias("isac.outside-answer")]
public sealed record OutsideAnswer([property: Id(0)] OutsideCode Code, [property: Id(1)] string Body);

/// <summary>A task that has begun and not ended.</summary>
/// <param name="Worker">Who has it; null: it waits for another worker.</param>
/// <param name="State">As its job reads it.</param>
[GenerateSerializer, Immutable, Alias("isac.outside-listing")]
public sealed record OutsideListing(
    [property: Id(0)] long Index, [property: Id(1)] string? Worker, [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] byte[] Argument, [property: Id(4)] byte[] State);
