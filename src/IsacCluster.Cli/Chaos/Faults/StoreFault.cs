using System.Globalization;

namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>
/// kill -9 of the store, which is started again after <see cref="ChaosOptions.StoreAway"/> with what its disk then holds.
/// </summary>
/// <param name="meanwhile">What happens to its files; what it did, for the record.</param>
internal sealed class StoreFault(string description, Func<FaultScene, string> meanwhile) : IFault
{
    /// <summary>At least and at most so many bytes at the end of its log are lost, log-uniform.</summary>
    private const double LeastCut = 256, MostCut = 256 * 1024;

    public static StoreFault Kill { get; } = new("the store, back after 10 s", static _ => "store");

    /// <summary>It comes back without anything: jobs are lost, and silos must find each other anew.</summary>
    public static StoreFault Empty { get; } = new("the store, back empty", static scene =>
    {
        scene.Cluster.Store.Empty();
        return "store (emptied)";
    });

    /// <summary>It comes back as it was some commits ago, in the middle of one: silos know of work that the store does not.</summary>
    public static StoreFault Truncate { get; } = new("the store, back without the end of its log", static scene =>
    {
        long cut = (long)(LeastCut * Math.Pow(MostCut / LeastCut, scene.Draw));
        return string.Create(CultureInfo.InvariantCulture, $"store ({scene.Cluster.Store.Truncate(cut)} bytes cut)");
    });

    public string Description => description;

    public Strike Strike(FaultScene scene)
    {
        scene.Cluster.Store.Kill();
        return new Strike([meanwhile(scene)], ReviveAsync(scene));
    }

    private static async Task<string?> ReviveAsync(FaultScene scene)
    {
        await scene.WaitAsync(scene.Options.StoreAway).ConfigureAwait(false);
        await scene.Cluster.Store.StartAsync(scene.Cancellation).ConfigureAwait(false);
        return null;
    }
}
