using System.Text.Json.Nodes;

namespace IsacCluster.Cli.Tests.Running;

/// <summary>A temporary folder of one test.</summary>
public sealed class Workspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Write(string name, string text)
    {
        string path = _folder[name];
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A campaign with all baselines over two thresholds.</summary>
    public string WriteCampaign(string name, int samples, string extra = "") => Write($"{name}.yaml", $"""
        kind: campaign
        name: {name}
        seed: 7
        scenario: {"{antennas: 6, grid_points: 45}"}
        sweep: {"{sinr_db: [8, 12]}"}
        algorithms: [radar, sdr, zf, zf-pinv]
        samples: {samples}
        {extra}
        """);

    public JsonNode Json(params string[] path) => JsonNode.Parse(File.ReadAllText(_folder[path]))!;

    /// <summary>Runs isac in this process and this folder; for tests that run alone (<see cref="CommandLineCollection"/>).</summary>
    public Task<IsacOutcome> IsacAsync(params string[] args) => InProcess.RunInAsync(Folder, new Dictionary<string, string>(), args);

    /// <summary>Runs a specification in this process to a successful end and returns results.json.</summary>
    public async Task<JsonNode> RunAsync(string spec, string data, string output, params string[] more)
    {
        IsacOutcome outcome = await IsacAsync(["run", spec, "--data", data, "--out", output, .. more]);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}: {outcome.Error}");
        return Json(output, "results.json");
    }

    public void Dispose() => _folder.Dispose();
}
