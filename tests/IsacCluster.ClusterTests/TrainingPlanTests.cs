using System.Text.Json.Nodes;

namespace IsacCluster.ClusterTests;

/// <summary>Trainings through the command line, as far as they need no training.</summary>
public sealed class TrainingPlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_plan_lists_points_and_epochs_and_starts_nothing()
    {
        string spec = _workspace.Write("gnn.yaml", "kind: training\nname: gnn\nsweep: {sinr_db: [3, 8, 10]}\nepochs: 40\n");
        IsacOutcome outcome = await IsacProcess.RunAsync(_workspace.Folder, "plan", spec, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode plan = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(["sinr_db=3", "sinr_db=8", "sinr_db=10"], plan["lanes"]!.AsArray().Select(lane => lane!["label"]!.GetValue<string>()));
        Assert.Equal((3, 3, 40), (plan["indices"]!.GetValue<int>(), plan["tasks"]!.GetValue<int>(), plan["epochs"]!.GetValue<int>()));
        Assert.Null(plan["predicted_slot_hours"]);
        Assert.Equal(["gnn.yaml"], Directory.GetFileSystemEntries(_workspace.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_missing_initial_model_is_one_line_and_exit_code_2()
    {
        string spec = _workspace.Write("gnn.yaml", "kind: training\nname: gnn\nstart_from: nowhere.safetensors\n");
        IsacOutcome outcome = await IsacProcess.RunAsync(_workspace.Folder, "run", spec);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            "gnn.yaml:3:13: start_from: ", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }
}
