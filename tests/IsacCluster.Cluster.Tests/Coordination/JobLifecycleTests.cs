using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class JobLifecycleTests
{
    private static readonly SyntheticJob Job = new("name=life lanes=3 cuda=1");
    private readonly JobRecord _record = new();
    private readonly JobLifecycle _life;

    public JobLifecycleTests() => _life = new JobLifecycle(_record);

    [Fact]
    public void A_submission_is_paused_until_its_lanes_are_open_and_forgets_an_earlier_failure()
    {
        _record.Failure = new JobFailure(JobFailureKind.Job, "broken");
        Submit();
        Assert.Equal((JobPhase.Paused, 3, Job.Needs, 5), (_record.Phase, _record.LaneCount, _record.Needs, _record.Options.Priority));
        Assert.Null(_record.Failure);
        Assert.Empty(_life.LanesWithWork);
    }

    [Theory]
    [InlineData(LanePhase.Closed, JobPhase.Completed)]
    [InlineData(LanePhase.Blocked, JobPhase.Incomplete)]
    public void A_job_settles_when_no_lane_is_open(LanePhase last, JobPhase settled)
    {
        Run();
        _life.Take(Notice(0, LanePhase.Closed));
        _life.Take(Notice(1, LanePhase.Closed));
        Assert.Null(_life.Settled());
        _life.Take(Notice(2, last, sequence: 2));
        Assert.Equal(settled, _life.Settled());
        _record.Phase = JobPhase.Paused;
        Assert.Null(_life.Settled());
    }

    [Fact]
    public void Nothing_settles_before_every_lane_was_heard_since_the_activation()
    {
        (_record.Phase, _record.LaneCount) = (JobPhase.Running, 1);
        Assert.Equal(NoticeEffect.None, _life.Take(Notice(0, LanePhase.Closed))); // nobody has asked for the lanes yet
        _record.LaneCount = 2;
        _life.ExpectLanes();
        _life.Take(Notice(0, LanePhase.Closed));
        Assert.Null(_life.Settled());
        _life.Take(Notice(1, LanePhase.Closed));
        Assert.Equal(JobPhase.Completed, _life.Settled());
    }

    [Fact]
    public void A_job_that_was_just_woken_has_what_its_record_says_until_its_lanes_are_known()
    {
        (_record.Phase, _record.LaneCount, _record.Accepted) = (JobPhase.Completed, 2, 100);
        Assert.Equal(100, _life.Accepted);
        _life.ExpectLanes();
        _life.Take(Notice(0, LanePhase.Closed));
        Assert.Equal(100, _life.Accepted);
        _life.Take(Notice(1, LanePhase.Closed));
        Assert.Equal(8, _life.Accepted); // four of each
    }

    [Fact]
    public void An_older_notice_of_the_same_incarnation_is_ignored_and_one_of_another_counts()
    {
        Run();
        Assert.Equal(NoticeEffect.Work, _life.Take(Notice(0, hasWork: true, sequence: 5)));
        Assert.Equal(NoticeEffect.None, _life.Take(Notice(0, hasWork: false, sequence: 4)));
        Assert.Equal([0], _life.LanesWithWork);
        Assert.Equal(NoticeEffect.Progress, _life.Take(Notice(0, hasWork: true, sequence: 6)));
        Assert.Equal(NoticeEffect.Work, _life.Take(Notice(0, hasWork: false, sequence: 1, incarnation: 0)));
        Assert.Empty(_life.LanesWithWork);
    }

    [Fact]
    public void Agents_are_told_of_work_that_came_back_and_of_more_stragglers()
    {
        Run();
        _life.Take(Notice(1, hasWork: true, sequence: 2));
        Assert.Equal(NoticeEffect.Work, _life.Take(Notice(1, hasWork: true, sequence: 3) with { Refilled = true }));
        Assert.Equal(NoticeEffect.Work, _life.Take(Notice(1, hasWork: true, sequence: 4) with { Stragglers = 2 }));
        Assert.Equal(NoticeEffect.Progress, _life.Take(Notice(1, hasWork: true, sequence: 5) with { Stragglers = 1 }));
    }

    [Fact]
    public void A_notice_of_an_earlier_run_is_ignored()
    {
        Run();
        var late = Notice(0, LanePhase.Closed, sequence: 9);
        Submit();
        Assert.Equal(NoticeEffect.None, _life.Take(late));
        Assert.Equal([0, 1, 2], _life.Unheard());
        Assert.Equal(NoticeEffect.Work, _life.Take(Notice(0, hasWork: true)));
        Assert.Equal([1, 2], _life.Unheard());
    }

    [Fact]
    public void Lanes_are_opened_in_their_order_while_too_few_have_work()
    {
        const int many = 1000;
        var job = new SyntheticJob($"name=life lanes={many}");
        _life.Submit(SyntheticJobFactory.Describe("name=life"), new SubmitOptions(), job);
        Assert.Equal(many * job.NextBoundary(0, 0)!.Value, _life.OpenTasks); // as planned
        var opened = new List<int>();
        while (_life.NextToOpen() is { Count: > 0 } lanes)
        {
            opened.AddRange(lanes);
            foreach (int lane in lanes) _life.Take(Notice(lane, hasWork: true));
        }

        Assert.Equal(Enumerable.Range(0, opened.Count), opened);
        Assert.InRange(opened.Count, JobLifecycle.Ahead, JobLifecycle.Ahead + Gang.Size);
        _life.Take(Notice(3, LanePhase.Closed, sequence: 3));
        foreach (int lane in opened) _life.Take(Notice(lane, sequence: 3));
        Assert.Equal(opened.Count, _life.NextToOpen()[0]);
        Assert.False(_life.LanesKnown);
        Assert.Null(_life.Settled());
    }

    [Fact]
    public void Open_lanes_are_asked_in_turn_while_the_job_runs()
    {
        Run();
        _life.Take(Notice(1, LanePhase.Closed, sequence: 2));
        Assert.Equal([2, 0, 2, 0], Enumerable.Range(0, 4).Select(_ => _life.NextToAsk()!.Value));
        _record.Phase = JobPhase.Paused;
        Assert.Null(_life.NextToAsk());
    }

    [Fact]
    public void Every_run_is_kept_with_what_it_computed()
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        Run();
        _life.BeginRun(time, "one");
        _life.Take(Notice(0, LanePhase.Closed, sequence: 3, counts: new TaskCounts(1, 0, 0, 7, 0)));
        Assert.Equal([new JobRun(time, null, "one", 7, 0)], _life.Runs); // it is going on
        _life.EndRun(time.AddHours(1));
        Run();
        _life.Take(Notice(0, sequence: 5, counts: new TaskCounts(0, 0, 0, 0, 7)));
        _life.BeginRun(time.AddHours(2), "two");
        Run(); // the second run was cut off after three more
        _life.Take(Notice(0, sequence: 7, counts: new TaskCounts(0, 0, 0, 0, 10)));
        _life.BeginRun(time.AddHours(3), "three");
        _life.EndRun(time.AddHours(4));
        _life.EndRun(time.AddHours(5)); // of what is over already
        Assert.Equal(
        [
            new JobRun(time, time.AddHours(1), "one", 7, 0), new JobRun(time.AddHours(2), null, "two", 3, 7),
            new JobRun(time.AddHours(3), time.AddHours(4), "three", 0, 10),
        ], _life.Runs);
        _life.ContinueRun();
        Assert.Null(_life.Runs[^1].End);
    }

    [Theory]
    [InlineData(JobPhase.Running, true, false)]
    [InlineData(JobPhase.Paused, true, true)]
    [InlineData(JobPhase.Cancelled, false, true)]
    [InlineData(JobPhase.Completed, false, false)]
    [InlineData(JobPhase.Failed, false, false)]
    public void What_may_be_held_and_resumed(JobPhase phase, bool hold, bool resume)
    {
        _record.Phase = phase;
        Assert.Equal((hold, resume), (_life.MayHold, _life.MayResume));
    }

    [Fact]
    public void A_job_at_rest_awaits_the_sessions_that_have_not_ended()
    {
        Run();
        _life.Record(Session("a"), ended: false);
        Assert.False(_life.AwaitsSessions); // it runs
        _record.Phase = JobPhase.Completed;
        Assert.True(_life.AwaitsSessions);
        _life.Record(Session("a"), ended: true);
        Assert.False(_life.AwaitsSessions);
        Assert.Equal("a", Assert.Single(_record.Sessions).Key);
    }

    private LaneNotice Notice(
        int lane, LanePhase phase = LanePhase.Open, bool hasWork = false, long sequence = 2, long incarnation = 1,
        TaskCounts counts = default) => new(
        sequence, hasWork, new LaneStatus(lane, "lane", phase, 10, 4, null, counts, 0), Stragglers: 0, incarnation, Refilled: false,
        _record.Run);

    private static SessionTiming Session(string id) => new(id, "silo", 1, 1, 1, 0, 0, 1);

    private void Submit() => _life.Submit(SyntheticJobFactory.Describe("name=life"), new SubmitOptions { Priority = 5 }, Job);

    private void Run()
    {
        Submit();
        for (int lane = 0; lane < 3; lane++) _life.Take(Notice(lane, sequence: 1));
        _record.Phase = JobPhase.Running;
    }
}
