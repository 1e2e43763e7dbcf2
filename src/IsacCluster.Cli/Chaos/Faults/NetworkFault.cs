namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>The way of one silo to the store is cut or slow for <see cref="ChaosOptions.StoreAway"/>, then whole again.</summary>
internal sealed class NetworkFault : IFault
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    public string Description => "the way of a silo to the store, cut or 0.5 s slower for 10 s";

    public Strike Strike(FaultScene scene)
    {
        StoreProxy way = scene.Cluster.WayOf(scene.Silo);
        bool cut = scene.Draw < 0.5;
        if (cut) way.Cut();
        else way.Slow(Delay);
        return new Strike([$"{scene.Silo.Name} ({(cut ? "cut off" : "slow")})"], HealAsync(scene, way));
    }

    private static async Task<string?> HealAsync(FaultScene scene, StoreProxy way)
    {
        await scene.WaitAsync(scene.Options.StoreAway).ConfigureAwait(false);
        way.Heal();
        return null;
    }
}
