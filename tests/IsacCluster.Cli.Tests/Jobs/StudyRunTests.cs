using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Studies through the command line.</summary>
[Collection(CommandLineCollection.Name)]
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

    public StudyRunTests() => _workspace.Write("f.sh", "echo \"{\\\"loss\\\": ${2#--k=}}\"\n");

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
            await _workspace.IsacAsync("extend", (string)resumed["job_id"]!, "--trials", "75", "--data", "data", "--out", "out");
        Assert.True(extend.ExitCode == 0, extend.Error);
        JsonNode extended = _workspace.Json("out", "study.json");
        Assert.Equal(75, extended["trials"]!.AsArray().Count);
        Assert.Equal(15, extended["tasks"]!["samples_computed"]!.GetValue<long>());
        JsonNode longer =
            await RunAsync(_workspace.Write("longer.yaml", Study.Replace("TRIALS", "75", StringComparison.Ordinal)), "long", "out-long");
        Assert.Equal(Digest(longer), Digest(extended));
    }

    [Fact]
    public async Task A_program_dies_with_isac_and_what_it_reported_before_is_part_of_its_trial()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The objective is a script of a Unix shell.");
        _workspace.Write("goes-on.sh", """
            x=${1#--x=}; step=$(cat ck 2>/dev/null || echo 0)
            while [ $step -lt 6 ]; do
              step=$((step + 1))
              awk "BEGIN { printf \"{\\\"step\\\": $step, \\\"value\\\": %.17g}\\n\", ($x - 0.3) ^ 2 + 1 / $step }"
              echo $step > next; mv next ck
              if [ -n "$ALIVE" ] && [ ! -e killed ] && [ $((ISAC_TRIAL % 3)) = 1 ] && [ $step = 3 ]; then
                touch killed; exec 9>"$ALIVE"; echo >&9; trap '' HUP TERM; (sleep 1000; sleep 1000) & sleep 1000
              fi
            done
            """);
        string spec = _workspace.Write("goes-on.yaml", """
            kind: study
            name: goes-on
            seed: 5
            space: {x: {float: [0, 1]}}
            objective: {command: [sh, goes-on.sh]}
            sampler: random
            pruner: {asha: {min_resource: 4, reduction_factor: 2}}
            trials: 8
            parallel: 2
            """);
        Assert.Equal(0, (await ProgramRun.EndAsync(_workspace.Folder, "mkfifo", "alive"))!.ExitCode);
        var environment = new Dictionary<string, string> { ["ALIVE"] = Path.Combine(_workspace.Folder, "alive") };
        foreach (string signal in (string[])["KILL", "HUP"])
        {
            using IsacProcess isac = IsacProcess.Start(_workspace.Folder, environment, "run", spec, "--data", "data", "--out", "out");
            // Opened once the program of trial 1, then of trial 4, has come to its third step; at its end when all that holds it is gone.
            using FileStream alive = await Task.Factory.StartNew(
                () => new FileStream(environment["ALIVE"], FileMode.Open, FileAccess.Read), TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.Equal('\n', alive.ReadByte());
            isac.Signal(signal);
            Assert.Equal(-1, alive.ReadByte());
            Assert.NotEqual(0, (await isac.EndAsync()).ExitCode);
        }

        JsonNode resumed = await RunAsync(spec, "data", "out"), undisturbed = await RunAsync(spec, "fresh", "out-fresh");
        Assert.Equal(Digest(undisturbed), Digest(resumed));
        foreach ((JsonNode? once, JsonNode? again) in undisturbed["trials"]!.AsArray().Zip(resumed["trials"]!.AsArray()))
            Assert.Equal(once!["intermediate"]!.ToJsonString(), again!["intermediate"]!.ToJsonString());
        Assert.Contains(resumed["trials"]!.AsArray(), trial => (string)trial!["state"]! == "pruned");
    }

    [Fact]
    public async Task Plan_tells_the_trials_that_are_left()
    {
        string spec = _workspace.Write("planned.yaml", Study.Replace("TRIALS", "6", StringComparison.Ordinal));
        await RunAsync(spec, "data", "out");
        string more = _workspace.Write("more.yaml", Study.Replace("TRIALS", "10", StringComparison.Ordinal));
        IsacOutcome outcome = await _workspace.IsacAsync("plan", more, "--data", "data", "--out", "out", "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode plan = JsonNode.Parse(outcome.Output)!;
        Assert.Equal((10, 6), ((int)plan["indices"]!, (int)plan["done"]!));
    }

    /// <summary>The oracle: the best trial trained by itself, and its model in a campaign by itself.</summary>
    [Fact]
    public async Task A_metric_of_a_validation_campaign_is_what_the_campaign_says_of_the_trained_model()
    {
        const string scenario = "scenario: {antennas: 4, grid_points: 45, sinr_db: 8}";
        string study = _workspace.Write("judged.yaml", $$"""
            kind: study
            name: judged
            seed: 5
            space:
              learning_rate: {float: [1e-3, 1e-2], log: true}
            objective:
              training:
                seed: 5
                {{scenario}}
                network: {preset: tuned, width: 8, refinements: 1}
                data: {fresh: true, samples: 200, validation: 50, test: 50}
                epochs: 2
                batch: 50
                validate_every: 1
              campaign:
                name: judge
                seed: 77
                {{scenario}}
                algorithms: [sdr, radar]
                samples: 40
              metrics: [campaign_mse_ratio, campaign_satisfaction, campaign_mse]
            directions: [minimize, maximize, minimize]
            trials: 2
            """);
        JsonNode judged = await RunAsync(study, "data", "judged");
        JsonNode trial = judged["trials"]![1]!;
        _workspace.Write("again.yaml", $$"""
            kind: training
            name: again
            seed: 5
            {{scenario}}
            network: {preset: tuned, width: 8, refinements: 1}
            data: {fresh: true, samples: 200, validation: 50, test: 50}
            epochs: 2
            batch: 50
            validate_every: 1
            learning_rate: {{trial["params"]!["learning_rate"]!.ToJsonString()}}
            """);
        await _workspace.RunAsync("again.yaml", "data-again", "again");
        string model = Directory.GetFiles(Path.Combine(_workspace.Folder, "again"), "*.safetensors", SearchOption.AllDirectories).Single();
        string campaign = _workspace.Write("judge.yaml", $$$"""
            kind: campaign
            name: judge
            seed: 77
            {{{scenario}}}
            algorithms: [sdr, radar, {gnn-ip: {model: '{{{model}}}'}}]
            samples: 40
            """);
        JsonNode network = (await _workspace.RunAsync(campaign, "data-judge", "judge"))["points"]![0]!["algorithms"]![2]!;
        double[] values = [.. trial["values"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(network["paired_mse_ratio_to"]!["sdr"]!["mean"]!.GetValue<double>(), values[0]);
        Assert.Equal(network["satisfaction"]!.GetValue<double>(), values[1]);
        Assert.Equal(network["mse"]!["mean"]!.GetValue<double>(), values[2]);
    }

    private async Task<JsonNode> RunAsync(string spec, string data, string output, params string[] more)
    {
        IsacOutcome outcome = await _workspace.IsacAsync(["run", spec, "--data", data, "--out", output, .. more]);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}: {outcome.Error}");
        return _workspace.Json(output, "study.json");
    }

    private static string Digest(JsonNode results) => (string)results["digest"]!;
}
