using System.Diagnostics;
using System.Globalization;
using IsacCluster.Cli;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Networking;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Deployment.Tests.Guides;

/// <summary>
/// What a guide needs of a machine, here on loopback: the secrets, made by the guide's own lines, a store with their password, free ports,
/// and isac, started with the arguments and variables of a deployment in which addresses, ports and folders stand for those of here.
/// </summary>
public sealed class GuideMachine : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GarnetProcess? _store;

    public string Folder => _folder.Path;

    public string Secret(string name) => Path.Combine(Folder, "deploy", "secrets", name);

    internal string Store => _store!.Address.Store;

    public async ValueTask InitializeAsync()
    {
        string[] lines = [.. GuideText.Commands("deploy/README.md", "Secrets")];
        Assert.Equal(GuideText.Commands("k8s/README.md", "Install").Where(lines.Contains), lines); // both guides make them alike
        ProcessStartInfo shell = new("/bin/bash", ["-ec", string.Join('\n', lines)]) { WorkingDirectory = Folder };
        using (var made = new ChildProcess(shell)) Assert.Equal(0, await made.EndAsync());
        _store = await GarnetProcess.StartAsync(
            Path.Combine(Folder, "store"), new ClusterAddress { StorePassword = File.ReadAllText(Secret("store-password")) },
            CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts a silo and waits until it is ready.</summary>
    /// <param name="arguments">As deployed.</param>
    /// <param name="environment">Variables ISAC_..._FILE, which name files of secrets.</param>
    internal async Task<GuideSilo> StartSiloAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        LoopbackPorts ports = LoopbackPorts.Hold(3);
        var here = new Dictionary<string, string>
        {
            ["--store"] = Store,
            ["--bind"] = "127.0.0.1",
            ["--advertise"] = "127.0.0.1",
            ["--port"] = Text(ports[0]),
            ["--gateway-port"] = Text(ports[1]),
            ["--http"] = Text(ports[2]),
            ["--data"] = Path.Combine(Folder, "data"),
            ["--otlp"] = "http://127.0.0.1:9",
        };
        List<string> words = [.. arguments];
        for (int at = 0; at + 1 < words.Count; at++) words[at + 1] = here.GetValueOrDefault(words[at], words[at + 1]);
        var silo = new GuideSilo(Prepare(words, environment), ports);
        await silo.Process.LineAsync(silo.Process.Output, line => line.StartsWith("READY ", StringComparison.Ordinal));
        return silo;
    }

    /// <summary>Runs isac to its end; it must succeed.</summary>
    internal async Task<string> IsacAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string[] words = [.. arguments];
        using var process = new ChildProcess(Prepare(words, environment));
        int code = await process.EndAsync();
        Assert.True(code == 0, $"isac {string.Join(' ', words)} ended with {code}: {process.Error}");
        return process.Output.ToString().TrimEnd('\n');
    }

    /// <summary>The variables of a deployment with files of here.</summary>
    internal Dictionary<string, string> Secrets(IEnumerable<(string Name, string File)> variables) => variables
        .Where(variable => variable.Name.EndsWith("_FILE", StringComparison.Ordinal))
        .ToDictionary(variable => variable.Name, variable => Secret(Path.GetFileName(variable.File)));

    private static ProcessStartInfo Prepare(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Dotnet.Path, [typeof(IsacCommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = DeploymentFiles.Root,
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return start;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A silo of a guide.</summary>
internal sealed class GuideSilo(ProcessStartInfo start, LoopbackPorts ports) : IDisposable
{
    public ChildProcess Process { get; } = new(start);

    public Uri Http => new($"http://127.0.0.1:{ports[2]}");

    /// <summary>As a service manager does.</summary>
    public async Task StopAsync()
    {
        Process.Signal("TERM");
        Assert.Equal(0, await Process.EndAsync());
    }

    public void Dispose()
    {
        Process.Dispose();
        ports.Dispose();
    }
}
