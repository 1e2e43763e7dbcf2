using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Training and evaluation of networks through the command line, with TorchSharp.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class LearningRunTests : IDisposable
{
    private const string Scenario = "scenario: {antennas: 4, grid_points: 45}";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_killed_training_continues_to_the_same_weights()
    {
        string spec = WriteTraining(epochs: 300);
        using (IsacProcess process = IsacProcess.Start(_workspace.Folder, "run", spec, "--data", "data", "--out", "out", "--slots", "1"))
        {
            // A checkpoint is written at the end of every epoch; the second model has not begun when the first reports one.
            await process.ErrorLineAsync(line => line.Contains(" of 300, loss", StringComparison.Ordinal));
            process.Kill();
            Assert.NotEqual(0, (await process.EndAsync()).ExitCode);
            Assert.False(File.Exists(Path.Combine(_workspace.Folder, "out", "results.json")));
            Assert.True(File.Exists(Path.Combine(_workspace.Folder, "out", "checkpoints", "sinr_db=3.ckpt"))
                || File.Exists(Path.Combine(_workspace.Folder, "out", "checkpoints", "sinr_db=8.ckpt")));
        }

        JsonNode resumed = await _workspace.RunAsync(spec, "data", "out"),
            whole = await _workspace.RunAsync(spec, "fresh", "out-fresh", "--silos", "2");
        Assert.Equal(whole["digest"]!.GetValue<string>(), resumed["digest"]!.GetValue<string>());
        Assert.Equal(Bytes("out-fresh", "small-sinr_db=8.safetensors"), Bytes("out", "small-sinr_db=8.safetensors"));
        foreach (string file in new[] { "report.html", "curve.csv", "small-sinr_db=3.md", "small-sinr_db=8.md" })
            Assert.True(File.Exists(Path.Combine(_workspace.Folder, "out", file)), file);
    }

    [Fact]
    public async Task A_trained_model_is_evaluated_to_the_same_digest_for_any_silos_and_shards()
    {
        await _workspace.RunAsync(WriteTraining(epochs: 4), "data", "models");
        var digests = new List<string>();
        foreach ((string shard, string silos) in new[] { ("auto", "1"), ("1", "3"), ("7", "2") })
        {
            string spec = WriteCampaign($"c{shard}", $"shard_size: {shard}");
            JsonNode results = await _workspace.RunAsync(spec, $"data-{shard}", $"out-{shard}", "--silos", silos);
            digests.Add(results["digest"]!.GetValue<string>());
            JsonNode point = results["points"]![0]!;
            Assert.Equal(1.0, Algorithm(point, "gnn-ip")["satisfaction"]!.GetValue<double>());
            Assert.Equal(1.0, Algorithm(point, "restored")["satisfaction"]!.GetValue<double>());
            Assert.True(
                Algorithm(point, "gnn-ip")["mse"]!["mean"]!.GetValue<double>()
                    <= Algorithm(point, "restored")["mse"]!["mean"]!.GetValue<double>());
            Assert.InRange(Algorithm(point, "gnn-ip")["projection_usage"]!.GetValue<double>(), 0, 1);
        }

        Assert.Single(digests.Distinct());
    }

    [Fact]
    public async Task A_model_that_cannot_serve_is_refused_before_anything_starts()
    {
        await _workspace.RunAsync(WriteTraining(epochs: 1), "data", "models");
        string spec = WriteCampaign("wrong", "").Replace("wrong", "other", StringComparison.Ordinal);
        string right = File.ReadAllText(Path.Combine(_workspace.Folder, "wrong.yaml"));
        File.WriteAllText(spec, right.Replace("antennas: 4", "antennas: 6", StringComparison.Ordinal));
        IsacOutcome outcome = await _workspace.IsacAsync("run", spec, "--data", "none", "--out", "none");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("other.yaml:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("M", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Folder, "none")));
    }

    [Fact]
    public async Task A_device_that_does_not_exist_fails_with_a_clear_message()
    {
        string spec = _workspace.Write("device.yaml", File.ReadAllText(WriteTraining(epochs: 1)) + "\ndevice: cuda:9\n");
        IsacOutcome outcome = await _workspace.IsacAsync("run", spec, "--data", "data", "--out", "out");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            "does not exist: this build or machine has no CUDA device",
            outcome.Output + outcome.Error + File.ReadAllText(Path.Combine(_workspace.Folder, "out", "results.json")),
            StringComparison.Ordinal);
    }

    private string WriteTraining(int epochs) => _workspace.Write("small.yaml", $"""
        kind: training
        name: small
        seed: 3
        {Scenario}
        sweep: {"{sinr_db: [3, 8]}"}
        network: {"{preset: tuned, width: 8, refinements: 2}"}
        loss: {"{penalty: log-ratio, margin: 1.05}"}
        data: {"{fresh: true, samples: 64, validation: 32, test: 32}"}
        epochs: {epochs}
        batch: 32
        learning_rate: 3e-3
        schedule: cosine
        clip_norm: 1
        validate_every: 10
        checkpoint_seconds: 0
        """);

    private string WriteCampaign(string name, string extra) => _workspace.Write($"{name}.yaml", $"""
        kind: campaign
        name: learned
        seed: 7
        {Scenario}
        sweep: {"{sinr_db: [3, 8]}"}
        algorithms:
          - sdr
          - gnn: {"{model: \"models/small-sinr_db={sinr_db}.safetensors\"}"}
          - gnn-ip: {"{model: \"models/small-sinr_db={sinr_db}.safetensors\"}"}
          - gnn-ip: {"{model: models/small-sinr_db=8.safetensors, label: restored, repair: restoration}"}
        samples: 40
        {extra}
        """);

    private static JsonNode Algorithm(JsonNode point, string name) =>
        point["algorithms"]!.AsArray().Single(entry => entry!["name"]!.GetValue<string>() == name)!;

    private byte[] Bytes(string folder, string file) => File.ReadAllBytes(Path.Combine(_workspace.Folder, folder, file));
}
