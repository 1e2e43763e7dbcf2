using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>The verbs that only read work while another process runs a job in the same data folder, and those that delete do not.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class ReadingBesideTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_running_job_is_listed_planned_reported_and_replayed_and_deleted_once_it_is_dead()
    {
        string spec = _workspace.WriteCampaign("beside", 1_000_000, "shard_size: 4");
        string data = Path.Combine(_workspace.Folder, "data"), output = Path.Combine(_workspace.Folder, "partial");
        using IsacProcess running = IsacProcess.Start(_workspace.Folder, "run", spec, "--data", data, "--out", "out");
        JsonNode job = await ListedAsync(data, listed => listed["accepted"]?.GetValue<long>() > 0);
        string id = job["id"]!.GetValue<string>();
        Assert.Equal(("campaign", "running", 2_000_000), (Text(job, "kind"), Text(job, "state"), job["wanted"]!.GetValue<long>()));
        Assert.Null(job["finished"]);

        IsacOutcome status = await DoneAsync("status", id, "--data", data, "--json");
        Assert.Equal("running", Text(JsonNode.Parse(status.Output)!, "phase"));
        JsonNode plan = JsonNode.Parse((await DoneAsync("plan", spec, "--data", data, "--json")).Output)!;
        Assert.True(plan["done"]!.GetValue<long>() > 0);
        Assert.Equal("done", Text(plan, "basis"));
        Assert.Contains("sample 2", (await DoneAsync("replay", id, "--sample", "2", "--data", data)).Output, StringComparison.Ordinal);
        IsacOutcome report = await InProcess.RunAsync("report", id, "--data", data, "--out", output);
        Assert.Equal(1, report.ExitCode);
        Assert.Matches($"^isac: job {id} is not complete: this report holds [1-9][0-9]* of 2000000; another process goes on with it.\n$",
            report.Error);
        Assert.True(File.Exists(Path.Combine(output, "results.json")));
        IsacOutcome refused = await InProcess.RunAsync("delete", id, "--yes", "--data", data);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"in use by another process (pid {running.Id})", refused.Error, StringComparison.Ordinal);

        running.Kill();
        await running.EndAsync();
        Assert.Equal("interrupted", Text(await ListedAsync(data, _ => true), "state"));
        IsacOutcome dead = await InProcess.RunAsync("report", id, "--data", data, "--out", output);
        Assert.Contains("'isac run' with its specification continues it", dead.Error, StringComparison.Ordinal);
        Assert.Contains("interrupted", (await DoneAsync("jobs", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal($"deleted {id}\n", (await DoneAsync("delete", id, "--yes", "--data", data)).Output);
        Assert.Equal("no jobs\n", (await DoneAsync("jobs", "--data", data)).Output);
        IsacOutcome unknown = await InProcess.RunAsync("delete", id, "--yes", "--data", data);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Equal($"isac: JOB: data folder {data} holds no job '{id}'; 'isac jobs' lists them.\n", unknown.Error);
    }

    [Fact]
    public async Task Without_a_terminal_a_deletion_wants_a_yes()
    {
        IsacOutcome outcome = await _workspace.IsacAsync("delete", "some-000000000000");
        Assert.Equal((2, "isac: --yes is expected where no terminal can be asked. See 'isac delete --help'.\n"),
            (outcome.ExitCode, outcome.Error));
    }

    private static async Task<JsonNode> ListedAsync(string data, Func<JsonNode, bool> wanted)
    {
        while (true)
        {
            IsacOutcome outcome = await InProcess.RunAsync("jobs", "--data", data, "--json");
            if (outcome.ExitCode == 0 && JsonNode.Parse(outcome.Output)!.AsArray() is [{ } job] && wanted(job)) return job;
        }
    }

    private static async Task<IsacOutcome> DoneAsync(params string[] args)
    {
        IsacOutcome outcome = await InProcess.RunAsync(args);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', args)}: exit code {outcome.ExitCode}: {outcome.Error}");
        return outcome;
    }

    private static string Text(JsonNode node, string field) => node[field]!.GetValue<string>();
}
