using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Trainings through the command line, as far as they need no training.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class TrainingPlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_plan_lists_points_and_epochs_and_starts_nothing()
    {
        string spec = _workspace.Write("gnn.yaml", "kind: training\nname: gnn\nsweep: {sinr_db: [3, 8, 10]}\nepochs: 40\n");
        IsacOutcome outcome = await _workspace.IsacAsync("plan", spec, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode plan = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(["sinr_db=3", "sinr_db=8", "sinr_db=10"], plan["lanes"]!.AsArray().Select(lane => lane!["label"]!.GetValue<string>()));
        Assert.Equal((3, 3, 40), (plan["indices"]!.GetValue<int>(), plan["tasks"]!.GetValue<int>(), plan["epochs"]!.GetValue<int>()));
        Assert.True(plan["predicted_slot_hours"]!.GetValue<double>() > 0);
        Assert.Equal("measured", plan["basis"]!.GetValue<string>());
        Assert.Equal(["gnn.yaml"], Directory.GetFileSystemEntries(_workspace.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("kind: dataset\nname: d\nseed: 3\nsamples: 2000\n", "measured")]
    [InlineData("kind: solve\nname: n\nalgorithms: [noop]\ntasks: 10\n", "measured")]
    [InlineData("kind: study\nname: s\nseed: 7\nobjective: {synthetic: sphere, dimensions: 2}\nsampler: random\ntrials: 9\n", "measured")]
    [InlineData(
        "kind: study\nname: t\nseed: 7\nspace: {learning_rate: {float: [3e-4, 3e-2]}}\nsampler: random\ntrials: 9\nobjective:\n"
        + "  training: {kind: training, seed: 7, scenario: {antennas: 6}, network: {width: 8, layers: 1},\n"
        + "    data: {fresh: true, samples: 40, validation: 20, test: 20}, epochs: 9, batch: 20}\n  metric: validation_loss\n", "measured")]
    [InlineData(
        "kind: study\nname: c\nseed: 7\nspace: {x: {float: [0, 1]}}\nobjective: {command: [python3, none.py], metric: v}\nsampler: random\n"
        + "trials: 9\n", null)]
    public async Task A_plan_of_any_kind_says_how_long_it_takes_unless_a_program_would_have_to_run(string text, string? basis)
    {
        string spec = _workspace.Write("any.yaml", text);
        IsacOutcome outcome = await _workspace.IsacAsync("plan", spec, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode plan = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(basis, plan["basis"]?.GetValue<string>());
        Assert.Equal(basis is not null, plan["predicted_slot_hours"]?.GetValue<double>() >= 0);
        Assert.Equal(["any.yaml"], Directory.GetFileSystemEntries(_workspace.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_missing_initial_model_is_one_line_and_exit_code_2()
    {
        string spec = _workspace.Write("gnn.yaml", "kind: training\nname: gnn\nstart_from: nowhere.safetensors\n");
        IsacOutcome outcome = await _workspace.IsacAsync("run", spec);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            "gnn.yaml:3:13: start_from: ", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }
}
