using System.Text.Json.Nodes;

namespace IsacCluster.ClusterTests;

/// <summary>Studies through the command line.</summary>
public sealed class StudyRunTests : IDisposable
{
    private const string Study = """
        kind: study
        name: killed
        seed: 5
        space:
          x: {float: [-2, 2]}
          k: {int: [1, 4]}
        objective: {command: [sh, f.sh], metric: loss}
        sampler: {tpe: {startup_trials: 4}}
        trials: TRIALS
        parallel: 3
        """;

    private readonly Workspace _workspace = new();

    public StudyRunTests() => _workspace.Write("f.sh", "echo \"{\\\"loss\\\": $4}\"\n");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_killed_study_continues_to_the_digest_of_an_undisturbed_one_and_is_extended()
    {
        string spec = _workspace.Write("killed.yaml", Study.Replace("TRIALS", "60", StringComparison.Ordinal));
        using (IsacProcess process = IsacProcess.Start(_workspace.Folder, "run", spec, "--data", "data", "--out", "out", "--slots", "2"))
        {
            await process.ErrorLineAsync(
                line => line.Contains(" of 60 trials", StringComparison.Ordinal) && !line.Contains(": 0 of", StringComparison.Ordinal));
            process.Kill();
            Assert.NotEqual(0, (await process.EndAsync()).ExitCode);
        }

        JsonNode resumed = await RunAsync(spec, "data", "out", "--slots", "1");
        JsonNode undisturbed = await RunAsync(spec, "fresh", "out-fresh", "--silos", "3", "--slots", "3");
        Assert.Equal(Digest(undisturbed), Digest(resumed));
        Assert.True(resumed["tasks"]!["samples_reused"]!.GetValue<long>() > 0);

        IsacOutcome extend =
            await IsacProcess.RunAsync(
                _workspace.Folder, "extend", (string)resumed["job_id"]!, "--trials", "75", "--data", "data", "--out", "out");
        Assert.True(extend.ExitCode == 0, extend.Error);
        JsonNode extended = _workspace.Json("out", "study.json");
        Assert.Equal(75, extended["trials"]!.AsArray().Count);
        Assert.Equal(15, extended["tasks"]!["samples_computed"]!.GetValue<long>());
        JsonNode longer =
            await RunAsync(_workspace.Write("longer.yaml", Study.Replace("TRIALS", "75", StringComparison.Ordinal)), "long", "out-long");
        Assert.Equal(Digest(longer), Digest(extended));
    }

    [Fact]
    public async Task Plan_tells_the_trials_that_are_left()
    {
        string spec = _workspace.Write("planned.yaml", Study.Replace("TRIALS", "6", StringComparison.Ordinal));
        await RunAsync(spec, "data", "out");
        string more = _workspace.Write("more.yaml", Study.Replace("TRIALS", "10", StringComparison.Ordinal));
        IsacOutcome outcome = await IsacProcess.RunAsync(_workspace.Folder, "plan", more, "--data", "data", "--out", "out", "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode plan = JsonNode.Parse(outcome.Output)!;
        Assert.Equal((10, 6), ((int)plan["indices"]!, (int)plan["done"]!));
    }

    private async Task<JsonNode> RunAsync(string spec, string data, string output, params string[] more)
    {
        IsacOutcome outcome = await IsacProcess.RunAsync(_workspace.Folder, ["run", spec, "--data", data, "--out", output, .. more]);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}: {outcome.Error}");
        return _workspace.Json(output, "study.json");
    }

    private static string Digest(JsonNode results) => (string)results["digest"]!;
}
