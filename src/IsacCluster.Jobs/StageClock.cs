using System.Diagnostics;

namespace IsacCluster.Jobs;

/// <summary>
/// Adds up how long each stage of a task took: calls and seconds by stage name (generate, sdr, zf, radar, persist, ...), and
/// opens a span of that name on <see cref="JobsTelemetry.Source"/> for each call. Stages are disjoint in time, so the
/// sum of their seconds is the useful time of the task; a stage inside a stage is refused. One clock belongs to one task
/// runner and one thread.
/// </summary>
/// <param name="time">Source of timestamps; tests inject their own.</param>
public sealed class StageClock(TimeProvider time)
{
    private readonly TimeProvider _time = time ?? throw new ArgumentNullException(nameof(time));
    private readonly SortedDictionary<string, StageTime> _stages = new(StringComparer.Ordinal);
    private string? _running;

    /// <summary>What its timestamps are of, for limits of time.</summary>
    public TimeProvider Time => _time;

    /// <summary>Starts a call of a stage; disposing the scope ends it.</summary>
    /// <example><code>using (clock.Measure("generate")) sample = generator.Generate(index);</code></example>
    /// <exception cref="InvalidOperationException">Another stage is still running.</exception>
    public StageScope Measure(string stage)
    {
        ArgumentException.ThrowIfNullOrEmpty(stage);
        if (_running is not null)
            throw new InvalidOperationException($"Stage '{stage}' starts inside stage '{_running}'; stages must not overlap.");
        _running = stage;
        return new StageScope(this, stage, JobsTelemetry.Source.StartActivity(stage), _time.GetTimestamp());
    }

    /// <summary>The sums so far, by stage in ordinal order; a copy.</summary>
    public IReadOnlyDictionary<string, StageTime> Snapshot() => new SortedDictionary<string, StageTime>(_stages, StringComparer.Ordinal);

    /// <summary>Forgets the sums, so that one runner can use one clock for task after task.</summary>
    public void Reset()
    {
        _stages.Clear();
        _running = null;
    }

    public double Add(string stage, long started)
    {
        _running = null;
        var elapsed = new StageTime(1, _time.GetElapsedTime(started).TotalSeconds);
        _stages[stage] = _stages.TryGetValue(stage, out StageTime sum) ? sum + elapsed : elapsed;
        return elapsed.TotalSeconds;
    }
}

/// <summary>One running call of a stage.</summary>
public ref struct StageScope
{
    private readonly string _stage;
    private readonly Activity? _activity;
    private readonly long _started;
    private StageClock? _clock;

    public StageScope(StageClock clock, string stage, Activity? activity, long started) =>
        (_clock, _stage, _activity, _started) = (clock, stage, activity, started);

    /// <summary>Ends the call; a second call does nothing.</summary>
    public void Dispose() => End();

    /// <summary>Ends the call and returns its seconds; 0 if it has ended already.</summary>
    public double End()
    {
        if (_clock is null) return 0;
        double seconds = _clock.Add(_stage, _started);
        _clock = null;
        _activity?.Dispose();
        return seconds;
    }
}
