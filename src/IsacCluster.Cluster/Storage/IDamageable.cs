namespace IsacCluster.Cluster.Storage;

/// <summary>
/// State of a grain that starts although its record is not what was written: everything but the damage is then as in a new one, and
/// clearing it removes the record. A grain with any other state does not start.
/// </summary>
internal interface IDamageable
{
    /// <summary>What is wrong with the record, not stored with it; null: nothing.</summary>
    string? Damage { get; set; }
}
