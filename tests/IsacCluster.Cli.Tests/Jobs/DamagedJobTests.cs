using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Storage;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>What the verbs say of a job of which a record is not what was written.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class DamagedJobTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("job")]
    [InlineData("lane")]
    public async Task It_is_named_beside_the_others_and_can_be_deleted_and_run_anew(string record)
    {
        string data = Path.Combine(_workspace.Folder, "data"), spec = _workspace.WriteCampaign("hurt", 3);
        string database = DataFolder.DatabaseOf(data);
        string[] run = ["run", spec, "--data", data, "--out", Path.Combine(_workspace.Folder, "out"), "--json"];
        string hurt = Text((await RunAsync(0, run)).Output, "job");
        string whole = Text((await RunAsync(0, "run", _workspace.WriteCampaign("whole", 2), "--data", data, "--out",
            Path.Combine(_workspace.Folder, "whole"), "--json")).Output, "job");
        string damage = $"record {record} {FlippedByte.In(database, record, hurt)} of {database} is not what was written";

        JsonArray jobs = JsonNode.Parse((await RunAsync(0, "jobs", "--data", data, "--json")).Output)!.AsArray();
        JsonNode listed = jobs.Single(job => job!["id"]!.GetValue<string>() == hurt)!;
        Assert.Equal(("damaged", damage), (listed["state"]!.GetValue<string>(), listed["damage"]!.GetValue<string>()));
        Assert.Equal("completed", jobs.Single(job => job!["id"]!.GetValue<string>() == whole)!["state"]!.GetValue<string>());
        Assert.Contains($"\n{hurt} is damaged: {damage}\n", (await RunAsync(0, "jobs", "--data", data)).Output, StringComparison.Ordinal);

        IsacOutcome status = await RunAsync(1, "status", hurt, "--data", data);
        Assert.StartsWith($"{hurt}: damaged, {damage}\n", status.Output, StringComparison.Ordinal);
        Assert.Equal("damaged", Text((await RunAsync(1, "status", hurt, "--data", data, "--json")).Output, "phase"));
        Assert.StartsWith($"{whole}: completed\n", (await RunAsync(0, "status", whole, "--data", data)).Output, StringComparison.Ordinal);
        string refusal = $"isac: job {hurt} is damaged: {damage}; 'isac delete {hurt}' removes it, then it can be run anew.\n";
        Assert.Equal(refusal, (await RunAsync(1, run)).Error);
        Assert.Equal(refusal, (await RunAsync(1, "report", hurt, "--data", data)).Error);
        Assert.Equal(refusal, (await RunAsync(1, "plan", spec, "--data", data)).Error);

        Assert.Equal($"deleted {hurt}\n", (await RunAsync(0, "delete", hurt, "--yes", "--data", data)).Output);
        Assert.Single(JsonNode.Parse((await RunAsync(0, "jobs", "--data", data, "--json")).Output)!.AsArray());
        await RunAsync(0, run);
    }

    private static async Task<IsacOutcome> RunAsync(int expected, params string[] args)
    {
        IsacOutcome outcome = await InProcess.RunAsync(args);
        Assert.True(outcome.ExitCode == expected, $"{string.Join(' ', args)}: exit code {outcome.ExitCode}: {outcome.Error}");
        return outcome;
    }

    private static string Text(string json, string field) => JsonNode.Parse(json)![field]!.GetValue<string>();
}
