using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Silos that come and go in peace.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class ElasticityTests(FaultCluster cluster)
{
    [Fact]
    public async Task A_silo_that_joins_works_and_one_that_is_asked_to_leave_hands_its_work_back()
    {
        const int samples = 6_000;
        await cluster.Processes.ReviveAsync();
        // So many samples that the silo which joins gets some of them; paused until it has started.
        JobId id = await cluster.Client.SubmitAsync(cluster.Describe(cluster.WriteCampaign("elastic", samples)));
        await cluster.Client.PauseAsync(id);
        using SiloProcess joined = await cluster.JoinAsync(new SiloProcessOptions("joined", "1", cluster.Folder, cluster.Data));
        SiloProcess leaving = cluster.Others(await cluster.Client.GetStatusAsync(id)).First();
        await cluster.Client.ResumeAsync(id);
        leaving.Signal("TERM");
        Assert.Equal(0, await leaving.EndAsync());
        Assert.Contains("has left", leaving.Log, StringComparison.Ordinal);
        await cluster.UntilAsync(id, status => status.IsSettled);
        JobResults results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal((JobPhase.Completed, 2L * samples), (results.Status.Phase, results.Status.Counts.SamplesComputed));
        Assert.Equal(
            await cluster.UndisturbedAsync(cluster.WriteCampaign("still", samples), "still"),
            (await cluster.ReportAsync(id, results)).Digest);
        Assert.Equal(0, results.Status.Counts.TasksFailed);
        Assert.Contains(results.Timing.Sessions, session => session.Silo == joined.Name);
        joined.Signal("TERM");
        Assert.Equal(0, await joined.EndAsync());
    }
}
