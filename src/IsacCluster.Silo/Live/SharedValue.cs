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
    private bool _isLate; // what is running began before a change
    private T? _value;
    private long _at, _begun;
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
            if (_running is null || _isLate)
            {
                (Task before, _isLate) = (_running ?? Task.CompletedTask, false);
                long number = ++_begun;
                _running = Task.Run(() => RunAsync(before, number), CancellationToken.None);
            }

            return _running.WaitAsync(stop);
        }
    }

    /// <summary>The next who asks has it computed anew.</summary>
    public void Forget()
    {
        lock (_gate) (_life, _isLate) = (TimeSpan.Zero, _running is not null);
    }

    /// <param name="before">Another computation, which ends first: there is one at a time.</param>
    private async Task<T> RunAsync(Task before, long number)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            long start = time.GetTimestamp();
            T value = await compute().ConfigureAwait(false);
            lock (_gate)
            {
                (_value, _at) = (value, time.GetTimestamp());
                TimeSpan cost = time.GetElapsedTime(start), lesser = cost < _cost ? cost : _cost;
                _cost = cost;
                bool isPast = _isLate || number != _begun;
                _life = TimeSpan.FromTicks(isPast ? 0 : Math.Clamp((long)(Share * lesser.Ticks), least.Ticks, most.Ticks));
            }

            return value;
        }
        finally
        {
            lock (_gate)
            {
                if (number == _begun) _running = null;
            }
        }
    }
}
