using IsacCluster.Cluster.Placement;
using IsacCluster.Cluster.Tests.Synthetic;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Placement;

public sealed class AcceleratorPlacementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Marked_grains_are_placed_where_accelerator_slots_are_whoever_calls()
    {
        await using var cluster = await TestCluster.StartAsync(_folder.Child("data"), [new SlotCounts(1, 0), new SlotCounts(1, 1)]);
        foreach (var silo in cluster.Silos)
        {
            var grains = silo.GetRequiredService<IGrainFactory>();
            string name = silo.GetRequiredService<ILocalSiloDetails>().Name;
            var places = await Task.WhenAll(Enumerable.Range(0, 20).Select(key => grains.GetGrain<IAcceleratedGrain>($"{name}-{key}").GetSilo()));
            Assert.Equal(["silo-1"], places.Distinct());
        }
    }

    [Fact]
    public async Task Without_such_a_silo_the_call_fails()
    {
        await using var cluster = await TestCluster.StartAsync(_folder.Child("data"), [1, 1]);
        await Assert.ThrowsAnyAsync<OrleansException>(() => cluster.Grains.GetGrain<IAcceleratedGrain>("a").GetSilo());
    }
}

/// <summary>Tells where it is.</summary>
[Alias("isac.tests.accelerated")]
public interface IAcceleratedGrain : IGrainWithStringKey
{
    [Alias("silo")]
    Task<string> GetSilo();
}

[AcceleratorPlacement]
internal sealed class AcceleratedGrain(ILocalSiloDetails silo) : Grain, IAcceleratedGrain
{
    public Task<string> GetSilo() => Task.FromResult(silo.Name);
}
