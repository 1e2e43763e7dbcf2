using System.Globalization;
using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Membership;

/// <summary>What a client can find out about a cluster that does not answer: the likely cause, for people.</summary>
internal sealed class ClusterHints(ClusterAddress address)
{
    private const int MostNames = 5;
    private const long Lately = 10, Minute = 60, Hour = 3600, Day = 86_400; // seconds
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>One sentence without its full stop.</summary>
    public async Task<string> CauseAsync()
    {
        try
        {
            return await StoreConnection.UseAsync(address, CauseAsync).WaitAsync(Limit);
        }
        catch (ClusterException e)
        {
            return e.Message.TrimEnd('.', '?');
        }
        catch (TimeoutException)
        {
            return await StoreConnection.IsListeningAsync(address)
                ? $"store {address.Store} does not answer"
                : StoreConnection.Absence(address).TrimEnd('?');
        }
    }

    private async Task<string> CauseAsync(IDatabase store)
    {
        var silos = await SiloRoll.ReadAsync(store, address.Name);
        string[] present = [.. silos.Where(silo => silo.Silence <= Lately).Select(silo => silo.Name).Order(StringComparer.Ordinal)];
        if (present.Length > 0)
        {
            return $"{Names("silo", present)} of cluster '{address.Name}' {(present.Length == 1 ? "is" : "are")} there: busy, or not to be "
                + "reached from here"
                + (address.Secret is null ? ", or with a secret, which ISAC_CLUSTER_SECRET takes" : ", or of another secret or none");
        }

        if (silos.Count > 0)
            return $"no silo of cluster '{address.Name}' is alive, the last was seen {Ago(silos.Min(silo => silo.Silence))} ago; "
                + "start one with 'isac silo'";
        string[] others = [.. (await SiloRoll.ClustersAsync(store)).Where(name => name != address.Name).Order(StringComparer.Ordinal)];
        return others.Length > 0
            ? $"store {address.Store} knows no cluster '{address.Name}' but {Names("cluster", others)}: look at --cluster"
            : $"store {address.Store} knows no cluster yet; start a silo with 'isac silo'";
    }

    private static string Names(string what, string[] names) =>
        $"{what}{(names.Length == 1 ? "" : "s")} {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", ..." : "")}";

    private static string Ago(long seconds)
    {
        (long number, string unit) = seconds switch
        {
            < Minute => (seconds, "s"),
            < Hour => (seconds / Minute, "min"),
            < Day => (seconds / Hour, "h"),
            _ => (seconds / Day, "days"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
    }
}
