using System.Collections.Concurrent;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests;

/// <summary>Which programs jobs may start on a silo, and what becomes of jobs with others.</summary>
public sealed class AllowedProgramsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("python3", true)]
    [InlineData("/opt/lab/run.sh", true)]
    [InlineData("/opt/lab/../lab/./run.sh", true)]
    [InlineData("/usr/bin/python3", false)] // a name is not the path that it leads to
    [InlineData("run.sh", false)]
    [InlineData("/opt/lab/run.sh.bak", false)]
    [InlineData("/opt/lab", false)]
    [InlineData("Python3", false)]
    [InlineData("", false)]
    public void A_list_allows_its_names_and_paths_and_nothing_else(string program, bool allowed) =>
        Assert.Equal(allowed ? null : program, AllowedPrograms.Parse(["python3", "/opt/lab/run.sh"]).Forbidden([program]));

    /// <summary>It would be looked up in the folder of the trial, not where the silo was started.</summary>
    [Fact]
    public void A_relative_path_is_never_allowed_by_a_list()
    {
        var here = AllowedPrograms.Parse(["./run.sh", Path.GetFullPath("run.sh")]);
        Assert.Equal("./run.sh", here.Forbidden(["./run.sh"]));
        Assert.Null(here.Forbidden([Path.GetFullPath("run.sh")]));
        Assert.Null(AllowedPrograms.Any.Forbidden(["./run.sh"]));
    }

    [Fact]
    public void Any_and_none_stand_alone()
    {
        Assert.Null(AllowedPrograms.Parse(["any"]).Forbidden(["x", "/y"]));
        Assert.Equal("x", AllowedPrograms.Parse(["none"]).Forbidden(["x"]));
        Assert.Null(AllowedPrograms.None.Forbidden([]));
        Assert.Contains("expected it alone", Refused("python3", "any"), StringComparison.Ordinal);
        Assert.Contains("expected it alone", Refused("none", "any"), StringComparison.Ordinal);
        Assert.Contains("'' is not allowed", Refused("python3", " "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_with_another_program_is_refused_when_it_is_submitted_and_leaves_nothing()
    {
        await using var cluster = await TestCluster.StartAsync(
            _folder.Path, [1], configure: options => options.Programs = AllowedPrograms.Parse(["python3"]));
        var refused = await Assert.ThrowsAsync<SpecificationException>(() => cluster.SubmitAsync("name=bad program=/bin/sh"));
        Assert.Equal(
            "job bad cannot be run: it wants a silo that may start /bin/sh; not allowed on silo-0 (isac silo --allow-command /bin/sh).",
            refused.Message);
        Assert.Equal(JobPhase.Unknown, (await cluster.Client.GetStatusAsync(new JobId("bad"))).Phase);
        Assert.Empty(await cluster.Client.GetJobsAsync());
        var allowed = await cluster.EndAsync(await cluster.SubmitAsync("name=good samples=100 program=python3"));
        Assert.Equal(JobPhase.Completed, allowed.Status.Phase);
    }

    /// <summary>Wherever its coordinator is at first.</summary>
    [Fact]
    public async Task A_job_runs_on_the_silos_that_allow_its_program_and_nowhere_else()
    {
        var ran = new ConcurrentDictionary<string, bool>();
        int silo = 0;
        await using var cluster = await TestCluster.StartAsync(
            _folder.Path, [1, 1, 1], (_, _, _) => ran[Thread.CurrentThread.Name!] = true,
            options => options.Programs = silo++ == 1 ? AllowedPrograms.Parse(["python3"]) : AllowedPrograms.None);
        for (int job = 0; job < 4; job++)
        {
            var id = await cluster.SubmitAsync($"name=job{job} samples=100 program=python3");
            Assert.Equal(JobPhase.Completed, (await cluster.EndAsync(id)).Status.Phase);
        }

        Assert.Equal("isac-slot-silo-1-0", Assert.Single(ran.Keys));
        var refused = await Assert.ThrowsAsync<SpecificationException>(() => cluster.SubmitAsync("name=bad program=/bin/sh"));
        Assert.Contains("not allowed on silo-0, silo-1, silo-2", refused.Message, StringComparison.Ordinal);
    }

    private static string Refused(params string[] values) =>
        Assert.Throws<SpecificationException>(() => AllowedPrograms.Parse(values)).Message;
}
