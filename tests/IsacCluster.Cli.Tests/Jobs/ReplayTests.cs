using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Samples computed again, by the lines of a report and of every kind of job.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class ReplayTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_line_of_a_failed_sample_can_be_copied_anywhere_and_shows_the_failure_again()
    {
        string spec = _workspace.Write("lost.yaml", """
            kind: campaign
            name: lost
            seed: 3
            scenario: {antennas: 4, grid_points: 36, noise: 1e-8}
            algorithms: [radar, sdr, zf]
            samples: 8
            """);
        string output = Path.Combine(_workspace.Folder, "out");
        await InProcess.RunInAsync(
            _workspace.Folder, new Dictionary<string, string>(), ["run", spec, "--data", "my data", "--out", output]);
        JsonNode point = _workspace.Json("out", "results.json")["points"]![0]!;
        foreach (int a in new[] { 1, 2 })
        {
            JsonNode failed = point["algorithms"]![a]!["failures"]![0]!;
            string line = failed["replay"]!.GetValue<string>(), message = failed["message"]!.GetValue<string>();
            Assert.Contains(message, await File.ReadAllTextAsync(Path.Combine(output, "report.html")), StringComparison.Ordinal);
            Assert.Matches("power [0-9.E+-]+", message);
            IsacOutcome replayed = await InProcess.RunAsync(Words(line)); // in another folder than the run
            Assert.Equal((0, ""), (replayed.ExitCode, replayed.Error));
            Assert.Contains($"infeasible: {message}\n", replayed.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Samples_of_datasets_are_drawn_and_solved_again()
    {
        string dataset = _workspace.Write("set.yaml", """
            kind: dataset
            name: set
            seed: 4
            scenario: {antennas: 4, grid_points: 36}
            samples: 6
            shard_size: 4
            path: set
            """);
        string solve = _workspace.Write("solved.yaml", "kind: solve\nname: solved\ndataset: set\nalgorithms: [sdr, zf]\n");
        string data = Path.Combine(_workspace.Folder, "data"), output = Path.Combine(_workspace.Folder, "out");
        Assert.Equal(0, (await InProcess.RunAsync("run", dataset, "--data", data, "--out", output)).ExitCode);
        JsonNode drawn = JsonNode.Parse((await InProcess.RunAsync("replay", dataset, "--sample", "5", "--json")).Output)!;
        JsonNode solved = JsonNode.Parse((await InProcess.RunAsync("replay", solve, "--sample", "5", "--json")).Output)!;
        Assert.Equal(drawn["channel_real_imag"]!.ToJsonString(), solved["channel_real_imag"]!.ToJsonString());
        Assert.Equal(["sdr", "zf"], solved["algorithms"]!.AsArray().Select(of => of!["name"]!.GetValue<string>()));
        Assert.Contains("sha256:", (await InProcess.RunAsync("replay", solve, "--sample", "5")).Output, StringComparison.Ordinal);
        IsacOutcome beyond = await InProcess.RunAsync("replay", solve, "--sample", "6");
        Assert.Equal((2, "isac: --sample: '6' is not allowed; expected a whole number from 0 to 5.\n"), (beyond.ExitCode, beyond.Error));
    }

    [Theory]
    [InlineData("kind: study\nname: it\nobjective: {synthetic: sphere, dimensions: 2}\ntrials: 3\n", "study.json")]
    [InlineData("kind: training\nname: it\nscenario: {antennas: 4}\nnetwork: {preset: tuned}\n", "gives the same model again")]
    [InlineData("kind: solve\nname: it\nalgorithms: [noop]\ntasks: 3\n", "noop designs nothing")]
    public async Task Other_kinds_say_in_one_line_why_not(string spec, string why)
    {
        IsacOutcome outcome = await InProcess.RunAsync("replay", _workspace.Write("it.yaml", spec), "--sample", "0");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        string line = Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("isac: it is a job of kind ", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
    }

    /// <summary>The arguments of a line after "isac", as a shell takes them apart.</summary>
    private static string[] Words(string line)
    {
        Assert.StartsWith("isac ", line, StringComparison.Ordinal);
        string[] quoted = line["isac ".Length..].Split('\'');
        return [.. quoted.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
