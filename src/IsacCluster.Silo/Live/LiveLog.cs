using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Live;

/// <summary>
/// Keeps the last lines that this process logs about each job, in memory. A line is about a job that it names as {Job}. Thread-safe.
/// </summary>
public sealed class LiveLog(TimeProvider time) : ILoggerProvider
{
    /// <summary>Lines kept of a job, and jobs of which lines are kept.</summary>
    public const int MostLines = 200, MostJobs = 200;

    private const string JobField = "Job";

    private readonly ConcurrentDictionary<string, Queue<LogLine>> _lines = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void Dispose() { }

    /// <summary>What was said of a job, the newest last.</summary>
    internal IReadOnlyList<LogLine> Of(string job)
    {
        if (!_lines.TryGetValue(job, out Queue<LogLine>? lines)) return [];
        lock (lines) return [.. lines];
    }

    private void Add(string job, LogLine line)
    {
        if (_lines.Count >= MostJobs && !_lines.ContainsKey(job))
        {
            string oldest = _lines.MinBy(entry => Newest(entry.Value)).Key;
            _lines.TryRemove(oldest, out _);
        }

        Queue<LogLine> lines = _lines.GetOrAdd(job, _ => new Queue<LogLine>());
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > MostLines) lines.Dequeue();
        }
    }

    private static DateTimeOffset Newest(Queue<LogLine> lines)
    {
        lock (lines) return lines.Count == 0 ? default : lines.Last().Time;
    }

    private sealed class Recorder(LiveLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> fields) return;
            if (fields.FirstOrDefault(field => field.Key == JobField).Value is not string job) return;
            string why = exception is null ? "" : $": {exception.GetBaseException().Message.ReplaceLineEndings(" ")}";
            string level = logLevel switch
            {
                LogLevel.Warning => "warning",
                LogLevel.Error or LogLevel.Critical => "error",
                _ => "information",
            };
            log.Add(job, new LogLine(log.Now, level, formatter(state, exception) + why));
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}

/// <summary>A line about a job.</summary>
/// <param name="Level">information, warning or error.</param>
internal sealed record LogLine(DateTimeOffset Time, string Level, string Text);
