using System.Security.Cryptography;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Networking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace IsacCluster.Cluster.Hosting;

/// <summary>
/// A client's way into a cluster: it waits for the store and for a silo until its patience ends, says once that it does, and in the end
/// what the likely cause is.
/// </summary>
internal sealed class ClusterConnection(ClusterAddress address, ClientPatience patience, TimeProvider time)
{
    /// <summary>Of one attempt. Many clients that start at once on few cores take their time, and one that gives up begins anew.</summary>
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(3);
    private readonly ClusterHints _hints = new(address);

    /// <exception cref="ClusterException">No silo answered within the patience.</exception>
    public async Task<IHost> OpenAsync(IJobFactory factory, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience.Value, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var connected = CancellationTokenSource.CreateLinkedTokenSource(either.Token);
        var telling = TellAsync(connected.Token);
        try
        {
            await ReachStoreAsync(limit.Token, cancellation);
            return await ReachSiloAsync(factory, either.Token, cancellation);
        }
        finally
        {
            await connected.CancelAsync();
            await telling;
        }
    }

    private async Task TellAsync(CancellationToken connected)
    {
        if (patience.Waiting is not { } tell || patience.Value <= ClientPatience.UntilTold) return;
        await Task.Delay(ClientPatience.UntilTold, time, connected).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connected.IsCancellationRequested) return;
        string cause = await _hints.CauseAsync();
        if (!connected.IsCancellationRequested) tell($"waiting for the cluster, up to {patience.Value.TotalSeconds:0} s: {cause}");
    }

    /// <summary>
    /// A store that refuses the password is final, and after a while one where nothing listens, unless a patience was named.
    /// </summary>
    private async Task ReachStoreAsync(CancellationToken limit, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await StoreConnection.CheckAsync(address);
                return;
            }
            catch (ClusterException e) when (!e.IsFinal && !limit.IsCancellationRequested)
            {
                bool mayBeWrong = !patience.IsNamed && time.GetElapsedTime(start) > ClientPatience.UntilTold;
                if (mayBeWrong && !await StoreConnection.IsListeningAsync(address)) throw;
                await Task.Delay(PauseAfter(attempt), time, cancellation);
            }
        }
    }

    /// <summary>Doubled from attempt to attempt, of which a drawn part, from half on, is waited.</summary>
    private static TimeSpan PauseAfter(int attempt)
    {
        double whole = Math.Min(LongestPause.TotalMilliseconds, Pause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromMilliseconds(whole * RandomNumberGenerator.GetInt32(500, 1001) / 1000);
    }

    private async Task<IHost> ReachSiloAsync(IJobFactory factory, CancellationToken either, CancellationToken cancellation)
    {
        ConnectionGuard? guard = address.Secret is { } secret ? new ConnectionGuard(secret, address.Name) : null;
        var host = Build(factory, guard, either);
        try
        {
            await host.StartAsync(either);
            return host;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            bool stranger = guard?.HasSeenStranger == true;
            await host.DisposeHostAsync();
            throw new ClusterException(
                stranger
                    ? $"the silos of cluster '{address.Name}' have another secret; "
                        + "set ISAC_CLUSTER_SECRET or ISAC_CLUSTER_SECRET_FILE to theirs."
                    : $"no silo of cluster '{address.Name}' answered within {patience.Value.TotalSeconds:0} s (store {address.Store}): "
                        + $"{await _hints.CauseAsync()}.",
                e);
        }
        catch
        {
            await host.DisposeHostAsync();
            throw;
        }
    }

    private IHost Build(IJobFactory factory, ConnectionGuard? guard, CancellationToken either)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.TryAddSingleton(time);
        builder.Services.AddSingleton(factory);
        builder.Services.AddSingleton(patience with { Cause = _hints.CauseAsync });
        builder.Services.AddJobClient();
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(options => options.ConfigurationOptions = StoreConnection.Options(address));
            client.Configure<Orleans.Configuration.ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = address.Name);
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ClusterNetworking.CallLimit);
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.AddActivityPropagation();
            client.Configure<ConnectionOptions>(connection => connection.OpenConnectionTimeout = OpenLimit);
            int attempts = 0;
            client.UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(PauseAfter(attempts++), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return !either.IsCancellationRequested && guard?.HasSeenStranger != true;
            });
            guard?.Guard(client);
        });
        if (guard is not null) builder.Services.AddSingleton(_ => guard);
        return builder.Build();
    }
}
