namespace IsacCluster.Cluster.Ledger;

/// <summary>One incarnation of a node agent; a restarted agent is another one.</summary>
/// <param name="Silo">Its silo's address in parsable form, so that its leases end with the silo; null where nobody can tell.</param>
[GenerateSerializer, Immutable, Alias("isac.agent-id")]
public readonly record struct AgentId([property: Id(0)] string Value, [property: Id(1)] string? Silo = null)
{
    /// <summary>The name of its silo, which begins an agent's own.</summary>
    public string SiloName => Value.LastIndexOf('-') is > 0 and var dash ? Value[..dash] : Value;

    public override string ToString() => Value;
}

/// <summary>The right of one agent to work on a range until it expires.</summary>
/// <param name="History">Of the attempts before it.</param>
/// <param name="GrantedAt">A timestamp of the book's clock; of a suspect that has begun, when it began.</param>
/// <param name="Begun">Whether it is a suspect that has begun.</param>
public readonly record struct Lease(long Id, AgentId Owner, Interval Range, AttemptHistory History, long GrantedAt, bool Begun = false)
{
    /// <summary>Failed attempts of this range before the lease.</summary>
    public int Failures => History.Failures;
}
