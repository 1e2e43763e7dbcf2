namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>kill -9 of silos, which are started again after <see cref="ChaosOptions.SiloAway"/>.</summary>
/// <param name="victims">Which ones.</param>
internal sealed class SiloKill(string description, Func<FaultScene, IEnumerable<SiloProcess>> victims) : IFault
{
    public static SiloKill Drawn { get; } = new("a silo", static scene => [scene.Silo]);

    public static SiloKill Coordinator { get; } = new("the coordinator's silo", static scene => [scene.Coordinator]);

    /// <summary>Half of the silos at once, rounded up, from the drawn one on.</summary>
    public static SiloKill Half { get; } = new("half of the silos at once", static scene =>
    {
        List<SiloProcess> silos = [.. scene.Cluster.Silos];
        int first = silos.IndexOf(scene.Silo);
        return Enumerable.Range(first, (silos.Count + 1) / 2).Select(silo => silos[silo % silos.Count]);
    });

    public string Description => description;

    public Strike Strike(FaultScene scene)
    {
        SiloProcess[] killed = [.. victims(scene)];
        foreach (SiloProcess silo in killed) silo.Kill();
        return new Strike([.. killed.Select(silo => silo.Name)], scene.ReviveSilosAsync());
    }
}
