using IsacCluster.Cluster.Stores;

namespace IsacCluster.Cluster.Tests.Stores;

/// <summary>What is said of a store, from what servers answer.</summary>
public sealed class StoreRulesTests
{
    private const string Garnet = "garnet_version:2.2.11\r\nredis_version:7.4.3\r\n";
    private const string Tier = "LogDir:/data\r\nLog.MaxMemorySizeBytes:1073741824\r\n";
    private const string Redis =
        "redis_version:7.0.15\r\nmaxmemory:0\r\nused_memory:1000\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";
    private static readonly string[] GarnetSettings =
    [
        "appendonly", "yes", "aof-commit-wait", "yes", "checkpoint-freq", "300", "aof-size-limit", "", "compaction-type", "Lookup",
    ];

    private static readonly string[] RedisSettings =
        ["maxmemory-policy", "noeviction", "appendonly", "yes", "appendfsync", "always", "auto-aof-rewrite-percentage", "100"];

    [Fact]
    public void Nothing_is_said_of_stores_that_keep_everything()
    {
        Assert.Empty(Judge([Garnet, Tier], GarnetSettings));
        Assert.Empty(Judge([Redis], RedisSettings));
        Assert.Empty(Judge([Redis], [])); // CONFIG may be closed to clients
        Assert.Empty(Judge(["valkey_version:8.0.1\r\n" + Redis], RedisSettings));
    }

    [Theory]
    [InlineData("LogDir:/data", "LogDir:", true, "drops the oldest records when its memory is full (1 GiB)", "--storage-tier")]
    [InlineData("LogDir:/data\r\n", "", false, "does not say whether it has a storage tier", "--storage-tier")]
    public void A_Garnet_without_a_storage_tier_is_a_cache(string old, string line, bool refuses, string wrong, string right) =>
        Says(Assert.Single(Judge([Garnet, Tier.Replace(old, line, StringComparison.Ordinal)], GarnetSettings)), refuses, wrong, right);

    [Theory]
    [InlineData("appendonly", "no", "keeps nothing over a restart", "--aof")]
    [InlineData("aof-commit-wait", "no", "answers before a write is on disk", "--aof-commit-wait")]
    [InlineData("checkpoint-freq", "0", "never cut", "--checkpoint-freq")]
    [InlineData("compaction-type", "None", "never compacted", "--compaction-type")]
    public void A_Garnet_that_forgets_or_grows_is_warned_of(string setting, string value, string wrong, string right) =>
        Says(Assert.Single(Judge([Garnet, Tier], With(GarnetSettings, setting, value))), false, wrong, right);

    [Theory]
    [InlineData("maxmemory-policy", "allkeys-lru", true, "maxmemory-policy is allkeys-lru", "noeviction")]
    [InlineData("maxmemory-policy", "volatile-ttl", true, "maxmemory-policy is volatile-ttl", "noeviction")]
    [InlineData("appendonly", "no", false, "appendonly is no", "yes")]
    [InlineData("appendfsync", "no", false, "appendfsync is no", "always")]
    [InlineData("auto-aof-rewrite-percentage", "0", false, "never compacted", "100")]
    public void A_Redis_that_evicts_is_refused_and_one_that_forgets_or_grows_warned_of(
        string setting, string value, bool refuses, string wrong, string right) =>
        Says(Assert.Single(Judge([Redis], With(RedisSettings, setting, value))), refuses, wrong, right);

    [Theory]
    [InlineData("maxmemory:0", "maxmemory:1100", false, "nearly full", "delete jobs")]
    [InlineData("aof_enabled:1", "aof_enabled:1\r\naof_last_write_status:err", false, "cannot be written", "disk")]
    [InlineData("aof_enabled:1", "aof_enabled:1\r\nrole:slave", true, "is a replica", "primary")]
    public void A_Redis_that_is_full_or_takes_no_writes_is_named(string old, string line, bool refuses, string wrong, string right) =>
        Says(Assert.Single(Judge([Redis.Replace(old, line, StringComparison.Ordinal)], RedisSettings)), refuses, wrong, right);

    [Fact]
    public void A_Redis_whose_settings_are_closed_is_judged_by_what_it_tells_of_itself()
    {
        string evicts = Redis.Replace("noeviction", "allkeys-lfu", StringComparison.Ordinal);
        Says(Assert.Single(Judge([evicts], [])), true, "allkeys-lfu", "noeviction");
        string forgets = Redis.Replace("aof_enabled:1", "aof_enabled:0", StringComparison.Ordinal);
        Says(Assert.Single(Judge([forgets], [])), false, "appendonly", "yes");
    }

    [Fact]
    public void A_server_that_says_nothing_is_warned_of() => Says(Assert.Single(Judge([], [])), false, "does not say what it is", "never");

    private static IReadOnlyList<StoreFinding> Judge(string[] infos, string[] settings) => StoreRules.Judge(StoreFacts.Of(infos, settings));

    private static string[] With(string[] settings, string name, string value)
    {
        string[] changed = [.. settings];
        changed[Array.IndexOf(changed, name) + 1] = value;
        return changed;
    }

    private static void Says(StoreFinding finding, bool refuses, string wrong, string right)
    {
        Assert.Equal(refuses, finding.Refuses);
        Assert.Contains(wrong, finding.Text, StringComparison.Ordinal);
        Assert.Contains(right, finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', finding.Text);
    }
}
