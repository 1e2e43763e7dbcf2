using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>A store that forgets its members, or everything: the silos leave, come back as one cluster, and say what happened.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class MembershipLossTests(FaultCluster cluster) : IAsyncLifetime
{
    private const int MostLog = 100_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10); // the silo's own
    private ChaosCluster? _own;

    private ChaosCluster Own => _own!;

    public async ValueTask InitializeAsync() =>
        _own = await ChaosCluster.StartAsync(Path.Combine(cluster.Folder, "emptied"), silos: 2, slots: "1", CancellationToken.None);

    public ValueTask DisposeAsync() => Own.DisposeAsync();

    [Fact]
    public async Task Silos_whose_rows_or_whose_store_are_gone_come_back_and_clients_are_told_what_is_lost()
    {
        // One row: that silo leaves and joins again, and nothing is lost.
        SiloProcess silo = Own.Silos[1];
        JobId id = await Own.Session.Client.SubmitAsync(cluster.Describe(cluster.WriteCampaign("row")));
        Task back = LeavesAndJoinsAsync(silo, "does not name it any more");
        await StoreAsync(async store => await store.HashDeleteAsync(
            Table, (await store.HashKeysAsync(Table)).Single(row => row.ToString().Contains($":{silo.Port}:", StringComparison.Ordinal))));
        await back;
        await foreach (JobStatus _ in Own.Session.Client.WatchAsync(id)) { }
        Assert.Equal(JobPhase.Completed, (await Own.Session.Client.GetStatusAsync(id)).Phase);

        // Everything: both leave, and meet again in one cluster. Whoever watches a job that is gone is told.
        JobId lost = await Own.Session.Client.SubmitAsync(cluster.Describe(cluster.WriteCampaign("lost", 200_000)));
        var watching = Task.Run(async () =>
        {
            await foreach (JobStatus _ in Own.Session.Client.WatchAsync(lost)) { }
        });
        back = Task.WhenAll(Own.Silos.Select(each => LeavesAndJoinsAsync(each, "holds no membership of cluster 'chaos' any more")));
        await StoreAsync(store => store.ExecuteAsync("FLUSHALL"));
        await back;
        var gone = await Assert.ThrowsAsync<ClusterException>(() => watching);
        Assert.StartsWith($"job {lost} is gone: ", gone.Message, StringComparison.Ordinal);
        Assert.Empty(await Own.Session.Client.GetJobsAsync());
        foreach (SiloProcess each in Own.Silos)
        {
            Assert.Equal("ready\n", await ReadyAsync(each));
            Assert.InRange(each.Log.Length, 1, MostLog);
        }

        // They work as one: a new job is done by both.
        JobId next = await Own.Session.Client.SubmitAsync(cluster.Describe(cluster.WriteCampaign("next")));
        await foreach (JobStatus _ in Own.Session.Client.WatchAsync(next)) { }
        JobResults results = await Own.Session.Client.GetResultsAsync(next);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(["silo-0", "silo-1"], results.Timing.Sessions.Select(session => session.Silo).Distinct().Order());

        // With the store away they end within their grace all the same, and say that they could not leave.
        Own.Store.Kill();
        foreach (SiloProcess each in Own.Silos) each.Signal("TERM");
        foreach (SiloProcess each in Own.Silos)
        {
            Assert.Equal(0, await each.EndAsync().WaitAsync(Grace));
            Assert.Contains("ends without having left", each.Log, StringComparison.Ordinal);
        }
    }

    private RedisKey Table => $"{Own.Address.Name}/members/{Own.Address.Name}";

    private Task<T> StoreAsync<T>(Func<IDatabase, Task<T>> use) => StoreConnection.UseAsync(Own.Address, use);

    /// <summary>Not ready, out, in.</summary>
    private static async Task LeavesAndJoinsAsync(SiloProcess silo, string reason)
    {
        Task left = silo.LineAsync(
            line => line.Contains("leaves and joins again", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal),
            past: false);
        Task joined = silo.LineAsync(line => line.Contains("has joined", StringComparison.Ordinal), past: false);
        await left;
        await joined;
    }

    private static async Task<string> ReadyAsync(SiloProcess silo)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{silo.HttpPort}/readyz"));
        return await answer.Content.ReadAsStringAsync();
    }
}
