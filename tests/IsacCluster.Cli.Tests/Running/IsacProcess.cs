using System.Diagnostics;
using IsacCluster.Cli.Chaos;

namespace IsacCluster.Cli.Tests.Running;

/// <summary>The `isac` command as a process of its own, as users run it.</summary>
public sealed class IsacProcess : IDisposable
{
    private readonly ChildProcess _process;

    private IsacProcess(ProcessStartInfo start) => _process = new ChildProcess(start);

    public int Id => _process.Id;

    /// <summary>Starts isac in a folder.</summary>
    public static IsacProcess Start(string folder, params string[] args) => new(Prepare(folder, Dotnet.Path, [Assembly, .. args]));

    /// <summary>Starts isac in a folder with variables of the environment.</summary>
    public static IsacProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        ProcessStartInfo start = Prepare(folder, Dotnet.Path, [Assembly, .. args]);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new IsacProcess(start);
    }

    /// <summary>Starts isac under a shell prefix such as "ulimit -f 64;".</summary>
    public static IsacProcess StartInShell(string folder, string prefix, params string[] args) =>
        new(Prepare(folder, "/bin/bash", ["-c", $"{prefix} exec \"$@\"", "bash", Dotnet.Path, Assembly, .. args]));

    /// <summary>Runs isac to its end.</summary>
    public static async Task<IsacOutcome> RunAsync(string folder, params string[] args)
    {
        using IsacProcess process = Start(folder, args);
        return await process.EndAsync();
    }

    public async Task<IsacOutcome> EndAsync()
    {
        int code = await _process.EndAsync();
        return new IsacOutcome(code, _process.Output.ToString(), _process.Error.ToString());
    }

    /// <summary>Waits until a line on stderr matches, or the process ends.</summary>
    public Task ErrorLineAsync(Func<string, bool> match) => Task.WhenAny(_process.Error.SeenAsync(match), _process.EndAsync());

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by name: INT, TERM.</summary>
    public void Signal(string name) => _process.Signal(name);

    public void Dispose() => _process.Dispose();

    private static string Assembly => typeof(IsacCommandLine).Assembly.Location;

    private static ProcessStartInfo Prepare(string folder, string program, IEnumerable<string> args) =>
        new(program, args) { WorkingDirectory = folder };
}

/// <summary>How a process ended.</summary>
public sealed record IsacOutcome(int ExitCode, string Output, string Error);
