using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Stores;

/// <summary>Asks a store what it is and how it keeps what it is given.</summary>
internal static class StoreInspection
{
    /// <exception cref="ClusterException">It cannot be reached or refuses the password.</exception>
    public static Task<StoreFacts> ReadAsync(ClusterAddress address) => StoreConnection.UseAsync(address, async database => StoreFacts.Of(
        [.. await AskAsync(database, "INFO"), .. await AskAsync(database, "INFO", "store")],
        await AskAsync(database, "CONFIG", "GET", "*")));

    /// <exception cref="ClusterException">It cannot be reached, or a cluster cannot run on it.</exception>
    public static async Task AdmitAsync(ClusterAddress address)
    {
        var facts = await ReadAsync(address);
        if (StoreRules.Judge(facts).FirstOrDefault(finding => finding.Refuses) is { Refuses: true } finding)
            throw new ClusterException($"store {address.Store} ({facts.Server}) cannot keep a cluster: {finding.Text}.");
    }

    /// <summary>The texts of an answer; none where the server refuses the command.</summary>
    private static async Task<IReadOnlyList<string>> AskAsync(IDatabase database, string command, params object[] arguments)
    {
        try
        {
            var answer = await database.ExecuteAsync(command, arguments);
            return answer.Resp2Type == ResultType.Array ? [.. (string[])answer!] : [(string?)answer ?? ""];
        }
        catch (RedisServerException)
        {
            return [];
        }
    }
}
