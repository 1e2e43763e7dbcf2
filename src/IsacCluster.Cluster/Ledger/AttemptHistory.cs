namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// What is known of earlier attempts at a range that has no result yet. A silo that dies is an attempt of all that it had leased: nobody
/// can tell which of them killed it. The second death makes the range a suspect, which is attempted while nothing else starts on its silo.
/// </summary>
/// <param name="Failures">Attempts that ended with an error.</param>
/// <param name="Deaths">Attempts that ended with the death of their silo.</param>
/// <param name="LastError">Of the last failure; empty without one.</param>
/// <param name="Silos">Names of the silos that died, separated by commas.</param>
/// <param name="Seconds">Time from the lease to the death, the longest of them.</param>
[GenerateSerializer, Immutable, Alias("isac.attempt-history")]
public sealed record AttemptHistory(
    [property: Id(0)] int Failures,
    [property: Id(1)] int Deaths,
    [property: Id(2)] string LastError,
    [property: Id(3)] string Silos,
    [property: Id(4)] double Seconds)
{
    /// <summary>Deaths from which on a range is attempted alone.</summary>
    public const int SuspectDeaths = 2;

    private const double LongestProbation = 600, ShortestProbation = 10;

    /// <summary>No attempt.</summary>
    public static AttemptHistory None { get; } = new(0, 0, "", "", 0);

    public int Attempts => Failures + Deaths;

    public bool IsSuspect => Deaths >= SuspectDeaths;

    /// <summary>
    /// How long a suspect must live beside nothing new to be cleared: twice as long as it lived before, 10 s at least, 10 minutes at most.
    /// </summary>
    public TimeSpan Probation => TimeSpan.FromSeconds(Math.Clamp(2 * Seconds, ShortestProbation, LongestProbation));

    public AttemptHistory WithFailure(string error) => this with { Failures = Failures + 1, LastError = error };

    /// <param name="silo">Its name.</param>
    /// <param name="age">Of the lease.</param>
    public AttemptHistory WithDeath(string silo, TimeSpan age) => this with
    {
        Deaths = Deaths + 1,
        Silos = Silos.Length == 0 ? silo : $"{Silos}, {silo}",
        Seconds = Math.Max(Seconds, Math.Round(age.TotalSeconds, 1)),
    };

    /// <summary>For people, of a range that was parked.</summary>
    public string Describe() => Deaths == 0 ? LastError
        : $"its silo died {Deaths switch { 1 => "once", 2 => "twice", _ => $"{Deaths} times" }} while it ran ({Silos})"
            + (Failures == 0 ? "" : $"; before: {LastError}");
}

/// <summary>A range that waits for another attempt.</summary>
[GenerateSerializer, Immutable, Alias("isac.retry-range")]
public sealed record RetryRange([property: Id(0)] Interval Range, [property: Id(1)] AttemptHistory History);

/// <summary>
/// Neighbouring ranges that one agent had leased when the lane was written, so that their silo's death is known to be theirs.
/// </summary>
/// <param name="Since">When the first of the agent's was granted; of a suspect that has begun, when it began.</param>
/// <param name="Begun">Whether it is a suspect that has begun.</param>
[GenerateSerializer, Immutable, Alias("isac.held-range")]
public sealed record HeldRange(
    [property: Id(0)] AgentId Owner,
    [property: Id(1)] Interval Range,
    [property: Id(2)] AttemptHistory History,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] bool Begun);
