using System.Net;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Http;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace IsacCluster.Silo.Tests.Http;

/// <summary>An in-process cluster of one silo with the HTTP endpoint that silo processes have.</summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    public const string ReadToken = "a token for readers", SubmitToken = "a token for those who submit";

    private readonly EmbeddedCluster _cluster;
    private readonly HttpEndpoint _endpoint;
    private readonly LoopbackPorts _ports;
    private bool _keepsPorts;

    private ServedCluster(EmbeddedCluster cluster, HttpEndpoint endpoint, LoopbackPorts ports, IServiceProvider services) =>
        (_cluster, _endpoint, _ports, Services) = (cluster, endpoint, ports, services);

    public Uri Address => new($"http://127.0.0.1:{_ports[0]}");

    public IServiceProvider Services { get; }

    public IJobClient Client => _cluster.Client;

    /// <param name="held">A port that outlives it, so that another one comes up at the same address.</param>
    public static async Task<ServedCluster> StartAsync(
        string folder, string? readToken = ReadToken, string? submitToken = SubmitToken, int slots = 2,
        MeterProvider? metrics = null, LoopbackPorts? held = null)
    {
        IServiceProvider? services = null;
        EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataFolder = Path.Combine(folder, "data"),
            SlotsPerSilo = slots,
            ConfigureServices = collection =>
            {
                collection.AddSingleton<IJobFactory>(new SpecificationJobFactory(TimeProvider.System, folder));
                collection.AddSingleton<IHostedService>(provider => new Capture(() => services = provider));
            },
        });
        LoopbackPorts ports = held ?? LoopbackPorts.Hold(1);
        var state = new SiloState();
        state.Joined(services!);
        HttpEndpoint endpoint = await HttpEndpoint.StartAsync(new SiloSettings
        {
            Address = new ClusterAddress(),
            Endpoint = new SiloEndpoint(IPAddress.Loopback, IPAddress.Loopback, SiloEndpoint.DefaultPort, SiloEndpoint.DefaultGatewayPort),
            Name = "served",
            DataFolder = folder,
            HttpPort = ports[0],
            HttpToken = readToken,
            SubmitToken = submitToken,
        }, state, metrics);
        return new ServedCluster(cluster, endpoint, ports, services!) { _keepsPorts = held is not null };
    }

    /// <param name="folder">Where the specification would lie.</param>
    public static JobDescription Campaign(string folder, string name, int samples) => new(
        "campaign",
        $"kind: campaign\nname: {name}\nseed: 3\nscenario: {{antennas: 4, grid_points: 30}}\nalgorithms: [radar, zf]\n"
            + $"samples: {samples}\n",
        Path.Combine(folder, $"{name}.yaml"), Path.Combine(folder, "out"));

    public RemoteJobClient Connect(string? token) => new(Address, token, TimeProvider.System, TimeSpan.FromSeconds(5));

    public HttpClient Caller(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Add("Authorization", $"bearer {token}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        await _cluster.DisposeAsync();
        if (!_keepsPorts) _ports.Dispose();
    }

    private sealed class Capture(Action started) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            started();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
