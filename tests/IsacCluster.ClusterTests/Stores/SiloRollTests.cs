using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.ClusterTests.Stores;

/// <summary>Who may join whom.</summary>
public sealed class SiloRollTests : IDisposable
{
    private static readonly SiloIdentity Wide = new("host-a", "0.2.0+1a2b", 2, "x64/avx512"), Narrow = Wide with { Isa = "x64/avx2" };
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task A_silo_of_another_kind_is_refused_with_both_named_unless_mixing_is_allowed(StoreServer server)
    {
        using StoreProcess store = await server.StartAsync(Path.Combine(_workspace.Folder, "store"), new ClusterAddress());
        SiloRoll Roll(string place, string name, SiloIdentity identity) => new(store.Address, place, name, identity);
        SiloRoll first = Roll("10.0.0.1:11111", "one", Wide);
        await first.JoinAsync(allowMixed: false);
        await Roll("10.0.0.2:11111", "two", Wide with { Host = "host-b", Cpu = "another" }).JoinAsync(allowMixed: false);
        await Assert.ThrowsAsync<ClusterException>(() => Roll("10.0.0.3:11111", "three", Narrow).JoinAsync(allowMixed: false));
        foreach (SiloIdentity other in new[] { Narrow, Wide with { Build = "0.2.0+3c4d" }, Wide with { Protocol = 3 } })
        {
            var refused = await Assert.ThrowsAsync<ClusterException>(() => Roll("10.0.0.3:11111", "three", other).JoinAsync(false));
            Assert.StartsWith(
                $"silo three cannot join cluster 'isac': it is {other.Kind}, and silo ", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"is {Wide.Kind}; ", refused.Message, StringComparison.Ordinal);
            Assert.Contains("--allow-mixed", refused.Message, StringComparison.Ordinal);
        }

        // Again at its own place as another one: it was upgraded. The other still is what it was.
        await Assert.ThrowsAsync<ClusterException>(() => Roll("10.0.0.1:11111", "one", Narrow).JoinAsync(allowMixed: false));
        await Roll("10.0.0.3:11111", "three", Narrow).JoinAsync(allowMixed: true);

        // Those that left, or were not heard of for long, are nobody's obstacle.
        SiloRoll last = Roll("10.0.0.4:11111", "four", Wide);
        await Assert.ThrowsAsync<ClusterException>(() => last.JoinAsync(allowMixed: false)); // for three is there
        await StoreConnection.UseAsync(store.Address, async database =>
        {
            await database.HashSetAsync("isac/silos", "10.0.0.3:11111", $"1000|{Narrow.Kind}|three|host-a");
            await first.RefreshAsync(database);
            return true;
        });
        await last.JoinAsync(allowMixed: false);
        await StoreConnection.UseAsync(store.Address, async database =>
        {
            Assert.False(await database.HashExistsAsync("isac/silos", "10.0.0.3:11111"));
            await last.LeaveAsync(database);
            Assert.False(await database.HashExistsAsync("isac/silos", "10.0.0.4:11111"));
            return true;
        });
    }
}
