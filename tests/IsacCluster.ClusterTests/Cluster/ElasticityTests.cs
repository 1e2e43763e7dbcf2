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
        JobId id = await cluster.BeginAsync("elastic", 0.05);
        await cluster.Client.PauseAsync(id); // or it might be done before the new silo has started
        using SiloProcess joined = await cluster.JoinAsync(new SiloProcessOptions("joined", "1", cluster.Folder, cluster.Data));
        SiloProcess leaving = cluster.Others(await cluster.Client.GetStatusAsync(id)).First();
        await cluster.Client.ResumeAsync(id);
        leaving.Signal("TERM");
        Assert.Equal(0, await leaving.EndAsync());
        Assert.Contains("has left", leaving.Log, StringComparison.Ordinal);
        JobResults results = await cluster.FinishAsync(id);
        Assert.Equal(0, results.Status.Counts.TasksFailed);
        Assert.Contains(results.Timing.Sessions, session => session.Silo == joined.Name);
        joined.Signal("TERM");
        Assert.Equal(0, await joined.EndAsync());
    }
}
