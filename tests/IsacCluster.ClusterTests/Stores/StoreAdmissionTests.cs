using System.Net;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Stores;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.ClusterTests.Stores;

/// <summary>Real servers say what they are, and those that drop records are refused.</summary>
public sealed class StoreAdmissionTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(StoreServer.Garnet, "Garnet 2.")]
    [InlineData(StoreServer.Redis, "Redis ")]
    public async Task A_store_that_keeps_everything_is_admitted_without_a_word(StoreServer server, string name)
    {
        using StoreProcess store = await server.StartAsync(Folder, new ClusterAddress { StorePassword = "a password" });
        StoreFacts facts = await StoreInspection.ReadAsync(store.Address);
        Assert.StartsWith(name, facts.Server, StringComparison.Ordinal);
        Assert.Empty(StoreRules.Judge(facts));
        await ClusterNetworking.AdmitStoreAsync(store.Address);
    }

    [Theory]
    [InlineData(StoreServer.Garnet, "it has no storage tier")]
    [InlineData(StoreServer.Redis, "its maxmemory-policy is allkeys-lru")]
    public async Task A_silo_refuses_a_store_that_drops_records(StoreServer server, string problem)
    {
        using StoreProcess store = await server.StartCacheAsync(Folder, new ClusterAddress());
        using LoopbackPorts ports = LoopbackPorts.Hold(2);
        var silo = new ClusterSilo(new SiloSettings
        {
            Address = store.Address,
            Endpoint = new SiloEndpoint(IPAddress.Loopback, IPAddress.Loopback, ports[0], ports[1]),
            Name = "refused",
            DataFolder = Folder,
        });
        var refused = await Assert.ThrowsAsync<ClusterException>(() => silo.RunAsync(() => { }, CancellationToken.None));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task A_silo_whose_clock_differs_from_that_of_the_store_is_refused_with_the_offset(StoreServer server)
    {
        using StoreProcess store = await server.StartAsync(Folder, new ClusterAddress());
        await ClusterNetworking.AdmitClockAsync(store.Address, "right", TimeProvider.System);
        var refused = await Assert.ThrowsAsync<ClusterException>(
            () => ClusterNetworking.AdmitClockAsync(store.Address, "wrong", new Behind(TimeSpan.FromMinutes(5))));
        Assert.Matches(
            @"^silo wrong cannot join cluster 'isac': its clock is (299\.[5-9]|300\.\d) s behind that of the store [^ ]+, and ",
            refused.Message);
    }

    private string Folder => Path.Combine(_workspace.Folder, "store");

    private sealed class Behind(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
