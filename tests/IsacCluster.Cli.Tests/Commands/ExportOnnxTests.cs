using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac export-onnx`, and a campaign with what it writes.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class ExportOnnxTests : IDisposable
{
    private static readonly NetworkArchitecture Small = NetworkArchitecture.Preset("tuned") with { Width = 8 };
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task An_exported_network_designs_as_the_model_does()
    {
        string model = Write("model.safetensors", Small), spec = Path.Combine(_workspace.Folder, "spec.yaml");
        string target = Path.Combine(_workspace.Folder, "nets", "net.onnx");
        IsacOutcome unknown = await InProcess.RunAsync("export-onnx", model, "-o", target);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("expected --beamwidth-deg and --grid-points", unknown.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
        IsacOutcome made = await InProcess.RunAsync(
            "export-onnx", model, "-o", target, "--beamwidth-deg", "10", "--grid-points", "180", "--json");
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Equal((180, 10), ((int)JsonNode.Parse(made.Output)!["grid_points"]!, (int)JsonNode.Parse(made.Output)!["beamwidth_deg"]!));
        await File.WriteAllTextAsync(
            spec, "kind: campaign\nname: onnx\nsamples: 70\n"
            + "algorithms: [{gnn: {model: model.safetensors}}, {net: {onnx: nets/net.onnx}}]\n");
        IsacOutcome run = await InProcess.RunAsync(
            "run", spec, "--data", Path.Combine(_workspace.Folder, "data"), "--out", Path.Combine(_workspace.Folder, "out"),
            "--slots", "2");
        Assert.Equal(0, run.ExitCode);
        JsonArray algorithms = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_workspace.Folder, "out", "results.json")))!
            ["points"]![0]!["algorithms"]!.AsArray();
        double[] means = [.. algorithms.Select(algorithm => (double)algorithm!["mse"]!["mean"]!)];
        Assert.Equal(means[0], means[1], 1e-5 * means[0]);
    }

    [Fact]
    public async Task A_closed_loop_is_exported_for_its_targets_and_refused_for_others()
    {
        string loop = Write("loop.safetensors", Small with { Refinement = Refinement.Feedback, Refinements = 2 });
        string target = Path.Combine(_workspace.Folder, "loop.onnx"), spec = Path.Combine(_workspace.Folder, "spec.yaml");
        string[] objective = ["--beamwidth-deg", "10", "--grid-points", "180"];
        foreach ((string[] words, string expected) in new (string[], string)[]
        {
            (objective, "expected --targets-deg"),
            ([.. objective, "--targets-deg=0,x"], "--targets-deg: '0,x' is not allowed"),
            ([.. objective, "--targets-deg=0,0"], "distinct angles"),
        })
        {
            IsacOutcome refused = await InProcess.RunAsync(["export-onnx", loop, .. words]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
            Assert.Equal(1, refused.Error.Count(letter => letter == '\n'));
            Assert.False(File.Exists(target));
        }

        IsacOutcome made = await InProcess.RunAsync(["export-onnx", loop, .. objective, "--targets-deg=-30,20"]);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        await File.WriteAllTextAsync(
            spec, "kind: campaign\nname: loop\nsamples: 8\nscenario: {targets_deg: [20, -30]}\n"
            + "algorithms: [{gnn: {model: loop.safetensors}}, {net: {onnx: loop.onnx}}]\n");
        IsacOutcome run = await InProcess.RunAsync("run", spec, "--check");
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        await File.WriteAllTextAsync(spec, "kind: campaign\nname: loop\nsamples: 8\nalgorithms: [{net: {onnx: loop.onnx}}]\n");
        IsacOutcome other = await InProcess.RunAsync("plan", spec);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("is made for targets at -30, 20 degrees", other.Error, StringComparison.Ordinal);
        string open = Write("open.safetensors", Small);
        IsacOutcome useless = await InProcess.RunAsync(["export-onnx", open, .. objective, "--targets-deg=0"]);
        Assert.Contains("has no closed loop", useless.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await InProcess.RunAsync("export-onnx", Path.Combine(_workspace.Folder, "none.safetensors"))).ExitCode);
    }

    private string Write(string name, NetworkArchitecture architecture)
    {
        float[] parameters = [.. Enumerable.Range(0, NetworkLayout.ParameterCount(architecture)).Select(i => 0.3f * MathF.Sin(i))];
        string path = Path.Combine(_workspace.Folder, name);
        File.WriteAllBytes(path, ModelFile.Encode(architecture, parameters, new Dictionary<string, string>()));
        return path;
    }
}
