using IsacCluster.Cluster.Agents;
using Flow = IsacCluster.Cluster.Agents.FairQueue<int>.Flow;

namespace IsacCluster.Cluster.Tests.Agents;

/// <summary>The fair queue before simulated slots: time moves from the end of one task to the end of the next.</summary>
public sealed class FairQueueTests
{
    /// <summary>Three jobs of priorities 1, 2 and 5 with tasks of other lengths get slot time as configured, not tasks.</summary>
    [Theory]
    [InlineData(1, 0.01, 0.01, 0.01)]
    [InlineData(2, 0.5, 0.001, 0.02)]
    [InlineData(8, 0.01, 1.0, 0.1)]
    [InlineData(64, 0.3, 0.02, 2.0)]
    public void Slot_time_is_shared_by_priority(int slots, double first, double second, double third)
    {
        var simulation = new Simulation(slots, [(1, first), (2, second), (5, third)]);
        simulation.Run(seconds: 1000 * Math.Max(first, Math.Max(second, third)));
        Assert.All(simulation.Shares.Zip([1 / 8.0, 2 / 8.0, 5 / 8.0]), pair => Assert.InRange(pair.First / pair.Second, 0.95, 1.05));
    }

    /// <summary>Lines are filled by demand: a flow of short tasks with a long line, one of long tasks that holds none in advance.</summary>
    [Fact]
    public void A_flow_without_a_line_gets_its_share_beside_one_with_a_long_line()
    {
        var simulation = new Simulation(4, [(1, 0.001), (1, 3.0)]) { Ahead = [50, 0] };
        simulation.Run(seconds: 600);
        Assert.All(simulation.Shares, share => Assert.InRange(share * 2, 0.95, 1.05));
    }

    [Fact]
    public void Jobs_of_equal_priority_share_equally_also_when_one_joins_late()
    {
        var simulation = new Simulation(4, [(3, 0.02), (3, 0.1)]);
        simulation.Run(seconds: 50);
        simulation.Join(3, 0.05);
        simulation.Forget();
        simulation.Run(seconds: 300);
        Assert.All(simulation.Shares, share => Assert.InRange(share * 3, 0.95, 1.05));
    }

    /// <summary>A job that had no work does not come back with a claim on all the time it missed.</summary>
    [Fact]
    public void What_a_job_does_not_use_goes_to_the_others_and_stays_theirs()
    {
        var simulation = new Simulation(4, [(1, 0.02), (2, 0.02), (5, 0.02)]) { Sleeping = { 2 } };
        simulation.Run(seconds: 100);
        Assert.All(simulation.Shares.Zip([1 / 3.0, 2 / 3.0, 0]), pair => Assert.Equal(pair.Second, pair.First, 0.02));

        simulation.Sleeping.Clear();
        simulation.Forget();
        simulation.Run(seconds: 20);
        Assert.All(simulation.Shares.Zip([1 / 8.0, 2 / 8.0, 5 / 8.0]), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));
    }

    /// <summary>A job whose line is empty for a moment, while a lease is on its way, loses nothing.</summary>
    [Fact]
    public void A_short_gap_costs_no_share()
    {
        var simulation = new Simulation(2, [(1, 0.03), (5, 0.03)]) { GapEvery = 7 };
        simulation.Run(seconds: 300);
        Assert.InRange(simulation.Shares[1] * 6 / 5, 0.95, 1.05);
    }

    [Fact]
    public void A_limit_holds_and_leaves_the_rest_to_the_others()
    {
        var simulation = new Simulation(8, [(100, 0.1), (1, 0.1)]);
        simulation.Flows[0].Limit = 2;
        simulation.Run(seconds: 100);
        Assert.Equal(2, simulation.MostRunning[0]);
        Assert.Equal(0.25, simulation.Shares[0], 0.01);
    }

    [Fact]
    public void Idle_slots_go_to_the_neediest_flow_that_may_find_work()
    {
        var queue = new FairQueue<int>(10, TimeSpan.FromSeconds(0.4));
        Flow light = queue.Join(1), heavy = queue.Join(4);
        Assert.Same(light, queue.Neediest);
        Assert.Equal((2, 8), (queue.PartOf(light, 10), queue.PartOf(heavy, 10)));
        queue.Add(light, 1);
        Assert.True(queue.TryTake(out _, out _, out _));
        Assert.Same(heavy, queue.Neediest);
        heavy.IsDry = true;
        Assert.Same(light, queue.Neediest);
        Assert.Equal(10, queue.PartOf(light, 10));
        light.Limit = 1;
        Assert.Null(queue.Neediest);
    }

    /// <summary>Busy and idle time of all slots is booked to the sessions, in parts that sum to it.</summary>
    [Fact]
    public void The_board_books_every_second_of_every_slot()
    {
        var time = new ManualTime();
        var board = new SlotBoard(2, time);
        SlotShare a = new(), b = new();
        board.Join(a);
        board.Begin(0, a);
        time.Advance(TimeSpan.FromSeconds(10));
        board.Join(b); // until now the idle slot was a's
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(14, board.End(0), 9);
        board.Begin(1, b);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((14, 10 + 2 + 3), board.Take(a));
        Assert.Equal((6, 2 + 3), board.Take(b));
        Assert.Equal(1, board.IdleSlots);
    }

    private sealed class Simulation
    {
        private readonly FairQueue<int> _queue;
        private readonly int _slots;
        private readonly List<double> _taskSeconds = [], _used = [];
        private readonly PriorityQueue<(Flow Flow, double Charged, double Started), double> _running = new();
        private double _now;
        private int _added;

        public Simulation(int slots, IReadOnlyList<(int Weight, double TaskSeconds)> jobs)
        {
            _slots = slots;
            _queue = new FairQueue<int>(slots, TimeSpan.FromSeconds(0.4));
            foreach (var (weight, seconds) in jobs) Join(weight, seconds);
        }

        public List<Flow> Flows { get; } = [];

        /// <summary>Tasks that each job holds in advance, beside what its queue demands.</summary>
        public IReadOnlyList<int>? Ahead { get; init; }

        public List<int> MostRunning { get; } = [];

        public HashSet<int> Sleeping { get; } = [];

        /// <summary>Every so many tasks, the last job's line stays empty while the next task of another starts.</summary>
        public int? GapEvery { get; init; }

        public IReadOnlyList<double> Shares => [.. _used.Select(used => used / _used.Sum())];

        public void Join(int weight, double taskSeconds)
        {
            Flows.Add(_queue.Join(weight));
            _taskSeconds.Add(taskSeconds);
            _used.Add(0);
            MostRunning.Add(0);
        }

        public void Forget()
        {
            for (int k = 0; k < _used.Count; k++) _used[k] = 0;
        }

        public void Run(double seconds)
        {
            double end = _now + seconds;
            while (_now < end)
            {
                Fill();
                while (_running.Count < _slots && _queue.TryTake(out var flow, out int job, out double charged))
                {
                    _running.Enqueue((flow, charged, _now), _now + _taskSeconds[job]);
                    MostRunning[job] = Math.Max(MostRunning[job], flow.Running);
                    Fill();
                }

                _running.TryDequeue(out var done, out _now);
                FairQueue<int>.Finish(done.Flow, done.Charged, _now - done.Started);
                _used[Flows.Index().Single(entry => entry.Item == done.Flow).Index] += _now - done.Started;
            }
        }

        private void Fill()
        {
            for (int job = 0; job < Flows.Count; job++)
            {
                bool gap = job == Flows.Count - 1 && ++_added % GapEvery == 0;
                int wanted = Ahead is null ? 1 - Flows[job].Tasks.Count
                    : Math.Max(Ahead[job] - Flows[job].Tasks.Count, _queue.Demand(Flows[job], _slots - _running.Count));
                for (int k = 0; k < wanted && !Sleeping.Contains(job) && !gap; k++) _queue.Add(Flows[job], job);
            }
        }
    }
}
