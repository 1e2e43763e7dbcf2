using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.ClusterTests.Stores;

/// <summary>Why a cluster does not answer, as far as a client can tell.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class ClusterHintsTests : IDisposable
{
    private static readonly SiloIdentity Identity = new("host", "0.2.0", 2, "x64/avx2");
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task The_likely_cause_is_named(StoreServer server)
    {
        using StoreProcess store = await server.StartAsync(Path.Combine(_workspace.Folder, "store"), new ClusterAddress());
        string place = store.Address.Store;
        Assert.Equal($"store {place} knows no cluster yet; start a silo with 'isac silo'", await CauseAsync(store.Address));

        var silo = new SiloRoll(store.Address, "10.0.0.1:11111", "one", Identity);
        await silo.JoinAsync(allowMixed: false);
        Assert.StartsWith(
            "silo one of cluster 'isac' is there: busy, or not to be reached from here, ", await CauseAsync(store.Address),
            StringComparison.Ordinal);
        Assert.Equal(
            $"store {place} knows no cluster 'lab' but cluster isac: look at --cluster",
            await CauseAsync(store.Address with { Name = "lab" }));

        await StoreConnection.UseAsync(store.Address, async database =>
        {
            long now = (long)((StackExchange.Redis.RedisResult[])(await database.ExecuteAsync("TIME"))!)[0];
            return await database.HashSetAsync("isac/silos", "10.0.0.1:11111", $"{now - 7260}|{Identity.Kind}|one|host");
        });
        Assert.Equal(
            "no silo of cluster 'isac' is alive, the last was seen 2 h ago; start one with 'isac silo'", await CauseAsync(store.Address));

        IsacOutcome status = await InProcess.RunAsync("status", "--store", place, "--patience", "1");
        Assert.Equal(1, status.ExitCode);
        Assert.Contains("no silo of cluster 'isac' answered within 1 s", status.Error, StringComparison.Ordinal);
        Assert.Contains("the last was seen 2 h ago", status.Error, StringComparison.Ordinal);

        store.Kill();
        Assert.StartsWith($"store {place} cannot be reached", await CauseAsync(store.Address), StringComparison.Ordinal);
    }

    private static Task<string> CauseAsync(ClusterAddress address) => new ClusterHints(address).CauseAsync();
}
