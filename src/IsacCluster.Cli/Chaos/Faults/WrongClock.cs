namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>
/// A silo is killed and comes back with a clock that is five minutes off (libfaketime). It must not join and must say why; then it comes
/// back with the right one.
/// </summary>
internal sealed class WrongClock : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string? Library = Find();

    public string Description => "a silo, back with a clock that is 300 s off before it comes back with the right one";

    public string? Missing => Library is null ? "it needs libfaketime (apt-get install faketime)" : null;

    public bool MustBeSaid => true;

    public Strike Strike(FaultScene scene)
    {
        scene.Silo.Kill();
        return new Strike([$"{scene.Silo.Name} (clock)"], ReturnAsync(scene, scene.Draw < 0.5 ? "-300s" : "+300s"));
    }

    private static async Task<string?> ReturnAsync(FaultScene scene, string offset)
    {
        await scene.WaitAsync(scene.Options.SiloAway).ConfigureAwait(false);
        scene.Silo.Start($"export LD_PRELOAD={Library} FAKETIME={offset} FAKETIME_DONT_FAKE_MONOTONIC=1;");
        string? said = null;
        try
        {
            await scene.Silo.LineAsync(line => IsOfClock(line, ref said)).WaitAsync(Patience, scene.Time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            // It ended, or said nothing of it in time: what its log holds decides.
            foreach (string line in scene.Silo.Log.Split('\n')) IsOfClock(line, ref said);
        }

        scene.Silo.Kill();
        await scene.Cluster.ReviveAsync().ConfigureAwait(false);
        return said;
    }

    private static bool IsOfClock(string line, ref string? said)
    {
        if (!line.Contains("clock", StringComparison.OrdinalIgnoreCase)) return false;
        said ??= line;
        return true;
    }

    private static string? Find()
    {
        const string libraries = "/usr/lib";
        return !OperatingSystem.IsLinux() || !Directory.Exists(libraries) ? null
            : Directory.EnumerateDirectories(libraries)
                .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
                .FirstOrDefault(File.Exists);
    }
}
