using System.Diagnostics;

namespace IsacCluster.Cli.Chaos;

/// <summary>A process that this one starts, reads and ends by its id.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Output.Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Error.Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public LineLog Output { get; } = new();

    public LineLog Error { get; } = new();

    /// <summary>Waits until a line of one of its logs matches.</summary>
    /// <param name="past">Whether a line that was written before counts too.</param>
    /// <exception cref="InvalidOperationException">The process ended before.</exception>
    public async Task LineAsync(LineLog log, Func<string, bool> match, bool past = true)
    {
        Task seen = log.SeenAsync(match, past);
        await Task.WhenAny(seen, _process.WaitForExitAsync()).ConfigureAwait(false);
        if (!seen.IsCompleted) throw new InvalidOperationException($"process {Id} ended with code {_process.ExitCode}: {Output}{Error}");
    }

    /// <summary>kill -9 (Windows: TerminateProcess), and waits until it is gone.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by name (INT, TERM, STOP, CONT) where signals exist.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end and returns the exit code; both logs are whole then.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.WaitForExit(); // drains the readers
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
