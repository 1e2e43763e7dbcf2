using System.Globalization;
using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac study` on studies of a data folder.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class StudyCommandTests : IDisposable
{
    private const string Spec = "kind: study\nname: limited\nseed: 2\nobjective: {synthetic: gardner}\nconstraints: [c <= -0.5]\n"
        + "sampler: random\ntrials: 40\nparallel: 2\n";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_study_is_listed_shown_and_exported_in_forms_that_others_read()
    {
        string id = await RunAsync("limited", Spec);
        JsonNode results = _workspace.Json("limited", "study.json");
        JsonNode listed = Assert.Single(JsonNode.Parse((await IsacAsync("study", "list", "--json")).Output)!.AsArray())!;
        Assert.Equal(id, (string?)listed["id"]);
        Assert.Equal((double)results["best"]!["value"]!, (double)listed["best"]!["value"]!);
        string shown = (await IsacAsync("study", "show", id, "--top", "3")).Output;
        Assert.Contains("subject to  c <= -0.5", shown, StringComparison.Ordinal);
        Assert.Contains((string)results["digest"]!, shown, StringComparison.Ordinal);
        JsonNode best = Assert.Single(JsonNode.Parse((await IsacAsync("study", "best", id, "--json")).Output)!.AsArray())!;
        Assert.Equal((int)results["best"]!["trial"]!, (int)best["number"]!);
        Assert.True((bool)best["feasible"]!);

        await IsacAsync("study", "export", id, "--csv", "out/trials.csv", "--mlflow", "mlruns");
        string[] lines = File.ReadAllLines(Path.Combine(_workspace.Folder, "out", "trials.csv"));
        Assert.Equal(
            "number,value,datetime_start,datetime_complete,duration,params_x,params_y,user_attrs_value,user_attrs_c,"
                + "system_attrs_constraints,state", lines[0]);
        Assert.Equal(41, lines.Length);
        string prior = Spec.Replace("sampler: random", "sampler: random\nprior: out/trials.csv", StringComparison.Ordinal)
            .Replace("limited", "after", StringComparison.Ordinal);
        await RunAsync("after", prior);
        Assert.Equal(40, (int)_workspace.Json("after", "study.json")["prior_trials"]!);
        CheckRuns(results, id);
        string[] before = Texts();
        await IsacAsync("study", "export", id, "--mlflow", "mlruns");
        Assert.Equal(before, Texts());
    }

    [Fact]
    public async Task A_mistake_is_one_line_and_a_study_without_a_best_trial_says_why()
    {
        string id = await RunAsync(
            "never", Spec.Replace("<= -0.5", "<= -2", StringComparison.Ordinal).Replace("limited", "never", StringComparison.Ordinal));
        IsacOutcome best = await RawAsync("study", "best", id);
        Assert.Equal(1, best.ExitCode);
        Assert.StartsWith("isac: No trial is feasible, so there is no best one. The nearest is ", best.Error, StringComparison.Ordinal);
        Assert.Equal(
            (2, "isac: export: expected --csv FILE or --mlflow DIR, or both.\n"), Said(await RawAsync("study", "export", id)));
        Assert.Equal((2, "isac: JOB: data folder isac-data holds no job 'x'.\n"), Said(await RawAsync("study", "show", "x")));
        Assert.Equal(
            (2, "isac: 'bset' is not allowed; expected one of list, show, best, export. Required command was not provided. See 'isac study "
                + "--help'.\n"), Said(await RawAsync("study", "bset")));
        Assert.Equal(
            (2, "isac: '--jsn' is no option of isac study list. Did you mean '--json'? See 'isac study list --help'.\n"),
            Said(await RawAsync("study", "list", "--jsn")));
    }

    private void CheckRuns(JsonNode results, string id)
    {
        string experiment = Assert.Single(Directory.GetDirectories(Path.Combine(_workspace.Folder, "mlruns")));
        Assert.Contains($"name: \"{id}\"\n", File.ReadAllText(Path.Combine(experiment, "meta.yaml")), StringComparison.Ordinal);
        string[] runs = Directory.GetDirectories(experiment);
        Assert.Equal(40, runs.Length);
        foreach (string run in runs)
        {
            Assert.Matches("^[0-9a-f]{32}$", Path.GetFileName(run));
            string meta = File.ReadAllText(Path.Combine(run, "meta.yaml"));
            Assert.Contains($"run_id: {Path.GetFileName(run)}\n", meta, StringComparison.Ordinal);
            Assert.Contains("status: 3\n", meta, StringComparison.Ordinal);
            string name = File.ReadAllText(Path.Combine(run, "tags", "mlflow.runName"));
            int number = int.Parse(name["trial-".Length..], CultureInfo.InvariantCulture);
            JsonNode trial = results["trials"]![number]!;
            Assert.Equal((double)trial["params"]!["x"]!, Number(Path.Combine(run, "params", "x"), 0));
            Assert.Equal((double)trial["value"]!, Number(Path.Combine(run, "metrics", "value"), 1));
            Assert.Equal((double)trial["measured"]!["c"]!, Number(Path.Combine(run, "metrics", "c"), 1));
        }
    }

    private string[] Texts()
    {
        string[] files = Directory.GetFiles(Path.Combine(_workspace.Folder, "mlruns"), "*", SearchOption.AllDirectories);
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    private static double Number(string file, int word) =>
        double.Parse(File.ReadAllText(file).Split(' ')[word], CultureInfo.InvariantCulture);

    private static (int, string) Said(IsacOutcome outcome) => (outcome.ExitCode, outcome.Error);

    private async Task<string> RunAsync(string name, string text)
    {
        await IsacAsync("run", _workspace.Write($"{name}.yaml", text), "--out", name, "--slots", "2");
        return (string)_workspace.Json(name, "study.json")["job_id"]!;
    }

    private async Task<IsacOutcome> IsacAsync(params string[] args)
    {
        IsacOutcome outcome = await RawAsync(args);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }

    private Task<IsacOutcome> RawAsync(params string[] args) =>
        InProcess.RunInAsync(_workspace.Folder, new Dictionary<string, string>(), args);
}
