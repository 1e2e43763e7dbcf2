using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class JobRegisterTests
{
    private readonly ManualTime _time = new();
    private readonly JobRegister _jobs;

    public JobRegisterTests() => _jobs = new JobRegister(new DispatchRecord(), _time);

    [Fact]
    public void Running_jobs_keep_the_order_of_their_submission_and_a_repeated_announcement_changes_nothing()
    {
        Assert.True(_jobs.Take(Running("a")));
        Assert.True(_jobs.Take(Running("b")));
        _jobs.IsUnsaved = false;
        Assert.False(_jobs.Take(Running("a")));
        Assert.False(_jobs.IsUnsaved);
        Assert.True(_jobs.Take(Running("a") with { Priority = 9 }));
        Assert.True(_jobs.IsUnsaved);
        Assert.Equal([("a", 9), ("b", 1)], _jobs.Running.Select(job => (job.Id.Value, job.Priority)));
    }

    [Fact]
    public void A_job_that_comes_to_rest_leaves_the_running_ones_and_one_that_runs_again_goes_to_the_end()
    {
        foreach (string id in new[] { "a", "b" }) _jobs.Take(Running(id));
        Assert.True(_jobs.Take(Running("a") with { Phase = JobPhase.Paused }));
        Assert.Equal(["b"], _jobs.Running.Select(job => job.Id.Value));
        Assert.False(_jobs.Take(Running("a") with { Phase = JobPhase.Cancelled })); // at rest as before
        Assert.Equal([("b", JobPhase.Running), ("a", JobPhase.Cancelled)], Listed());
        Assert.True(_jobs.Take(Running("a")));
        Assert.Equal([("b", JobPhase.Running), ("a", JobPhase.Running)], Listed());
    }

    [Fact]
    public void A_job_that_was_never_seen_running_is_not_listed_at_rest()
    {
        Assert.False(_jobs.Take(Running("a") with { Phase = JobPhase.Completed }));
        Assert.Empty(_jobs.List());
        Assert.False(_jobs.IsUnsaved);
    }

    [Fact]
    public void What_came_from_disk_has_no_phase_until_its_coordinator_tells_it()
    {
        _jobs.Take(Running("a"));
        var again = new JobRegister(_jobs.Record, _time);
        Assert.Null(Assert.Single(again.List()).Phase);
        again.Take(Running("a") with { OpenTasks = 7 });
        Assert.Equal((JobPhase.Running, 7), Assert.Single(again.List()) is var job ? (job.Phase, job.OpenTasks) : default);
    }

    [Fact]
    public void Of_jobs_at_rest_the_oldest_are_forgotten()
    {
        for (int k = 0; k < 4003; k++)
        {
            _jobs.Take(Running($"job-{k}"));
            _jobs.Take(Running($"job-{k}") with { Phase = JobPhase.Completed });
        }

        Assert.Equal((4000, "job-3"), (_jobs.List().Count, _jobs.List()[0].Id.Value));
    }

    [Fact]
    public void Jobs_that_ended_long_ago_are_told_but_not_those_that_run_are_paused_or_damaged()
    {
        foreach (var phase in Enum.GetValues<JobPhase>().Where(phase => phase != JobPhase.Unknown))
        {
            _jobs.Take(Running($"{phase}"));
            _jobs.Take(Running($"{phase}") with { Phase = phase });
        }

        Assert.Empty(_jobs.Ended(TimeSpan.FromDays(1)));
        _time.Advance(TimeSpan.FromDays(1));
        _jobs.Take(Running("late"));
        _jobs.Take(Running("late") with { Phase = JobPhase.Completed });
        Assert.Equal(["Cancelled", "Completed", "Incomplete", "Failed"], _jobs.Ended(TimeSpan.FromDays(1)).Select(job => job.Value));
    }

    [Fact]
    public void The_age_of_a_job_that_an_earlier_version_left_counts_from_now()
    {
        var record = new DispatchRecord
        {
            Rested = [new DispatchedJob(new JobId("old"), 1, JobPhase.Completed, SlotKind.Cpu, 1, null)],
        };
        var jobs = new JobRegister(record, _time);
        Assert.Empty(jobs.Ended(TimeSpan.FromHours(1)));
        Assert.True(jobs.IsUnsaved);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("old", Assert.Single(jobs.Ended(TimeSpan.FromHours(1))).Value);
    }

    private static JobAnnouncement Running(string id) => new(new JobId(id), JobPhase.Running, SlotKind.Cpu, 1, null, 10);

    private IEnumerable<(string, JobPhase?)> Listed() => _jobs.List().Select(job => (job.Id.Value, job.Phase));
}
