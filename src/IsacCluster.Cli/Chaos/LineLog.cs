using System.Text;

namespace IsacCluster.Cli.Chaos;

/// <summary>The lines that a process writes to one stream, and who waits for one. Thread-safe.</summary>
internal sealed class LineLog
{
    private const int KeptCharacters = 1 << 20;
    private readonly StringBuilder _text = new();
    private readonly Lock _guard = new();
    private readonly List<(Func<string, bool> Match, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>The end of what was written.</summary>
    public override string ToString()
    {
        lock (_guard) return _text.ToString();
    }

    /// <param name="line">Null at the end of the stream.</param>
    public void Append(string? line)
    {
        if (line is null) return;
        lock (_guard)
        {
            if (_text.Length > KeptCharacters) _text.Remove(0, KeptCharacters / 2);
            _text.Append(line).Append('\n');
            _awaited.RemoveAll(awaited => awaited.Match(line) && awaited.Seen.TrySetResult());
        }
    }

    /// <summary>Completes when a line matches.</summary>
    /// <param name="past">Whether a line that was written before counts too.</param>
    public Task SeenAsync(Func<string, bool> match, bool past = true)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_guard)
        {
            if (past && _text.ToString().Split('\n').Any(match)) return Task.CompletedTask;
            _awaited.Add((match, seen));
        }

        return seen.Task;
    }
}
