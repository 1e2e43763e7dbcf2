using System.Globalization;

namespace IsacCluster.Cluster.Stores;

/// <summary>
/// What makes a store lose what a cluster keeps in it. A store that drops records when its memory is full is refused: leases, ledgers and
/// membership have no second copy. What loses them in an outage only is warned of.
/// </summary>
internal static class StoreRules
{
    /// <summary>The part of the memory from which on a store that is bound counts as nearly full.</summary>
    private const double NearlyFull = 0.9;

    public static IReadOnlyList<StoreFinding> Judge(StoreFacts facts) =>
        facts.IsGarnet ? [.. Garnet(facts)]
        : facts.IsRedis ? [.. Redis(facts)]
        : [Warns("it does not say what it is and how it evicts (INFO is refused or of another form): make sure that it never does")];

    private static IEnumerable<StoreFinding> Garnet(StoreFacts facts)
    {
        if (facts.Info("LogDir") is not { } folder)
            yield return Warns("this version does not say whether it has a storage tier; it needs --storage-tier --logdir FOLDER");
        else if (folder.Length == 0)
            yield return Refuses(
                "it has no storage tier, so it drops the oldest records when its memory is full "
                    + $"({Size(facts.Number("Log.MaxMemorySizeBytes"))}); start it with --storage-tier --logdir FOLDER");
        if (facts.Setting("appendonly") == "no") yield return Warns("it keeps nothing over a restart; start it with --aof --recover");
        else if (facts.Setting("aof-commit-wait") == "no")
            yield return Warns("it answers before a write is on disk, so an outage loses the last ones; start it with --aof-commit-wait");
        if (facts.Setting("appendonly") == "yes" && facts.Setting("checkpoint-freq") == "0" && facts.Setting("aof-size-limit") is "")
            yield return Warns("its append-only file is never cut and grows without bound; start it with --checkpoint-freq 300");
        if (facts.Info("LogDir") is { Length: > 0 } && facts.Setting("compaction-type") == "None")
            yield return Warns(
                "its storage tier is never compacted and grows without bound; start it with --compaction-type Lookup "
                    + "--compaction-force-delete");
    }

    private static IEnumerable<StoreFinding> Redis(StoreFacts facts)
    {
        if (facts.Info("role") is "slave") yield return Refuses("it is a replica, which takes no writes; name its primary");
        string? policy = facts.Setting("maxmemory-policy", "maxmemory_policy");
        if (policy != "noeviction")
            yield return Refuses($"its maxmemory-policy is {policy}, so it drops records when its memory is full; set it to noeviction");
        bool appends = facts.Setting("appendonly") is { } set ? set == "yes" : facts.Info("aof_enabled") == "1";
        if (!appends)
            yield return Warns("appendonly is no, so a restart loses what was written since its last snapshot; set it to yes");
        else if (facts.Setting("appendfsync") == "no")
            yield return Warns("appendfsync is no, so an outage loses what was written in the last half minute; set it to always");
        if (appends && facts.Setting("auto-aof-rewrite-percentage") == "0")
            yield return Warns(
                "auto-aof-rewrite-percentage is 0, so its append-only file is never compacted and grows without bound; set it to 100");
        if (facts.Info("aof_last_write_status") is { } written and not "ok")
            yield return Warns($"its append-only file cannot be written (aof_last_write_status:{written}); look at its disk");
        if (facts.Number("maxmemory") is > 0 and var most && facts.Number("used_memory") is { } used && used > NearlyFull * most)
            yield return Warns(
                $"its memory is nearly full (maxmemory {Size(most)}); when it is, it refuses writes, and jobs stand still; raise maxmemory "
                    + "or delete jobs");
    }

    private static StoreFinding Refuses(string text) => new(true, text);

    private static StoreFinding Warns(string text) => new(false, text);

    private static string Size(long? bytes) => bytes switch
    {
        null => "of unknown size",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.#} GiB"),
    };
}
