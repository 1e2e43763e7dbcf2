using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>An in-process cluster of synthetic jobs with quick timing, whose services a test can reach.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly EmbeddedCluster _cluster;
    private readonly MortalStorage _storage;

    private TestCluster(EmbeddedCluster cluster, MortalStorage storage, IReadOnlyList<IServiceProvider> silos) =>
        (_cluster, _storage, Silos) = (cluster, storage, silos);

    public IJobClient Client => _cluster.Client;

    /// <summary>The services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Silos { get; }

    public IGrainFactory Grains => Silos[0].GetRequiredService<IGrainFactory>();

    /// <param name="slots">Of each silo, by its number.</param>
    public static async Task<TestCluster> StartAsync(
        string folder, IReadOnlyList<SlotCounts> slots, Action<SyntheticJob, TaskRange, CancellationToken>? onRun = null,
        Action<ClusterOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var silos = new List<IServiceProvider>();
        var storage = new MortalStorage();
        var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataFolder = folder,
            Silos = slots.Count,
            Slots = silo => slots[silo],
            ConfigureServices = collection =>
            {
                collection.AddSingleton<IJobFactory>(new SyntheticJobFactory(onRun));
                collection.AddSingleton<IHostedService>(provider => new Capture(provider, silos));
                services?.Invoke(collection);
                storage.Register(collection);
            },
            ConfigureCluster = options =>
            {
                options.Heartbeat = TimeSpan.FromMilliseconds(50);
                options.LongPoll = TimeSpan.FromMilliseconds(200);
                options.StopGrace = TimeSpan.FromMilliseconds(200);
                options.RetryDelay = TimeSpan.FromMilliseconds(20);
                configure?.Invoke(options);
            },
        });
        return new TestCluster(cluster, storage, silos);
    }

    public Task<JobId> SubmitAsync(string spec, SubmitOptions? options = null) =>
        Client.SubmitAsync(SyntheticJobFactory.Describe(spec), options);

    public async Task<JobResults> EndAsync(JobId id)
    {
        await foreach (var _ in Client.WatchAsync(id)) { }
        return await Client.GetResultsAsync(id);
    }

    /// <summary>The first status that a test waits for.</summary>
    public async Task<JobStatus> UntilAsync(JobId id, Func<JobStatus, bool> wanted)
    {
        await foreach (var status in Client.WatchAsync(id))
        {
            if (wanted(status)) return status;
        }

        throw new InvalidOperationException($"Job {id} came to rest before the status that was waited for.");
    }

    /// <summary>As kill -9: nothing more becomes durable. The folder is free afterwards.</summary>
    public Task KillAsync() => _storage.KillAsync(_cluster);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private sealed class Capture(IServiceProvider provider, List<IServiceProvider> silos) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lock (silos) silos.Add(provider);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
