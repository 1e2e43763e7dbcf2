using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Chaos;

/// <summary>
/// A store of its own on a free loopback port: Garnet, the dotnet tool that .config/dotnet-tools.json pins, with an append-only file
/// that is committed before each answer.
/// </summary>
internal sealed class GarnetProcess : IDisposable
{
    private const string Tool = "garnet-server";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _program, _folder;
    private readonly IReadOnlyList<string> _more;
    private readonly LoopbackPorts _port;
    private ChildProcess? _process;

    private GarnetProcess(string program, string folder, ClusterAddress cluster, LoopbackPorts port, IReadOnlyList<string> more)
    {
        _more = more;
        _port = port;
        _program = program;
        _folder = folder;
        Address = cluster with { StoreHost = "127.0.0.1", StorePort = port[0] };
    }

    public ClusterAddress Address { get; }

    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="more">More arguments of the program.</param>
    /// <exception cref="ClusterException">The tool is not there or does not start.</exception>
    public static async Task<GarnetProcess> StartAsync(
        string folder, ClusterAddress cluster, CancellationToken cancellation, IReadOnlyList<string>? more = null)
    {
        Directory.CreateDirectory(folder);
        string program = await FindAsync(cancellation).ConfigureAwait(false);
        var store = new GarnetProcess(program, folder, cluster, LoopbackPorts.Hold(1), more ?? []);
        try
        {
            await store.StartAsync(cancellation).ConfigureAwait(false);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Starts it, first or again after <see cref="Kill"/>, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        string port = Address.StorePort.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            _program, "--port", port, "--bind", "127.0.0.1", "--lua", "--aof", "--aof-commit-wait", "--recover",
            "--device-type", "RandomAccess", "--checkpointdir", _folder, .. _more,
        ];
        if (Address.StorePassword is { } password) arguments.AddRange(["--auth", "Password", "--password", password]);
        _process = new ChildProcess(new ProcessStartInfo(Dotnet.Path, arguments) { WorkingDirectory = _folder });
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ClusterNetworking.CheckStoreAsync(Address).ConfigureAwait(false);
                return;
            }
            catch (ClusterException e) when (_process.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new ClusterException($"{Tool} did not start: {_process.Output}{_process.Error}", e);
            }
            catch (ClusterException)
            {
                await Task.Delay(Interval, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process?.Kill();

    public void Dispose()
    {
        _process?.Dispose();
        _port.Dispose();
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
        if (Program(folder) is { } present) return present;
        using var restore = new ChildProcess(new ProcessStartInfo(Dotnet.Path, ["tool", "restore", "--tool-manifest", manifest]));
        int code = await restore.EndAsync().ConfigureAwait(false);
        return Program(folder)
            ?? throw new ClusterException(
                $"'dotnet tool restore' did not bring {Tool} {version} (exit code {code}): {restore.Output}{restore.Error}");
    }

    private static string? Program(string folder) => Directory.Exists(folder)
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
