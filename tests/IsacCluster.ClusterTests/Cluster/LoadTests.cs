using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Many at once.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class LoadTests(FaultCluster cluster)
{
    [Fact]
    public async Task Fifty_clients_that_submit_at_once_all_succeed()
    {
        await cluster.Processes.ReviveAsync();
        string[] specs = [.. Enumerable.Range(0, 50).Select(client => cluster.WriteCampaign($"load-{client}", samples: 10))];
        JobId[] jobs = await Task.WhenAll(specs.Select(spec => Task.Run(async () =>
        {
            await using ClusterSession session = await ClusterSession.ConnectAsync(
                cluster.Processes.Address, cluster.Data, CancellationToken.None);
            return await session.Client.SubmitAsync(cluster.Describe(spec));
        })));
        Assert.Equal(50, jobs.Distinct().Count());
        foreach (JobId job in jobs)
            Assert.Equal(JobPhase.Completed, (await cluster.UntilAsync(job, status => status.IsSettled)).Phase);
    }
}
