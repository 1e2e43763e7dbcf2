using System.Diagnostics;
using System.Text;

namespace IsacCluster.ClusterTests;

/// <summary>The `isac` command as a process of its own, as users run it.</summary>
public sealed class IsacProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly Lock _guard = new();
    private readonly List<(Func<string, bool> Match, TaskCompletionSource Seen)> _awaited = [];

    private IsacProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Starts isac in a folder.</summary>
    public static IsacProcess Start(string folder, params string[] args) => new(Prepare(folder, Dotnet, [Assembly, .. args]));

    /// <summary>Starts isac in a folder with variables of the environment.</summary>
    public static IsacProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        ProcessStartInfo start = Prepare(folder, Dotnet, [Assembly, .. args]);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new IsacProcess(start);
    }

    /// <summary>Starts isac under a shell prefix such as "ulimit -f 64;".</summary>
    public static IsacProcess StartInShell(string folder, string prefix, params string[] args) =>
        new(Prepare(folder, "/bin/bash", ["-c", $"{prefix} exec \"$@\"", "bash", Dotnet, Assembly, .. args]));

    /// <summary>Runs isac to its end.</summary>
    public static async Task<IsacOutcome> RunAsync(string folder, params string[] args)
    {
        using IsacProcess process = Start(folder, args);
        return await process.EndAsync();
    }

    public async Task<IsacOutcome> EndAsync()
    {
        await _process.WaitForExitAsync();
        _process.WaitForExit(); // drains the readers
        return new IsacOutcome(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Waits until a line on stderr matches, or the process ends.</summary>
    public Task ErrorLineAsync(Func<string, bool> match)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_guard)
        {
            if (_error.ToString().Split('\n').Any(match)) return Task.CompletedTask;
            _awaited.Add((match, seen));
        }

        return Task.WhenAny(seen.Task, _process.WaitForExitAsync());
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by name: INT, TERM.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "isac.dll");

    private static ProcessStartInfo Prepare(string folder, string program, IEnumerable<string> args) => new(program, args)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (_guard)
        {
            text.Append(line).Append('\n');
            if (ReferenceEquals(text, _error)) _awaited.FindAll(awaited => awaited.Match(line)).ForEach(awaited => awaited.Seen.TrySetResult());
        }
    }
}

/// <summary>How a process ended.</summary>
public sealed record IsacOutcome(int ExitCode, string Output, string Error);
