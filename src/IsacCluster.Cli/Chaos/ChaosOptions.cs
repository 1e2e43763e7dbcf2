namespace IsacCluster.Cli.Chaos;

/// <summary>What a chaos run does.</summary>
internal sealed record ChaosOptions
{
    public required ulong Seed { get; init; }

    public required int Kills { get; init; }

    public required int Silos { get; init; }

    /// <summary>Slots of each silo, as the silo command takes them.</summary>
    public required string Slots { get; init; }

    /// <summary>Slots of the undisturbed run; null for one a processor.</summary>
    public int? UndisturbedSlots { get; init; }

    /// <summary>Names of the catalogue of faults.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Where reports, logs and the manifest go.</summary>
    public required string Output { get; init; }

    /// <summary>How long a killed silo is away.</summary>
    public TimeSpan SiloAway { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a paused silo sleeps.</summary>
    public TimeSpan SiloAsleep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a killed store is away, and how long other faults last.</summary>
    public TimeSpan StoreAway { get; init; } = TimeSpan.FromSeconds(10);
}
