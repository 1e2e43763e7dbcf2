namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>
/// A silo is killed and comes back with hardly the memory that its runtime needs: it may fail tasks, die, or never come up. After a while
/// it comes back with what the machine has.
/// </summary>
internal sealed class LowMemory : IFault
{
    /// <summary>Bytes of the heap, log-uniform between what kills a start and what nearly suffices.</summary>
    private const double Least = 12e6, Most = 60e6;

    public string Description => "a silo, back with 12 to 60 MB of heap for 10 s";

    public string? Missing => OperatingSystem.IsWindows() ? "it starts silos through bash" : null;

    public Strike Strike(FaultScene scene)
    {
        long heap = (long)(Least * Math.Pow(Most / Least, scene.Draw));
        scene.Silo.Kill();
        return new Strike([$"{scene.Silo.Name} ({heap / 1_000_000} MB)"], ReturnAsync(scene, heap));
    }

    private static async Task<string?> ReturnAsync(FaultScene scene, long heap)
    {
        await scene.WaitAsync(scene.Options.SiloAway).ConfigureAwait(false);
        scene.Silo.Start($"export DOTNET_GCHeapHardLimit=0x{heap:x};");
        await scene.WaitAsync(scene.Options.StoreAway).ConfigureAwait(false);
        string end = scene.Silo.IsRunning ? "lived" : "died of it";
        scene.Silo.Kill();
        await scene.Cluster.ReviveAsync().ConfigureAwait(false);
        return end;
    }
}
