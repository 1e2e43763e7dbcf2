using System.Collections.Concurrent;
using IsacCluster.Silo.Telemetry;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Bounds what a silo logs: of each kind of line (category and event) at most <see cref="MostLines"/> within <see cref="Window"/>, and how
/// many were left out beside the next that is let through. A store that is away for a night fills no disk.
/// </summary>
internal sealed class BoundedLoggerProvider(ILoggerProvider inner, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    public const int MostLines = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Category, int Event), Budget> _budgets = new();

    public ILogger CreateLogger(string categoryName)
    {
        SiloMetrics.Begin();
        return new BoundedLogger(this, categoryName, inner.CreateLogger(categoryName));
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose() => inner.Dispose();

    /// <returns>How many lines of the kind were left out before this one; null where this one is, too.</returns>
    private int? Spend(string category, EventId id)
    {
        int? before = _budgets.GetOrAdd((category, id.Id), _ => new Budget()).Spend(time.GetTimestamp(), time);
        if (before is null) SiloMetrics.DroppedLine();
        return before;
    }

    private sealed class Budget
    {
        private readonly Lock _gate = new();
        private long _since = long.MinValue;
        private int _lines, _leftOut;

        public int? Spend(long now, TimeProvider time)
        {
            lock (_gate)
            {
                if (_since == long.MinValue || time.GetElapsedTime(_since, now) >= Window) (_since, _lines) = (now, 0);
                if (++_lines > MostLines)
                {
                    _leftOut++;
                    return null;
                }

                (int before, _leftOut) = (_leftOut, 0);
                return before;
            }
        }
    }

    private sealed class BoundedLogger(BoundedLoggerProvider owner, string category, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel) || owner.Spend(category, eventId) is not { } leftOut) return;
            inner.Log(
                logLevel, eventId, state, exception,
                leftOut == 0
                    ? formatter
                    : (line, error) => $"{formatter(line, error)} ({leftOut} lines of this kind were left out before)");
        }
    }
}
