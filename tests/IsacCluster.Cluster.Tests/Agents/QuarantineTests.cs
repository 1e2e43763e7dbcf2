using IsacCluster.Cluster.Agents;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace IsacCluster.Cluster.Tests.Agents;

/// <summary>While a suspect is on probation nothing else starts on its silo.</summary>
public sealed class QuarantineTests : IDisposable
{
    private static readonly TimeSpan Probation = TimeSpan.FromSeconds(10);
    private readonly Clock _time = new();
    private readonly Quarantine _quarantine;
    private readonly Slots _pool, _other;
    private readonly User _user = new();
    private readonly SlotTicket _ticket;

    public QuarantineTests()
    {
        _quarantine = new Quarantine(_time);
        _pool = new Slots(SlotKind.Cpu, _time) { Quarantine = _quarantine };
        _other = new Slots(SlotKind.Accelerator, _time) { Quarantine = _quarantine };
        _quarantine.Watch(_pool);
        _quarantine.Watch(_other);
        _ticket = _pool.Join(_user, priority: 1, quota: null);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task It_starts_before_all_that_waits_and_they_after_it()
    {
        Add(0);
        var turn = await EnterAsync();
        Assert.False(_pool.TryTake());
        var ticket = _other.Join(_user, priority: 1, quota: null);
        _other.Add(ticket, [Task(7)]);
        Assert.False(_other.TryTake()); // nor on a slot of another kind
        turn.Begin(Probation);
        _pool.AddAlone(_ticket, Task(1, turn));
        Assert.True(_pool.TryTake());
        _pool.Run();
        Assert.False(_pool.TryTake());
        Assert.Same(turn, Assert.Single(_user.Turns)); // whoever reports it ends the turn
        turn.Dispose();
        Assert.True(_pool.TryTake());
        Assert.True(_other.TryTake());
        Assert.True(_pool.Reopened > 0 && _other.Reopened > 0);
    }

    [Fact]
    public async Task Suspects_take_turns()
    {
        var first = await EnterAsync();
        var second = EnterAsync();
        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose(); // ends once
        var turn = await second;
        Assert.True(_quarantine.IsTaken);
        turn.Dispose();
        Assert.False(_quarantine.IsTaken);
    }

    [Fact]
    public async Task One_that_lives_through_its_probation_is_as_others()
    {
        Add(0);
        var turn = await EnterAsync();
        turn.Begin(Probation);
        _time.Advance(Probation);
        Assert.False(_quarantine.IsTaken);
        Assert.True(_pool.TryTake());
    }

    [Fact]
    public async Task It_waits_until_what_runs_has_lived_for_as_long_as_its_probation()
    {
        Add(0);
        Assert.True(_pool.TryTake());
        var turn = EnterAsync();
        Assert.False(turn.IsCompleted);
        Assert.True(_quarantine.IsTaken); // and nothing new starts meanwhile
        _time.Advance(Probation);
        (await turn).Dispose();
    }

    [Fact]
    public async Task A_session_that_ends_while_its_suspect_waits_leaves_the_slots_open()
    {
        Add(0);
        Assert.True(_pool.TryTake());
        using var end = new CancellationTokenSource();
        var turn = _quarantine.EnterAsync(Probation, end.Token);
        end.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        Assert.False(_quarantine.IsTaken);
    }

    [Fact]
    public async Task A_suspect_that_has_not_started_is_withdrawn_with_the_rest()
    {
        Add(0);
        var turn = await EnterAsync();
        _pool.AddAlone(_ticket, Task(1, turn));
        Assert.Equal([1, 0], _pool.Withdraw(_ticket).Select(task => task.Leased.Range.First));
        turn.Dispose();
        Assert.False(_pool.TryTake());
    }

    private Task<Quarantine.Turn> EnterAsync() => _quarantine.EnterAsync(Probation, TestContext.Current.CancellationToken);

    private void Add(long index) => _pool.Add(_ticket, [Task(index)]);

    private static SlotTask Task(long index, Quarantine.Turn? turn = null) =>
        new(0, new LeasedTask(index, new(index, index + 1)), turn);

    private sealed class Slots(SlotKind kind, TimeProvider time) : SlotPool(kind, 1, new ClusterOptions(), time, NullLogger.Instance)
    {
        private readonly Seat _seat = new(0);

        public int Reopened { get; private set; }

        public bool TryTake()
        {
            lock (Gate) return TryTake(_seat);
        }

        public bool Run() => Run(_seat);

        public override void Dispose() => _seat.Dispose();

        protected override void OnWork() => Reopened++;

        protected override void Replace(Seat abandoned) { }
    }

    /// <summary>Moves when told, and its timers with it.</summary>
    private sealed class Clock : TimeProvider
    {
        private readonly List<Timer> _timers = [];
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(_now + dueTime.Ticks, () => callback(state));
            _timers.Add(timer);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            _now += by.Ticks;
            foreach (var timer in _timers.Where(timer => timer.Due <= _now).ToList())
            {
                _timers.Remove(timer);
                if (!timer.IsDisposed) timer.Fire();
            }
        }

        private sealed class Timer(long due, Action fire) : ITimer
        {
            public long Due => due;

            public bool IsDisposed { get; private set; }

            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => IsDisposed = true;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }

    private sealed class User : ISlotUser
    {
        public List<Quarantine.Turn?> Turns { get; } = [];

        public TimeSpan TaskTimeout => TimeSpan.FromHours(1);

        public int Ahead => 0;

        public Workplace CreateWorkplace() => new(new SyntheticJob("lanes=1 samples=10"), CancellationToken.None);

        public void Wake() { }

        public Attempt Execute(SlotRun run, Workplace place) =>
            new(0, run.Task.Leased, null, [], null, TimeSpan.Zero) { Turn = run.Task.Turn };

        public Attempt TimedOut(SlotRun run, string outcome) => throw new InvalidOperationException(outcome);

        public void Complete(Attempt attempt) => Turns.Add(attempt.Turn);
    }
}
