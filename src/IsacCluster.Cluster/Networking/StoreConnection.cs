using StackExchange.Redis;

namespace IsacCluster.Cluster.Networking;

/// <summary>How the store is connected to.</summary>
internal static class StoreConnection
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(3);

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

    /// <summary>Opens a connection of its own, uses it and closes it.</summary>
    /// <exception cref="ClusterException">The store cannot be reached or refuses the password.</exception>
    public static async Task<T> UseAsync<T>(ClusterAddress address, Func<IDatabase, Task<T>> use)
    {
        var options = Options(address);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
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
                    : $"store {address.Store} cannot be reached{(address.StoreTls ? " over TLS" : "")}; "
                        + "is a server of the Redis protocol running there?",
                e);
        }
    }
}
