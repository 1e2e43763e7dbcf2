using System.Diagnostics;
using System.Text;

namespace IsacCluster.Cli.Chaos;

/// <summary>A process that this one starts, reads and ends by its id.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptCharacters = 64 * 1024;
    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly Lock _guard = new();
    private readonly List<(Func<string, bool> Match, TaskCompletionSource Seen)> _awaited = [];

    public ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote to stdout and stderr.</summary>
    public string Text
    {
        get
        {
            lock (_guard) return _text.ToString();
        }
    }

    /// <summary>Waits until a line matches.</summary>
    /// <param name="past">Whether a line that was written before counts too.</param>
    /// <exception cref="InvalidOperationException">The process ended before.</exception>
    public async Task LineAsync(Func<string, bool> match, bool past = true)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_guard)
        {
            if (past && _text.ToString().Split('\n').Any(match)) return;
            _awaited.Add((match, seen));
        }

        await Task.WhenAny(seen.Task, _process.WaitForExitAsync()).ConfigureAwait(false);
        if (!seen.Task.IsCompleted) throw new InvalidOperationException($"process {Id} ended with code {_process.ExitCode}: {Text}");
    }

    /// <summary>kill -9 (Windows: TerminateProcess), and waits until it is gone.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by name (TERM, STOP, CONT) where signals exist.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is null) return;
        lock (_guard)
        {
            if (_text.Length > KeptCharacters) _text.Remove(0, KeptCharacters / 2);
            _text.Append(line).Append('\n');
            foreach ((Func<string, bool> match, TaskCompletionSource seen) in _awaited)
            {
                if (match(line)) seen.TrySetResult();
            }
        }
    }
}
