using System.Net;
using System.Net.Sockets;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// One silo of a cluster of processes, from joining to draining. A silo that the cluster has declared dead, because it was paused or cut
/// off, joins again as a new one: a campaign never stops for one node, and no one has to look after the node either.
/// </summary>
public sealed partial class ClusterSilo
{
    /// <summary>How long an evicted silo may take to go before the process ends instead.</summary>
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(20);

    private readonly SiloSettings _settings;
    private readonly SiloState _state = new();

    public ClusterSilo(SiloSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
    }

    /// <summary>Serves until <paramref name="stop"/> or the service manager asks it to leave.</summary>
    /// <param name="ready">Told when the silo has joined first.</param>
    /// <exception cref="ClusterException">It cannot join.</exception>
    public async Task RunAsync(Action ready, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(ready);
        CheckPortsAreFree();
        await ClusterNetworking.AdmitStoreAsync(_settings.Address).ConfigureAwait(false);
        TelemetrySession telemetry = TelemetrySession.Start(_settings.Telemetry);
        await using (telemetry.ConfigureAwait(false))
        {
            HttpEndpoint http = await HttpEndpoint.StartAsync(_settings, _state).ConfigureAwait(false);
            await using (http.ConfigureAwait(false))
            {
                SiloSlots slots = Slots();
                bool again = await ServeAsync(slots, ready, stop).ConfigureAwait(false);
                while (again) again = await ServeAsync(slots, ready: null, stop).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether to join again.</returns>
    private async Task<bool> ServeAsync(SiloSlots slots, Action? ready, CancellationToken stop)
    {
        IHost host = Build(slots);
        ILogger log = host.Services.GetRequiredService<ILogger<ClusterSilo>>();
        try
        {
            await host.StartAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await AbandonAsync(host).ConfigureAwait(false);
            throw new ClusterException(
                $"silo {_settings.Name} could not join cluster '{_settings.Address.Name}': {e.GetBaseException().Message}", e);
        }

        _state.Joined(host.Services);
        LogJoined(log, _settings.Name, _settings.Address.Name, slots.Counts);
        ready?.Invoke();
        Task<string> evicted = host.Services.GetRequiredService<EvictionSignal>().Evicted;
        await Task.WhenAny(
            evicted, CancelledAsync(stop), CancelledAsync(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping))
            .ConfigureAwait(false);
        _state.Left();
        if (!evicted.IsCompleted)
        {
            LogDraining(log, _settings.Name, _settings.Grace.TotalSeconds);
            await host.Services.StopJobEngineAsync().ConfigureAwait(false);
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            LogLeft(log, _settings.Name);
            await host.DisposeHostAsync().ConfigureAwait(false);
            return false;
        }

        LogRejoining(log, _settings.Name);
        if (WindowsServiceHelpers.IsWindowsService() || !await AbandonAsync(host).ConfigureAwait(false))
            throw new ClusterException(
                $"silo {_settings.Name} was declared dead by its cluster ({await evicted.ConfigureAwait(false)}); start it again.");
        return !stop.IsCancellationRequested;
    }

    private SiloSlots Slots()
    {
        using ServiceProvider services = new ServiceCollection().AddSiloLogging(_settings.JsonLogs).BuildServiceProvider();
        return SiloSlots.Of(_settings.Slots, new CudaProbe(), services.GetRequiredService<ILogger<ClusterSilo>>());
    }

    private IHost Build(SiloSlots slots)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSiloLogging(_settings.JsonLogs);
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "IsacSilo");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IJobFactory>(
            new SpecificationJobFactory(
                TimeProvider.System, Path.GetFullPath(_settings.DataFolder), slots.StandIns > 0, _settings.ProgramMemory));
        builder.UseOrleans(orleans =>
            orleans.UseCluster(_settings.Address, _settings.Endpoint, _settings.Name, _settings.Kubernetes));
        builder.Services.AddJobEngine(engine =>
        {
            engine.Slots = slots.Counts;
            engine.ResumesJobs = true;
            engine.Programs = _settings.ProgramsInForce;
            engine.StopGrace = _settings.Grace;
        });
        return builder.Build();
    }

    /// <summary>Stops a host that cannot be stopped in peace; false if it does not go.</summary>
    private static async Task<bool> AbandonAsync(IHost host)
    {
        using var limit = new CancellationTokenSource(EvictionLimit);
        try
        {
            await host.StopAsync(limit.Token).WaitAsync(EvictionLimit).ConfigureAwait(false);
            await host.DisposeHostAsync().AsTask().WaitAsync(EvictionLimit).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task CancelledAsync(CancellationToken token) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Orleans finds out late and says it at length.</summary>
    private void CheckPortsAreFree()
    {
        (string, int)[] ports = [("--port", _settings.Endpoint.Port), ("--gateway-port", _settings.Endpoint.GatewayPort)];
        foreach ((string setting, int port) in ports)
        {
            try
            {
                using var listener = new TcpListener(_settings.Endpoint.Bind, port);
                listener.Start();
            }
            catch (SocketException e)
            {
                throw new SpecificationException(
                    $"{setting}: {new IPEndPoint(_settings.Endpoint.Bind, port)} cannot be listened on: {e.Message}.");
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Silo {Silo} has joined cluster {Cluster} with slots {Slots}")]
    private static partial void LogJoined(ILogger logger, string silo, string cluster, SlotCounts slots);

    [LoggerMessage(2, LogLevel.Information, "Silo {Silo} drains: running tasks have {Seconds} s, the rest is handed back")]
    private static partial void LogDraining(ILogger logger, string silo, double seconds);

    [LoggerMessage(3, LogLevel.Information, "Silo {Silo} has left")]
    private static partial void LogLeft(ILogger logger, string silo);

    [LoggerMessage(4, LogLevel.Warning, "Silo {Silo} was declared dead by its cluster and joins again")]
    private static partial void LogRejoining(ILogger logger, string silo);
}
