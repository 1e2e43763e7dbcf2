using IsacCluster.Cluster.Storage;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>
/// The data folder of a cluster that can be killed: from the kill on nothing more becomes durable, whatever the silos still do while they
/// stop, as after kill -9 of their process.
/// </summary>
internal sealed class MortalStorage
{
    private const string Default = "Default";
    private volatile bool _dead;

    /// <summary>Stands before the storage that a silo has; called once a silo.</summary>
    public void Register(IServiceCollection services)
    {
        var kept = services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, Default));
        services.AddKeyedSingleton<IGrainStorage>(
            Default, (provider, key) => new Gate(this, (IGrainStorage)kept.KeyedImplementationFactory!(provider, key)));
    }

    public async Task KillAsync(EmbeddedCluster cluster)
    {
        _dead = true;
        await cluster.DisposeAsync();
    }

    private void ThrowIfDead()
    {
        if (_dead) throw new DataFolderException("The process was killed.");
    }

    private sealed class Gate(MortalStorage life, IGrainStorage storage) : IGrainStorage, IRecordKeys
    {
        public Task<IReadOnlyList<string>> KeysAsync(string stateName) => ((IRecordKeys)storage).KeysAsync(stateName);

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            storage.ReadStateAsync(stateName, grainId, grainState);

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            life.ThrowIfDead();
            await storage.WriteStateAsync(stateName, grainId, grainState);
            life.ThrowIfDead(); // durable, but nobody is told any more
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            life.ThrowIfDead();
            return storage.ClearStateAsync(stateName, grainId, grainState);
        }
    }
}
