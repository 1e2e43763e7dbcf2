using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>The verbs of the lifecycle as users type them.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class LifecycleTests(FaultCluster cluster)
{
    [Fact]
    public async Task A_job_is_submitted_watched_reported_replayed_and_extended()
    {
        await cluster.Processes.ReviveAsync();
        string job = (await DoneAsync("submit", cluster.WriteCampaign("lifecycle"))).Output.TrimEnd('\n');
        Assert.Matches("^lifecycle-[0-9a-f]{12}$", job);
        Assert.Contains(
            JsonNode.Parse((await DoneAsync("status", "--json")).Output)!.AsArray(), entry => entry!["id"]!.GetValue<string>() == job);
        await DoneAsync("watch", job, "--out", "watched");
        Assert.Equal(cluster.Digest, Results("watched")["digest"]!.GetValue<string>());
        await DoneAsync("report", job, "--out", "reported");
        Assert.Equal(cluster.Digest, Results("reported")["digest"]!.GetValue<string>());
        Assert.Contains("sample 3", (await DoneAsync("replay", job, "--sample", "3")).Output, StringComparison.Ordinal);
        Assert.Equal(job, (await DoneAsync("extend", job, "--samples", $"{FaultCluster.Samples + 50}")).Output.TrimEnd('\n'));
        await DoneAsync("watch", job, "--out", "extended");
        Assert.Equal(FaultCluster.Samples + 50, Results("extended")["points"]![0]!["samples"]!.GetValue<int>());
        IsacOutcome fewer = await cluster.IsacAsync("extend", job, "--samples", $"{FaultCluster.Samples - 50}");
        Assert.Equal(2, fewer.ExitCode);
        Assert.Contains("accepted results of", fewer.Error, StringComparison.Ordinal);
        Assert.Contains("would be discarded", fewer.Error, StringComparison.Ordinal);
    }

    /// <summary>So many samples that it cannot be done before it is paused.</summary>
    [Fact]
    public async Task A_long_job_is_paused_extended_paused_again_and_resumed()
    {
        await cluster.Processes.ReviveAsync();
        string job = (await DoneAsync("submit", cluster.WriteCampaign("long", 1_000_000))).Output.TrimEnd('\n');
        Assert.Contains("paused", (await DoneAsync("pause", job)).Output, StringComparison.Ordinal);
        JsonNode paused = JsonNode.Parse((await DoneAsync("status", job, "--json")).Output)!;
        Assert.Equal("paused", paused["phase"]!.GetValue<string>());
        Assert.Equal(job, (await DoneAsync("extend", job, "--samples", "2000000")).Output.TrimEnd('\n'));
        await DoneAsync("pause", job);
        await DoneAsync("resume", job);
        JsonNode resumed = JsonNode.Parse((await DoneAsync("status", job, "--json")).Output)!;
        Assert.Equal("running", resumed["phase"]!.GetValue<string>());
        await DoneAsync("cancel", job);
    }

    [Fact]
    public async Task A_cancelled_job_stops_and_an_unknown_one_is_said_to_be_unknown()
    {
        await cluster.Processes.ReviveAsync();
        string job = (await DoneAsync("submit", cluster.WriteCampaign("cancelled", 1_000_000))).Output.TrimEnd('\n');
        Assert.Contains("cancelled", (await DoneAsync("cancel", job)).Output, StringComparison.Ordinal);
        IsacOutcome watched = await cluster.IsacAsync("watch", job);
        Assert.Equal(1, watched.ExitCode);
        foreach (string verb in new[] { "status", "watch", "pause", "resume", "cancel", "report" })
        {
            IsacOutcome outcome = await cluster.IsacAsync(verb, "nothing-000000000000");
            Assert.True(outcome.ExitCode == 2, $"{verb}: {outcome.ExitCode} {outcome.Error}");
            Assert.Contains("holds no job 'nothing-000000000000'", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_running_job_is_not_deleted_and_a_cancelled_one_is_gone()
    {
        await cluster.Processes.ReviveAsync();
        string job = (await DoneAsync("submit", cluster.WriteCampaign("deleted", 1_000_000))).Output.TrimEnd('\n');
        IsacOutcome refused = await cluster.IsacAsync("delete", job, "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal($"isac: job {job} runs; 'isac cancel {job}' stops it, then it can be deleted.\n", refused.Error);
        await DoneAsync("cancel", job);
        JsonNode listed = Assert.Single(await ListedAsync(), entry => entry["id"]!.GetValue<string>() == job);
        Assert.Equal("cancelled", listed["state"]!.GetValue<string>());
        Assert.NotNull(listed["finished"]);
        Assert.Equal($"deleted {job}\n", (await DoneAsync("delete", job, "--yes")).Output);
        Assert.DoesNotContain(await ListedAsync(), entry => entry["id"]!.GetValue<string>() == job);
        IsacOutcome unknown = await cluster.IsacAsync("delete", job, "--yes");
        Assert.Equal((2, $"isac: JOB: the cluster holds no job '{job}'; 'isac jobs' lists them.\n"), (unknown.ExitCode, unknown.Error));
    }

    [Fact]
    public async Task A_bad_specification_starts_nothing()
    {
        IsacOutcome outcome = await cluster.IsacAsync(
            "submit", cluster.Write("bad.yaml", "kind: campaign\nname: bad\nseed: 1\nalgorithms: [magic]\nsamples: 3\n"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("'magic'", outcome.Error, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<JsonNode>> ListedAsync() =>
        JsonNode.Parse((await DoneAsync("jobs", "--json")).Output)!.AsArray().Select(entry => entry!);

    private async Task<IsacOutcome> DoneAsync(params string[] args)
    {
        IsacOutcome outcome = await cluster.IsacAsync(args);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', args)}: exit code {outcome.ExitCode}: {outcome.Error}");
        return outcome;
    }

    private JsonNode Results(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(cluster.Folder, folder, "results.json")))!;
}
