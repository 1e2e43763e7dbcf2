using System.Net.Sockets;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Networking;

/// <summary>How the store is connected to.</summary>
internal static class StoreConnection
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(3);

    /// <summary>Of a first connection: a store that is there may be slow to take many at once.</summary>
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);

    public static ConfigurationOptions Options(ClusterAddress address)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { address.StoreHost, address.StorePort } },
            Password = address.StorePassword,
            Ssl = address.StoreTls,
            AbortOnConnectFail = false, // a store that is away comes back
            ConnectTimeout = (int)CallLimit.TotalMilliseconds,
            SyncTimeout = (int)CallLimit.TotalMilliseconds,
            AsyncTimeout = (int)CallLimit.TotalMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 500),
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "isac",
        };
        if (address.StoreAuthority is { } authority) options.TrustIssuer(authority);
        return options;
    }

    /// <summary>Asks the store for an answer.</summary>
    /// <exception cref="ClusterException">It cannot be reached or refuses the password.</exception>
    public static Task CheckAsync(ClusterAddress address) => UseAsync(address, database => database.PingAsync());

    /// <summary>What a client says of a store to which no way leads.</summary>
    public static string Absence(ClusterAddress address) =>
        $"store {address.Store} cannot be reached{(address.StoreTls ? " over TLS" : "")}; is a server of the Redis protocol running there?";

    /// <summary>Whether anything listens where the store should be; an address that does not answer at all may be one that does.</summary>
    public static async Task<bool> IsListeningAsync(ClusterAddress address)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.StoreHost, address.StorePort).WaitAsync(CallLimit);
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is not (SocketError.ConnectionRefused or SocketError.HostNotFound);
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    /// <summary>Opens a connection of its own, uses it and closes it.</summary>
    /// <exception cref="ClusterException">The store cannot be reached or refuses the password.</exception>
    public static async Task<T> UseAsync<T>(ClusterAddress address, Func<IDatabase, Task<T>> use)
    {
        var options = Options(address);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)OpenLimit.TotalMilliseconds;
        try
        {
            var store = await ConnectionMultiplexer.ConnectAsync(options);
            await using (store.ConfigureAwait(false)) return await use(store.GetDatabase());
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            string text = $"{e.Message} {e.InnerException?.Message}";
            bool password = text.Contains("NOAUTH", StringComparison.OrdinalIgnoreCase)
                || text.Contains("WRONGPASS", StringComparison.OrdinalIgnoreCase)
                || text.Contains("AuthenticationFailure", StringComparison.OrdinalIgnoreCase);
            throw new ClusterException(
                password
                    ? $"store {address.Store} refuses the password; set ISAC_STORE_PASSWORD or ISAC_STORE_PASSWORD_FILE."
                    : Absence(address),
                e)
            {
                IsFinal = password,
            };
        }
    }
}
