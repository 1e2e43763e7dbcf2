namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>Every fault by the name that --targets takes.</summary>
internal static class FaultCatalog
{
    public static IReadOnlyDictionary<string, IFault> Entries { get; } = new OrderedDictionary<string, IFault>(StringComparer.Ordinal)
    {
        ["silo"] = SiloKill.Drawn,
        ["coordinator"] = SiloKill.Coordinator,
        ["half"] = SiloKill.Half,
        ["store"] = StoreFault.Kill,
        ["pause"] = new SiloPause(),
        ["store-empty"] = StoreFault.Empty,
        ["store-truncate"] = StoreFault.Truncate,
        ["clock"] = new WrongClock(),
        ["memory"] = new LowMemory(),
        ["network"] = new NetworkFault(),
    };

    /// <summary>What is hit where nothing else is asked for.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["silo", "coordinator", "half"];
}
