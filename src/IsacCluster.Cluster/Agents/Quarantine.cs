namespace IsacCluster.Cluster.Agents;

/// <summary>
/// Of the slots of one silo: suspects, with which silos died, take turns, and while one has its turn nothing else starts, whatever its job
/// or lane. If the silo dies, it is known why. Thread-safe.
/// </summary>
internal sealed class Quarantine(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<SlotPool> _pools = [];
    private TaskCompletionSource? _left; // of the present turn; null where there is none

    /// <summary>Whether only the suspect may start now.</summary>
    public bool IsTaken => Volatile.Read(ref _left) is not null;

    public void Watch(SlotPool pool)
    {
        lock (_gate) _pools.Add(pool);
    }

    /// <summary>Waits until no other suspect has its turn and all that runs has lived for as long as the probation will be.</summary>
    public async Task<Turn> EnterAsync(TimeSpan probation, CancellationToken cancellation)
    {
        while (Take() is { } other) await other.WaitAsync(cancellation);
        var turn = new Turn(this, time);
        try
        {
            while (Pools().Any(pool => pool.RunsYoungerThan(probation))) await Task.Delay(Interval, time, cancellation);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <returns>The end of another's turn; null where it was taken.</returns>
    private Task? Take()
    {
        lock (_gate)
        {
            if (_left is { } present) return present.Task;
            _left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }
    }

    private SlotPool[] Pools()
    {
        lock (_gate) return [.. _pools];
    }

    private void Leave()
    {
        TaskCompletionSource left;
        lock (_gate) (left, _left) = (_left!, null);
        left.SetResult();
        foreach (var pool in Pools()) pool.Reopen();
    }

    /// <summary>The turn of one suspect. It ends once, with the attempt or with its probation.</summary>
    internal sealed class Turn(Quarantine owner, TimeProvider time) : IDisposable
    {
        private ITimer? _probation;
        private int _over;

        /// <summary>It runs from now on.</summary>
        public void Begin(TimeSpan probation) => _probation = time.CreateTimer(
            static turn => ((Turn)turn!).Dispose(), this, probation, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _probation?.Dispose();
            if (Interlocked.Exchange(ref _over, 1) == 0) owner.Leave();
        }
    }
}
