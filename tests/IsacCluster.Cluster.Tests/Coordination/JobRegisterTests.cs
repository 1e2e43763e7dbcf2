using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class JobRegisterTests
{
    private readonly ManualTime _time = new();
    private readonly JobRegister _jobs;

    public JobRegisterTests() => _jobs = new JobRegister(new DispatchRecord(), [], _time);

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
        var again = new JobRegister(_jobs.Record, [], _time);
        Assert.Null(Assert.Single(again.List()).Phase);
        again.Take(Running("a") with { OpenTasks = 7 });
        Assert.Equal((JobPhase.Running, 7), Assert.Single(again.List()) is var job ? (job.Phase, job.OpenTasks) : default);
    }

    [Fact]
    public void Of_jobs_at_rest_the_oldest_are_forgotten_and_four_thousand_are_kept()
    {
        Rest(0, 5000);
        string[] listed = [.. _jobs.List().Select(job => job.Id.Value)];
        Assert.InRange(listed.Length, 4000, 4200);
        Assert.Equal(Enumerable.Range(5000 - listed.Length, listed.Length).Select(k => $"job-{k}"), listed);
        Assert.Null(_jobs.Find(new JobId("job-0")));
        Assert.False(_jobs.Forget(new JobId("job-0")));
    }

    [Fact]
    public void What_is_written_for_a_job_does_not_grow_with_the_jobs_before_it()
    {
        for (int k = 0; k < 3000; k++)
        {
            Rest(k, k + 1);
            Assert.InRange(_jobs.Record.Rested.Count, 0, 128);
            Assert.InRange(_jobs.UnsavedPages.Count(), 0, 1);
            foreach (var page in _jobs.UnsavedPages.ToList()) page.IsUnsaved = false;
        }
    }

    [Fact]
    public void Pages_and_record_list_the_same_again_also_where_only_the_page_was_written()
    {
        Rest(0, 1000);
        var pages = _jobs.UnsavedPages.ToList();
        var before = _jobs.List().Select(job => job.Id).ToList();
        var again = new JobRegister(_jobs.Record, Enumerable.Reverse(pages), _time);
        Assert.Equal(before, again.List().Select(job => job.Id));

        var torn = new DispatchRecord { Rested = [.. pages[^1].Jobs, .. _jobs.Record.Rested] }; // as it was before the last page
        Assert.Equal(before, new JobRegister(torn, pages, _time).List().Select(job => job.Id));
    }

    [Fact]
    public void A_job_in_a_page_runs_again_is_deleted_and_changes_its_phase_like_any_other()
    {
        Rest(0, 1000);
        foreach (var page in _jobs.UnsavedPages) page.IsUnsaved = false;
        Assert.False(_jobs.Take(Running("job-1") with { Phase = JobPhase.Cancelled }));
        Assert.Equal(JobPhase.Cancelled, _jobs.Find(new JobId("job-1"))!.Phase);
        Assert.True(_jobs.Take(Running("job-2")));
        _jobs.Forget(new JobId("job-3"));
        Assert.Equal(1, Assert.Single(_jobs.UnsavedPages).Number);
        var listed = Listed().ToList();
        Assert.Equal(999, listed.Count);
        Assert.Equal(("job-2", JobPhase.Running), listed[0]);
        Assert.Equal(["job-0", "job-1", "job-4"], listed[1..4].Select(job => job.Item1));
    }

    [Fact]
    public void Jobs_that_ended_long_ago_are_told_but_not_those_that_run_are_paused_or_damaged()
    {
        foreach (var phase in Enum.GetValues<JobPhase>().Where(phase => phase != JobPhase.Unknown))
        {
            _jobs.Take(Running($"{phase}"));
            _jobs.Take(Running($"{phase}") with { Phase = phase });
        }

        Assert.Empty(_jobs.Ended(TimeSpan.FromDays(1), null));
        _time.Advance(TimeSpan.FromDays(1));
        _jobs.Take(Running("late"));
        _jobs.Take(Running("late") with { Phase = JobPhase.Completed });
        Assert.Equal(
            ["Cancelled", "Completed", "Incomplete", "Failed"], _jobs.Ended(TimeSpan.FromDays(1), null).Select(job => job.Value));
        Assert.Equal(["Cancelled", "Completed", "Incomplete"], _jobs.Ended(null, 2).Select(job => job.Value));
        Assert.Equal(["Cancelled", "Completed", "Incomplete", "Failed"], _jobs.Ended(TimeSpan.FromDays(1), 2).Select(job => job.Value));
        Assert.Equal(["Cancelled", "Completed", "Incomplete"], _jobs.Ended(TimeSpan.FromDays(2), 2).Select(job => job.Value));
        Assert.Empty(_jobs.Ended(TimeSpan.FromDays(2), 5));
        Assert.Empty(_jobs.Ended(null, null));
    }

    [Fact]
    public void The_age_of_a_job_that_an_earlier_version_left_counts_from_now()
    {
        var record = new DispatchRecord
        {
            Rested = [new DispatchedJob(new JobId("old"), 1, JobPhase.Completed, SlotKind.Cpu, 1, null)],
        };
        var jobs = new JobRegister(record, [], _time);
        Assert.Empty(jobs.Ended(TimeSpan.FromHours(1), null));
        Assert.True(jobs.IsUnsaved);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("old", Assert.Single(jobs.Ended(TimeSpan.FromHours(1), null)).Value);
    }

    private void Rest(int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            _jobs.Take(Running($"job-{k}"));
            _jobs.Take(Running($"job-{k}") with { Phase = JobPhase.Completed });
        }
    }

    private static JobAnnouncement Running(string id) => new(new JobId(id), JobPhase.Running, SlotKind.Cpu, 1, null, 10);

    private IEnumerable<(string, JobPhase?)> Listed() => _jobs.List().Select(job => (job.Id.Value, job.Phase));
}
