using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

/// <summary>The ledger of an adaptive job's lane, whose sequencer is run by the test instead of by a thread.</summary>
public sealed class SequencingTests
{
    private static readonly AgentId Ann = new("ann");
    private readonly ManualTime _time = new();

    [Fact]
    public void A_task_is_leased_once_its_argument_is_computed()
    {
        var job = new ChainJob(samples: 5, parallel: 2);
        var ledger = Begin(job);
        Assert.Empty(ledger.Grant(Ann, 2));
        Assert.Equal((false, LanePhase.Open), (ledger.HasWork, ledger.Phase));

        var work = ledger.BeginSequencing();
        Assert.Null(ledger.BeginSequencing()); // one piece at a time
        Assert.Empty(ledger.Grant(Ann, 2));
        ledger.EndSequencing(work!.Run());

        Assert.True(ledger.HasWork);
        var lease = Assert.Single(ledger.Grant(Ann, 2));
        Assert.Equal(new Interval(0, 1), lease.Range);
        Assert.Equal(job.Argument(0), ledger.ArgumentOf(lease.Range));
    }

    [Fact]
    public void Arguments_are_computed_ahead_as_far_as_agents_ask_and_the_sequencer_allows()
    {
        var computed = new List<long>();
        var ledger = Begin(new ChainJob(samples: 20, parallel: 8, onArgument: computed.Add));
        Sequence(ledger);
        Assert.Equal([0], computed); // one in advance
        Assert.Single(ledger.Grant(Ann, 4)); // three are missing
        Sequence(ledger);
        Assert.Equal([0, 1, 2, 3], computed);
        Assert.Equal(3, ledger.Grant(Ann, 100).Count);
        Sequence(ledger);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], computed); // of eight in parallel
        Assert.Equal(4, ledger.Grant(Ann, 4).Count);
        Sequence(ledger);
        Assert.Equal(8, computed.Count);
    }

    [Fact]
    public void A_task_that_is_handed_back_or_retried_has_the_argument_that_it_had()
    {
        int computed = 0;
        var job = new ChainJob(samples: 3, parallel: 1, onArgument: _ => computed++);
        var ledger = Begin(job);
        Sequence(ledger);
        var first = ledger.Grant(Ann, 1)[0];
        ledger.Release(first.Id, Ann);
        var second = ledger.Grant(Ann, 1)[0];
        ledger.Fail(second.Id, Ann, "broken");
        var third = ledger.Grant(Ann, 1)[0];
        Assert.Equal((first.Range, 1), (third.Range, computed));
        Assert.Equal(job.Argument(0), ledger.ArgumentOf(third.Range));
    }

    [Fact]
    public void A_lane_whose_sequencer_lets_nothing_more_begin_is_blocked_when_it_has_said_so()
    {
        var ledger = Begin(new ChainJob(samples: 5, parallel: 1, limit: 1));
        Sequence(ledger);
        Accept(ledger, ledger.Grant(Ann, 1)[0]);
        Assert.Equal(LanePhase.Open, ledger.Phase); // the sequencer does not know the result yet
        Sequence(ledger);
        Assert.Equal(LanePhase.Blocked, ledger.Phase);
        Assert.Null(ledger.BeginSequencing());
    }

    [Fact]
    public void A_closed_lane_has_no_work_for_its_sequencer()
    {
        var ledger = Begin(new ChainJob(samples: 1, parallel: 4));
        Sequence(ledger);
        Accept(ledger, ledger.Grant(Ann, 1)[0]);
        Assert.Equal(LanePhase.Closed, ledger.Phase);
        Assert.Null(ledger.BeginSequencing());
    }

    /// <summary>Answers of the sequencer, results, lost agents and restarts in any order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_result_is_that_of_the_direct_computation_whatever_happens_when(int parallel)
    {
        var job = new ChainJob(samples: 40, parallel);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var draws = new Draws(seed);
            var ledger = Begin(job);
            var running = new List<(Lease Lease, byte[] Argument)>();
            SequencerWork? work = null;
            while (ledger.StopReason is null)
            {
                switch (draws.Below(12))
                {
                    case 0 when draws.OneIn(2):
                        _time.Advance(TimeSpan.FromSeconds(10)); // leases that were on disk lapse
                        ledger.ReclaimExpired();
                        break;
                    case 0:
                        ledger = LaneLedger.Continue(job, 0, null, ledger.ToState(), Book());
                        work = null; // what runs goes on, and its reports come to a lane that knows no lease
                        break;
                    case < 4:
                        running.AddRange(ledger.Grant(Ann, 1 + draws.Below(3)).Select(lease => (lease, ledger.ArgumentOf(lease.Range)!)));
                        break;
                    case < 8:
                        if (work is null) work = ledger.BeginSequencing();
                        else if (work.Run() is var answer) (ledger, work) = (Ended(ledger, answer), null);
                        break;
                    case 8 when running.Count > 0:
                        ledger.Release(running[0].Lease.Id, Ann);
                        running.RemoveAt(0);
                        break;
                    case var _ when running.Count > 0:
                        var (lease, argument) = running[draws.Below(running.Count)];
                        running.RemoveAll(task => task.Lease == lease);
                        Assert.Equal(job.Argument(lease.Range.First), argument);
                        ledger.TryAccept(lease.Id, Ann, lease.Range, ChainJob.Run(lease.Range.First, argument).ToBytes(), []);
                        break;
                }
            }

            Assert.Equal(job.Truth(), ledger.ResultBytes());
        }
    }

    private static LaneLedger Ended(LaneLedger ledger, SequencerAnswer answer)
    {
        ledger.EndSequencing(answer);
        return ledger;
    }

    private static void Sequence(LaneLedger ledger)
    {
        while (ledger.BeginSequencing() is { } work) ledger.EndSequencing(work.Run());
    }

    private static void Accept(LaneLedger ledger, Lease lease)
    {
        byte[] result = ChainJob.Run(lease.Range.First, ledger.ArgumentOf(lease.Range)!).ToBytes();
        Assert.True(ledger.TryAccept(lease.Id, Ann, lease.Range, result, []));
    }

    private LaneLedger Begin(ChainJob job) => LaneLedger.Begin(job, 0, null, LaneState.Empty, Book());

    private LeaseBook Book() => new(_time, TimeSpan.FromSeconds(10));
}
