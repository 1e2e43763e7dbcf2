namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>SIGSTOP of a silo, which wakes after <see cref="ChaosOptions.SiloAsleep"/> as a zombie and must join again.</summary>
internal sealed class SiloPause : IFault
{
    public string Description => "SIGSTOP of a silo for 30 s";

    public string? Missing => OperatingSystem.IsWindows() ? "it needs signals, which Windows lacks" : null;

    public Strike Strike(FaultScene scene)
    {
        scene.Silo.Signal("STOP");
        return new Strike([$"{scene.Silo.Name} (paused)"], WakeAsync(scene));
    }

    private static async Task<string?> WakeAsync(FaultScene scene)
    {
        await scene.WaitAsync(scene.Options.SiloAsleep).ConfigureAwait(false);
        Task joined = scene.Silo.LineAsync(line => line.Contains("has joined", StringComparison.Ordinal), past: false);
        scene.Silo.Signal("CONT");
        await joined.ConfigureAwait(false);
        return null;
    }
}
