using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>kill -9 of silos, of the store and of clients: the campaign completes with the bits of the undisturbed run.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class CrashTests(FaultCluster cluster)
{
    [Fact]
    public async Task A_killed_worker_costs_nothing_but_its_unfinished_tasks()
    {
        JobId id = await cluster.BeginAsync("killed-worker", 0.2);
        JobStatus status = await cluster.Client.GetStatusAsync(id);
        SiloProcess killed = cluster.Others(status).First();
        Task dead = SaysDeadAsync(cluster.Coordinator(status), killed);
        killed.Kill();
        await cluster.FinishAsync(id);

        await dead;
        ClusterView view;
        do view = await cluster.Client.GetClusterAsync(TestContext.Current.CancellationToken);
        while (view.Silos.Single(silo => silo.Name == killed.Name).State == SiloPresence.Present);
        Assert.Contains(view.Events, news => news.Kind == ClusterEventKind.SiloLost && news.Silo == killed.Name);
        IsacOutcome silos = await cluster.IsacAsync("silos");
        Assert.Matches($@"(?m)^{killed.Name} +1 cpu +.* ago +lost ", silos.Output);
        Assert.Contains($"silo {killed.Name} is lost; its tasks are done elsewhere", silos.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_coordinator_of_a_killed_silo_goes_on_elsewhere()
    {
        JobId id = await cluster.BeginAsync("killed-coordinator", 0.2);
        JobStatus status = await cluster.Client.GetStatusAsync(id);
        cluster.Coordinator(status).Kill();
        JobResults results = await cluster.FinishAsync(id);
        Assert.NotEqual(status.Coordinator, results.Status.Coordinator);
    }

    [Fact]
    public async Task One_silo_is_left_when_two_die_at_once()
    {
        JobId id = await cluster.BeginAsync("killed-half", 0.2);
        SiloProcess[] half = [.. cluster.Processes.Silos.Take(2)];
        foreach (SiloProcess silo in half) silo.Kill();
        await cluster.FinishAsync(id);
    }

    [Fact]
    public async Task A_job_goes_on_by_itself_after_all_silos_died()
    {
        JobId id = await cluster.BeginAsync("killed-all", 0.2);
        foreach (SiloProcess silo in cluster.Processes.Silos) silo.Kill();
        await cluster.Processes.ReviveAsync();
        await cluster.FinishAsync(id);
    }

    [Fact]
    public async Task A_killed_store_comes_back_with_everything_that_was_accepted()
    {
        JobId id = await cluster.BeginAsync("killed-store", 0.2);
        SiloProcess coordinator = cluster.Coordinator(await cluster.Client.GetStatusAsync(id));
        Task[] said = [.. cluster.Processes.Silos.Select(
            silo => silo.LineAsync(line => line.Contains("store does not answer", StringComparison.Ordinal), past: false))];
        cluster.Processes.Store.Kill();
        await Task.WhenAny(said);
        await cluster.Processes.Store.StartAsync(CancellationToken.None);
        await cluster.FinishAsync(id);
        Assert.True(coordinator.IsRunning);
    }

    [Fact]
    public async Task A_paused_silo_is_replaced_and_joins_again_when_it_wakes()
    {
        JobId id = await cluster.BeginAsync("paused", 0.2);
        JobStatus status = await cluster.Client.GetStatusAsync(id);
        SiloProcess paused = cluster.Others(status).First();
        Task dead = SaysDeadAsync(cluster.Coordinator(status), paused);
        paused.Signal("STOP");
        Task joined;
        try
        {
            await cluster.FinishAsync(id);
            await dead;
        }
        finally
        {
            joined = paused.LineAsync(line => line.Contains("has joined", StringComparison.Ordinal), past: false);
            paused.Signal("CONT");
        }

        // It wakes with leases of a job that others have finished, reports them to no avail, and learns that it was declared dead.
        await paused.LineAsync(line => line.Contains("joins again", StringComparison.Ordinal));
        await joined;
        JobId next = await cluster.BeginAsync("after-the-pause", 0.2);
        JobResults results = await cluster.FinishAsync(next);
        Assert.Contains(results.Timing.Sessions, session => session.Silo == paused.Name);
    }

    [Fact]
    public async Task A_client_that_dies_in_its_submission_or_watch_harms_nothing()
    {
        await cluster.Processes.ReviveAsync();
        string spec = cluster.WriteCampaign("killed-client");
        using IsacProcess submit = cluster.Start(cluster.Processes.Address.Secret, "submit", spec);
        JobListing? listed = null;
        while (listed is null) // as soon as the cluster knows of it
            listed = (await cluster.Client.GetJobsAsync()).FirstOrDefault(
                job => job.Id.Value.StartsWith("killed-client", StringComparison.Ordinal));
        submit.Kill();
        JobId id = await cluster.Client.SubmitAsync(cluster.Describe(spec)); // the user tries again
        Assert.Equal(listed.Id, id);
        using IsacProcess watch = cluster.Start(cluster.Processes.Address.Secret, "watch", id.Value);
        await watch.ErrorLineAsync(line => line.Contains(id.Value, StringComparison.Ordinal));
        watch.Kill();
        await cluster.FinishAsync(id);
    }

    private static Task SaysDeadAsync(SiloProcess witness, SiloProcess dead) => witness.LineAsync(
        line => line.Contains($":{dead.Port}:", StringComparison.Ordinal) && line.Contains("is dead", StringComparison.Ordinal),
        past: false);
}
