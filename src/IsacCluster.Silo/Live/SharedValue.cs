namespace IsacCluster.Silo.Live;

/// <summary>
/// A value that is computed for all who ask for it, at most every so often: the longer it takes, the more seldom, so that it never costs
/// more than a fiftieth of a core, however many ask. Thread-safe.
/// </summary>
/// <param name="least">Age up to which a value is given again, however little it cost.</param>
internal sealed class SharedValue<T>(Func<Task<T>> compute, TimeProvider time, TimeSpan least)
    where T : class
{
    private const double Share = 50;

    /// <summary>What took long because a silo was slow to answer is not kept for hours.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private Task<T>? _running;
    private T? _value;
    private long _at;
    private TimeSpan _life = TimeSpan.Zero;

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
                _life = TimeSpan.FromTicks(Math.Clamp((long)(Share * time.GetElapsedTime(start).Ticks), least.Ticks, Most.Ticks));
            }

            return value;
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }
}
