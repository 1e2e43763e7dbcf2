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
    /// <summary>
    /// How long an evicted silo may take to go in peace, beside the grace of its tasks; it has nothing to hand over, and is torn down then.
    /// </summary>
    private static readonly TimeSpan PeaceLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an evicted silo may take to go, beside the graces of its tasks and reports, before the process ends instead.
    /// </summary>
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long a silo may take, after its tasks have had their grace, to hand back leases and leave the cluster.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the store may take to answer while the silo drains.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    /// <summary>The part of the grace in which the process itself ends, where the store is away.</summary>
    private const double EndShare = 0.1;

    private readonly SiloSettings _settings;
    private readonly TimeProvider _time;
    private readonly SiloState _state = new();

    /// <param name="time">Default: the system's clock.</param>
    public ClusterSilo(SiloSettings settings, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _time = time ?? TimeProvider.System;
        _settings = settings;
    }

    /// <summary>Serves until <paramref name="stop"/> or the service manager asks it to leave.</summary>
    /// <param name="ready">Told when the silo has joined first.</param>
    /// <exception cref="ClusterException">It cannot join.</exception>
    public async Task RunAsync(Action ready, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(ready);
        CheckPortsAreFree();
        await AdmitAsync().ConfigureAwait(false);
        TelemetrySession telemetry = TelemetrySession.Start(_settings.Telemetry with { Prometheus = _settings.HttpPort is not null });
        await using (telemetry.ConfigureAwait(false))
        {
            HttpEndpoint http = await HttpEndpoint.StartAsync(_settings, _state, telemetry.Metrics).ConfigureAwait(false);
            await using (http.ConfigureAwait(false))
            {
                SiloSlots slots = Slots();
                try
                {
                    if (await ServeAsync(slots, ready, stop).ConfigureAwait(false)) await RejoinAsync(slots, stop).ConfigureAwait(false);
                }
                catch (SiloStuckException e)
                {
                    throw new ClusterException(e.Message, e);
                }
            }
        }
    }

    /// <summary>Joins again and again, after waits that grow while it does not last.</summary>
    private async Task RejoinAsync(SiloSlots slots, CancellationToken stop)
    {
        using ServiceProvider services = new ServiceCollection().AddSiloLogging(_settings.JsonLogs).BuildServiceProvider();
        ILogger log = services.GetRequiredService<ILogger<ClusterSilo>>();
        var backoff = new RejoinBackoff();
        TimeSpan stayed = TimeSpan.Zero;
        while (true)
        {
            TimeSpan wait = backoff.Next(stayed);
            await Task.Delay(wait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
            long start = _time.GetTimestamp();
            try
            {
                await AdmitAsync().ConfigureAwait(false);
                if (!await ServeAsync(slots, ready: null, stop).ConfigureAwait(false)) return;
                stayed = _time.GetElapsedTime(start);
            }
            catch (ClusterException e)
            {
                LogNotYet(log, _settings.Name, RejoinBackoff.Longest.TotalSeconds, e.Message);
                _state.Left();
                stayed = TimeSpan.Zero;
            }
        }
    }

    private async Task AdmitAsync()
    {
        await ClusterNetworking.AdmitStoreAsync(_settings.Address).ConfigureAwait(false);
        await ClusterNetworking.AdmitClockAsync(_settings.Address, _settings.Name, _time).ConfigureAwait(false);
        await ClusterNetworking.AdmitKindAsync(
            _settings.Address, _settings.Endpoint, _settings.Name, _settings.Identity, _settings.AllowMixed).ConfigureAwait(false);
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
            await DrainAsync(host, log).ConfigureAwait(false);
            return false;
        }

        string reason = await evicted.ConfigureAwait(false);
        LogRejoining(log, _settings.Name, reason);
        if (WindowsServiceHelpers.IsWindowsService() || !await AbandonAsync(host).ConfigureAwait(false))
            throw new SiloStuckException($"silo {_settings.Name} had to leave its cluster: {reason}; start it again.");
        return !stop.IsCancellationRequested;
    }

    /// <summary>
    /// Tasks end within the grace and what is left is handed back; then the silo says in the store that it has left. Where the store is
    /// away it cannot, and nobody waits for it: the process ends within the grace, and the others find out.
    /// </summary>
    private async Task DrainAsync(IHost host, ILogger log)
    {
        long start = _time.GetTimestamp();
        Task engine = host.Services.StopJobEngineAsync();
        bool away = !await AnswersAsync().ConfigureAwait(false);
        TimeSpan most = away ? (1 - EndShare) * _settings.Grace : _settings.Grace + StopLimit;
        using var limit = new CancellationTokenSource(new[] { most - _time.GetElapsedTime(start), TimeSpan.Zero }.Max(), _time);
        try
        {
            await engine.WaitAsync(limit.Token).ConfigureAwait(false);
            if (away && !await AnswersAsync().ConfigureAwait(false)) throw new OperationCanceledException();
            await host.StopAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            LogLeft(log, _settings.Name);
            await host.DisposeHostAsync().AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogNotDrained(log, _settings.Name);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ClusterNetworking.CheckStoreAsync(_settings.Address).WaitAsync(AnswerLimit, _time).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is ClusterException or TimeoutException)
        {
            return false;
        }
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
        builder.Services.AddLogging(logging => logging.AddProvider(_state.Log));
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "IsacSilo");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<HeapKeeper>();
        builder.Services.AddSingleton<IJobFactory>(
            new SpecificationJobFactory(
                TimeProvider.System, Path.GetFullPath(_settings.DataFolder), slots.StandIns > 0, _settings.ProgramMemory,
                mayLackFiles: true));
        builder.UseOrleans(orleans =>
            orleans.UseCluster(_settings.Address, _settings.Endpoint, _settings.Name, _settings.Identity, _settings.Kubernetes));
        builder.Services.AddJobEngine(engine =>
        {
            engine.Slots = slots.Counts;
            engine.Devices = slots.Devices;
            engine.ResumesJobs = true;
            engine.Identity = _settings.Identity;
            engine.Programs = _settings.ProgramsInForce;
            engine.StopGrace = _settings.Grace;
            engine.Keep = _settings.Keep;
            engine.KeepJobs = _settings.KeepJobs;
        });
        return builder.Build();
    }

    /// <summary>Stops a host that cannot be stopped in peace; false if it does not go.</summary>
    private async Task<bool> AbandonAsync(IHost host)
    {
        TimeSpan most = EvictionLimit + 2 * _settings.Grace;
        using var limit = new CancellationTokenSource(PeaceLimit + _settings.Grace);
        try
        {
            await StopAsync(host, limit.Token).WaitAsync(most).ConfigureAwait(false);
            await host.DisposeHostAsync().AsTask().WaitAsync(most).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task StopAsync(IHost host, CancellationToken limit)
    {
        try
        {
            await host.StopAsync(limit).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException)
        {
            // A silo that could not start has nothing to stop; why it could not is told by whoever started it.
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

    [LoggerMessage(4, LogLevel.Warning, "Silo {Silo} leaves and joins again: {Reason}")]
    private static partial void LogRejoining(ILogger logger, string silo, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Silo {Silo} cannot join yet and tries again within {Seconds} s: {Reason}")]
    private static partial void LogNotYet(ILogger logger, string silo, double seconds, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Silo {Silo} ends without having left: its store or the other silos do not answer")]
    private static partial void LogNotDrained(ILogger logger, string silo);

    /// <summary>A silo that does not go while its process lives.</summary>
    private sealed class SiloStuckException(string message) : Exception(message);
}
