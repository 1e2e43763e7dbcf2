using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.Cli.Chaos;

/// <summary>
/// Garnet, the dotnet tool that .config/dotnet-tools.json pins, with the switches of README.md: an append-only file that is on disk before
/// each answer, and a storage tier, so that nothing is dropped when its memory is full.
/// </summary>
internal sealed class GarnetProcess : StoreProcess
{
    private const string Tool = "garnet-server";
    private readonly string _program;
    private readonly IReadOnlyList<string> _more;

    private GarnetProcess(string program, string folder, ClusterAddress cluster, IReadOnlyList<string> more)
        : base(folder, cluster) => (_program, _more) = (program, more);

    /// <summary>Whether it keeps on disk what its memory cannot hold; without, it is a cache. Default: true.</summary>
    public bool Tier { get; private init; } = true;

    protected override string Program => Tool;

    protected override string LogFiles => "aof.log.*";

    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="more">More arguments of the program; one given twice counts as given last.</param>
    /// <param name="tier">See <see cref="Tier"/>.</param>
    /// <exception cref="ClusterException">The tool is not there or does not start.</exception>
    public static async Task<GarnetProcess> StartAsync(
        string folder, ClusterAddress cluster, CancellationToken cancellation, IReadOnlyList<string>? more = null, bool tier = true)
    {
        string program = await FindAsync(cancellation).ConfigureAwait(false);
        return await StartedAsync(new GarnetProcess(program, folder, cluster, more ?? []) { Tier = tier }, cancellation)
            .ConfigureAwait(false);
    }

    protected override ProcessStartInfo Command()
    {
        List<string> arguments =
        [
            _program, "--port", Address.StorePort.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--lua", "--aof",
            "--aof-commit-wait", "--recover", "--device-type", "RandomAccess", "--memory", "256m", "--index", "16m",
            "--checkpointdir", Folder, "--checkpoint-freq", "300", "--compaction-type", "Lookup", "--compaction-force-delete", .. _more,
        ];
        if (Tier) arguments.AddRange(["--storage-tier", "--logdir", Folder]);
        if (Address.StorePassword is { } password) arguments.AddRange(["--auth", "Password", "--password", password]);
        return new ProcessStartInfo(Dotnet.Path, arguments);
    }

    /// <summary>The tool's program in the package folder, fetched there if need be.</summary>
    private static async Task<string> FindAsync(CancellationToken cancellation)
    {
        string manifest = FindManifest() ?? throw new ClusterException(
            $"{Tool} is pinned in .config/dotnet-tools.json of the repository, and no folder above this one has it; "
                + "name a store with --store.");
        JsonNode? pinned =
            JsonNode.Parse(await File.ReadAllTextAsync(manifest, cancellation).ConfigureAwait(false))?["tools"]?[Tool]?["version"];
        string version = pinned?.GetValue<string>()
            ?? throw new ClusterException($"{manifest} does not pin {Tool}; name a store with --store.");
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string folder = Path.Combine(packages, Tool, version, "tools");
        if (ProgramIn(folder) is { } present) return present;
        using var restore = new ChildProcess(new ProcessStartInfo(Dotnet.Path, ["tool", "restore", "--tool-manifest", manifest]));
        int code = await restore.EndAsync().ConfigureAwait(false);
        return ProgramIn(folder)
            ?? throw new ClusterException(
                $"'dotnet tool restore' did not bring {Tool} {version} (exit code {code}): {restore.Output}{restore.Error}");
    }

    private static string? ProgramIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "GarnetServer.dll", SearchOption.AllDirectories)
            .FirstOrDefault(
                file => file.Contains($"{Path.DirectorySeparatorChar}net10.0{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        : null;

    private static string? FindManifest()
    {
        foreach (string start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string file = Path.Combine(folder.FullName, ".config", "dotnet-tools.json");
                if (File.Exists(file)) return file;
            }
        }

        return null;
    }
}
