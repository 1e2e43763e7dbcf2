using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Datasets, the designs beside them, and single instances, through the command line.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class FileJobTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_dataset_is_generated_solved_and_refused_when_truncated()
    {
        string dataset = WriteDataset("channels");
        string solve = WriteSolve("out");
        JsonNode generated = await _workspace.RunAsync(dataset, "data", "out");
        Assert.True(generated["complete"]!.GetValue<bool>());
        JsonNode manifest = _workspace.Json("out", "manifest.json");
        Assert.Equal(3, manifest["shards"]!.AsArray().Count);

        JsonNode solved = await _workspace.RunAsync(solve, "data", "out-solve", "--silos", "2");
        Assert.Equal(3, solved["shards"]!.GetValue<long>());
        string designs = Path.Combine(_workspace.Folder, "out", "designs-baselines");
        Assert.Equal(6, Directory.GetFiles(designs, "*.h5").Length);

        string shard = Path.Combine(_workspace.Folder, "out", "shard-00000001.h5");
        await using (FileStream file = new(shard, FileMode.Open)) file.SetLength(file.Length / 2);
        IsacOutcome truncated = await _workspace.IsacAsync("run", WriteSolve("out", "again"), "--data", "data", "--out", "out-again");
        Assert.NotEqual(0, truncated.ExitCode);
        Assert.Contains("shard-00000001.h5", truncated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_has_the_same_digest_wherever_it_is_made()
    {
        JsonNode one = await _workspace.RunAsync(WriteDataset("here"), "data-1", "a");
        JsonNode four = await _workspace.RunAsync(WriteDataset("here"), "data-4", "b", "--silos", "4");
        Assert.Equal(one["digest"]!.GetValue<string>(), four["digest"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_missing_dataset_is_one_line_and_exit_code_2()
    {
        IsacOutcome outcome = await _workspace.IsacAsync("run", WriteSolve("nowhere"), "--data", "data", "--out", "out");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            "nowhere", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_agrees_with_the_reference_cases()
    {
        string cases = Path.Combine(AppContext.BaseDirectory, "TestData", "open.json");
        IsacOutcome outcome = await _workspace.IsacAsync("solve", cases, "-o", "solutions.json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonArray reference = JsonNode.Parse(await File.ReadAllTextAsync(cases))!["cases"]!.AsArray();
        JsonArray solutions = _workspace.Json("solutions.json")["cases"]!.AsArray();
        Assert.Equal(39, solutions.Count);
        for (int k = 0; k < solutions.Count; k++) ReferenceCase.AssertAgrees(reference[k]!, solutions[k]!);
    }

    private string WriteDataset(string name) => _workspace.Write($"{name}.yaml", $"""
        kind: dataset
        name: {name}
        seed: 3
        samples: 25
        shard_size: 10
        """);

    private string WriteSolve(string dataset, string name = "baselines") => _workspace.Write($"{name}.yaml", $"""
        kind: solve
        name: {name}
        dataset: {dataset}
        algorithms: [sdr, zf]
        """);
}
