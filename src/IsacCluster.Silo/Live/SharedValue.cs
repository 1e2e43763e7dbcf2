namespace IsacCluster.Silo.Live;

/// <summary>
/// A value that is computed for all who ask for it, at most every so often: the longer it takes, the more seldom, so that it costs about a
/// fiftieth of a core at most, however many ask. One computation that takes long, as the first does, counts only if the next does, too.
/// Thread-safe.
/// </summary>
/// <param name="least">Age up to which a value is given again, however little it cost.</param>
/// <param name="most">Age up to which it is, however much it cost.</param>
internal sealed class SharedValue<T>(Func<Task<T>> compute, TimeProvider time, TimeSpan least, TimeSpan most)
    where T : class
{
    private const double Share = 50;

    private readonly Lock _gate = new();
    private Task<T>? _running;
    private T? _value;
    private long _at;
    private TimeSpan _life = TimeSpan.Zero, _cost = TimeSpan.Zero;

    /// <summary>The last value, however old; null before the first.</summary>
    public T? Last
    {
        get
        {
            lock (_gate) return _value;
        }
    }

    /// <summary>Whether asking would compute the value anew.</summary>
    public bool IsOld
    {
        get
        {
            lock (_gate) return _value is null || time.GetElapsedTime(_at) >= _life;
        }
    }

    /// <summary>Whether the value is older than this, and four times as old as it is given for.</summary>
    public bool IsOlderThan(TimeSpan age)
    {
        lock (_gate) return _value is null || time.GetElapsedTime(_at) is var passed && passed >= age && passed >= 4 * _life;
    }

    /// <summary>The value, as old as its cost allows.</summary>
    public Task<T> GetAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            if (_running is null && _value is { } value && time.GetElapsedTime(_at) < _life) return Task.FromResult(value);
            return (_running ??= Task.Run(RunAsync, CancellationToken.None)).WaitAsync(stop);
        }
    }

    /// <summary>The next who asks has it computed anew.</summary>
    public void Forget()
    {
        lock (_gate) _life = TimeSpan.Zero;
    }

    private async Task<T> RunAsync()
    {
        try
        {
            long start = time.GetTimestamp();
            T value = await compute().ConfigureAwait(false);
            lock (_gate)
            {
                (_value, _at) = (value, time.GetTimestamp());
                TimeSpan cost = time.GetElapsedTime(start), lesser = cost < _cost ? cost : _cost;
                (_cost, _life) = (cost, TimeSpan.FromTicks(Math.Clamp((long)(Share * lesser.Ticks), least.Ticks, most.Ticks)));
            }

            return value;
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }
}
