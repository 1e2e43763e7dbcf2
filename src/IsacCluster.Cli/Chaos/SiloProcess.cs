using System.Diagnostics;
using System.Globalization;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Chaos;

/// <summary>`isac silo` as a process on loopback, which can be killed and started again.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly ClusterAddress _address;
    private readonly SiloProcessOptions _options;
    private readonly LoopbackPorts _ports = LoopbackPorts.Hold(3);
    private ChildProcess? _process;

    public SiloProcess(ClusterAddress address, SiloProcessOptions options)
    {
        _address = address;
        _options = options;
    }

    public string Name => _options.Name;

    public int Port => _ports[0];

    public int GatewayPort => _ports[1];

    public int HttpPort => _ports[2];

    public int Id => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it logged, on stderr.</summary>
    public string Log => _process?.Error.ToString() ?? "";

    private ChildProcess Running => _process ?? throw new InvalidOperationException($"Silo {Name} was not started.");

    /// <summary>Starts the process; <see cref="ReadyAsync"/> waits for it.</summary>
    /// <param name="shellPrefix">In place of the options'; for this start alone.</param>
    public void Start(string? shellPrefix = null)
    {
        _process?.Dispose();
        List<string> arguments =
        [
            AssemblyPath, "silo", "--cluster", _address.Name, "--store", _address.Store, "--port", Text(Port),
            "--gateway-port", Text(GatewayPort), "--http", Text(HttpPort), "--slots", _options.Slots, "--name", Name,
            "--data", _options.Data, .. _options.More,
        ];
        var start = (shellPrefix ?? _options.ShellPrefix) is { } prefix
            ? new ProcessStartInfo("/bin/bash", ["-c", $"{prefix} exec \"$@\"", "bash", Dotnet.Path, .. arguments])
            : new ProcessStartInfo(Dotnet.Path, arguments);
        start.WorkingDirectory = _options.Folder;
        start.Environment["ISAC_STORE_PASSWORD"] = _address.StorePassword ?? "";
        start.Environment["ISAC_CLUSTER_SECRET"] = _address.Secret ?? "";
        _process = new ChildProcess(start);
    }

    public Task ReadyAsync() => Running.LineAsync(
        Running.Output, line => line.StartsWith($"READY {Name} ", StringComparison.Ordinal));

    /// <summary>Waits until a line of its log matches.</summary>
    /// <param name="past">Whether a line that was written before counts too.</param>
    public Task LineAsync(Func<string, bool> match, bool past = true) => Running.LineAsync(Running.Error, match, past);

    /// <summary>kill -9.</summary>
    public void Kill() => Running.Kill();

    public void Signal(string name) => Running.Signal(name);

    public Task<int> EndAsync() => Running.EndAsync();

    public void Dispose()
    {
        _process?.Dispose();
        _ports.Dispose();
    }

    private static string AssemblyPath => typeof(SiloProcess).Assembly.Location;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a silo process is started with.</summary>
/// <param name="Slots">As the command takes it.</param>
/// <param name="Folder">Working folder.</param>
/// <param name="Data">The folder that all silos share.</param>
internal sealed record SiloProcessOptions(string Name, string Slots, string Folder, string Data)
{
    /// <summary>More arguments.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Shell commands before it, such as "ulimit -f 64;".</summary>
    public string? ShellPrefix { get; init; }
}
