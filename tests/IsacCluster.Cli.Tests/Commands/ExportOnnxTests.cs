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
    public async Task What_cannot_be_exported_is_said_in_one_line()
    {
        string loop = Write("loop.safetensors", Small with { Refinement = Refinement.Feedback });
        IsacOutcome refused = await InProcess.RunAsync("export-onnx", loop);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("cannot be written as ONNX: it has a closed loop", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(letter => letter == '\n'));
        Assert.False(File.Exists(Path.ChangeExtension(loop, ".onnx")));
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
