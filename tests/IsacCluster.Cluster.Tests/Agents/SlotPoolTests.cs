using IsacCluster.Cluster.Agents;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace IsacCluster.Cluster.Tests.Agents;

/// <summary>A pool whose one slot takes and runs tasks when the test says so, on the test's thread.</summary>
public sealed class SlotPoolTests : IDisposable
{
    private static readonly ClusterOptions Options = new();
    private readonly ManualTime _time = new();
    private readonly ManualSlots _pool;

    public SlotPoolTests() => _pool = new ManualSlots(Options, _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Jobs_take_turns_on_a_slot_and_each_keeps_its_workplace()
    {
        User ann = Join(), bob = Join();
        for (int index = 0; index < 3; index++)
        {
            Add(ann, index);
            Add(bob, index);
        }

        while (_pool.TryTake()) _pool.Run();
        Assert.Equal([0, 1, 2], ann.Completed);
        Assert.Equal([0, 1, 2], bob.Completed);
        Assert.Equal((1, 1), (ann.Workplaces.Count, bob.Workplaces.Count));
        Assert.NotSame(ann.Workplaces[0].Runner, bob.Workplaces[0].Runner);
    }

    [Fact]
    public void After_a_task_that_threw_the_job_gets_another_workplace()
    {
        var user = Join();
        user.OnExecute = (run, place) =>
        {
            if (run.Task.Leased.Range.First == 1) place.Spoil();
        };
        for (int index = 0; index < 4; index++) Add(user, index);
        while (_pool.TryTake()) _pool.Run();
        Assert.Equal([0, 1, 2, 3], user.Completed);
        Assert.Equal([0, 0, 1, 1], user.PlaceOf);
        Assert.Throws<ObjectDisposedException>(() => user.Workplaces[0].Cancellation);
    }

    [Fact]
    public void A_task_beyond_its_limit_is_cancelled_alone_and_its_thread_given_up_after_the_grace()
    {
        var user = Join();
        bool cancelled = false;
        user.OnExecute = (run, place) =>
        {
            if (run.Task.Leased.Range.First != 0) return;
            _time.Advance(user.TaskTimeout);
            _pool.WatchTimeouts();
            cancelled = place.Cancellation.IsCancellationRequested;
            Assert.NotNull(run.CancelledAt);
            _time.Advance(Options.StopGrace);
            _pool.WatchTimeouts();
        };
        Add(user, 0);
        Add(user, 1);
        Assert.True(_pool.TryTake());
        Assert.False(_pool.Run()); // its thread ends: another seat has the slot
        Assert.True(cancelled);
        Assert.Equal(1, _pool.AbandonedThreads);
        Assert.Equal(["its thread did not stop and was abandoned"], user.Outcomes);

        Assert.True(_pool.TryTake());
        Assert.True(_pool.Run());
        Assert.Equal([0, 1], user.Completed);
    }

    [Fact]
    public void A_job_that_leaves_takes_back_what_did_not_start_and_its_workplaces_are_disposed()
    {
        var user = Join();
        for (int index = 0; index < 3; index++) Add(user, index);
        Assert.True(_pool.TryTake());
        _pool.Run();
        Assert.Equal([1, 2], _pool.Withdraw(user.Ticket).Select(task => task.Leased.Range.First));
        _pool.Leave(user.Ticket);
        Assert.False(_pool.TryTake());
        Assert.Throws<ObjectDisposedException>(() => user.Workplaces[0].Cancellation);
    }

    private User Join()
    {
        var user = new User();
        user.Ticket = _pool.Join(user, priority: 1, quota: null);
        return user;
    }

    private void Add(User user, long index) =>
        _pool.Add(user.Ticket, [new SlotTask(0, new LeasedTask(index + 1, new Interval(index, index + 1)))]);

    private sealed class User : ISlotUser
    {
        public SlotTicket Ticket { get; set; } = null!;

        public Action<SlotRun, Workplace>? OnExecute { get; set; }

        public List<Workplace> Workplaces { get; } = [];

        /// <summary>First indices of the tasks that ended.</summary>
        public List<long> Completed { get; } = [];

        /// <summary>By task, the number of the workplace that it ran at.</summary>
        public List<int> PlaceOf { get; } = [];

        public List<string> Outcomes { get; } = [];

        public TimeSpan TaskTimeout { get; } = TimeSpan.FromSeconds(30);

        public int Ahead => 4;

        public Workplace CreateWorkplace()
        {
            var place = new Workplace(new SyntheticJob("lanes=1"), CancellationToken.None);
            Workplaces.Add(place);
            return place;
        }

        public void Wake() { }

        public Attempt Execute(SlotRun run, Workplace place)
        {
            PlaceOf.Add(Workplaces.IndexOf(place));
            OnExecute?.Invoke(run, place);
            return Ended(run);
        }

        public Attempt TimedOut(SlotRun run, string outcome)
        {
            Outcomes.Add(outcome);
            return Ended(run);
        }

        public void Complete(Attempt attempt) => Completed.Add(attempt.Task.Range.First);

        private static Attempt Ended(SlotRun run) => new(run.Task.Lane, run.Task.Leased, null, [], null, TimeSpan.Zero);
    }

    private sealed class ManualSlots(ClusterOptions options, TimeProvider time)
        : SlotPool(SlotKind.Cpu, 1, options, time, NullLogger.Instance)
    {
        private Seat _seat = new(0);

        public bool TryTake()
        {
            lock (Gate) return TryTake(_seat);
        }

        public bool Run() => Run(_seat);

        public override void Dispose() => _seat.Dispose();

        protected override void OnWork() { }

        protected override void Replace(Seat abandoned) => _seat = new Seat(abandoned.Slot);
    }
}
