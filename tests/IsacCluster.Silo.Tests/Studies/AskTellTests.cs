using System.Globalization;
using System.Net;
using System.Text.Json;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Tests.Http;
using IsacCluster.Silo.Tests.Live;

namespace IsacCluster.Silo.Tests.Studies;

/// <summary>Workers outside ask for trials and tell what came of them.</summary>
public sealed class AskTellTests : IDisposable
{
    private const string Space = "space: {a: {float: [0, 1]}, b: {float: [0, 1]}, c: {float: [0, 1]}}\n";
    private const string Search = "sampler: tpe\npruner: {asha: {min_resource: 1}}\ntrials: 24\nparallel: 4\n";

    private readonly TemporaryFolder _folder = new();
    private readonly LearningCurve _curve = new(steps: 9);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_trials_are_those_of_the_cluster_for_any_workers_lost_ones_and_restarts()
    {
        string[] alone, shared, disturbed;
        await using (ServedCluster cluster = await ServedCluster.StartAsync(_folder["inside"]))
            alone = await RunAsync(
                cluster, $"kind: study\nname: curve\nseed: 5\nobjective: {{synthetic: learning-curve, steps: 9}}\n{Search}");
        await using (ServedCluster cluster = await ServedCluster.StartAsync(_folder["three"]))
        {
            AskedStudy study = await AskedStudy.SubmitAsync(cluster, _folder["three"], Outside(lease: 600));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(k => study.WorkAsync($"w{k}", trial => EvaluateAsync(study, trial))));
            shared = await study.TrialsAsync();
            Assert.Equal(JobPhase.Completed, (await cluster.Client.GetStatusAsync(study.Id)).Phase);
        }

        using (LoopbackPorts port = LoopbackPorts.Hold(1)) disturbed = await DisturbedAsync(Outside(lease: 5), port);
        Assert.Equal(24, alone.Length);
        Assert.Contains(alone, line => line.Contains("Pruned", StringComparison.Ordinal));
        Assert.Equal(alone, shared);
        Assert.Equal(alone, disturbed);
    }

    /// <param name="lease">In seconds: long where nobody is to be lost on a slow machine.</param>
    private static string Outside(int lease) =>
        $"kind: study\nname: curve\nseed: 5\nobjective: {{external: {{lease_s: {lease}}}}}\n{Space}{Search}";

    /// <summary>A worker that is lost in the middle of a trial, and a cluster that is started again under another.</summary>
    private async Task<string[]> DisturbedAsync(string spec, LoopbackPorts port)
    {
        JsonElement lost, held;
        await using (ServedCluster first = await ServedCluster.StartAsync(_folder["disturbed"], held: port))
        {
            AskedStudy study = await AskedStudy.SubmitAsync(first, _folder["disturbed"], spec);
            lost = await study.AskAsync("lost");
            await study.SayAsync("report", lost, string.Create(CultureInfo.InvariantCulture, $", \"step\": 1, \"value\": {At(lost, 1):R}"));
            held = await study.AskAsync("held", ", \"request\": \"this one\"");
            await study.SayAsync("report", held, string.Create(CultureInfo.InvariantCulture, $", \"step\": 1, \"value\": {At(held, 1):R}"));
        }

        await using ServedCluster second = await ServedCluster.StartAsync(_folder["disturbed"], held: port);
        AskedStudy resumed = await AskedStudy.SubmitAsync(second, _folder["disturbed"], spec);
        JsonElement again = await resumed.AskAsync("held", ", \"request\": \"this one\"");
        Assert.Equal(held.Text("lease"), again.Text("lease"));
        Assert.Equal(1, Assert.Single(again.Items("reported"))[0].GetInt64());
        await EvaluateAsync(resumed, held); // with the lease from before
        JsonElement taken = await Api.UntilAsync(
            () => resumed.AskAsync("other"), trial =>
            {
                bool isLost = trial.GetProperty("trial").GetInt64() == lost.GetProperty("trial").GetInt64();
                if (!isLost) resumed.SayAsync("tell", trial, ", \"state\": \"waiting\"").GetAwaiter().GetResult();
                return isLost;
            });
        Assert.Equal(2, taken.GetProperty("attempt").GetInt32());
        (HttpStatusCode code, JsonElement late) = await resumed.SayAsync("tell", lost, ", \"value\": 0.5");
        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Contains("the lease of trial", late.Text("error"), StringComparison.Ordinal);
        await EvaluateAsync(resumed, taken);
        await resumed.WorkAsync("other", trial => EvaluateAsync(resumed, trial));
        return await resumed.TrialsAsync();
    }

    [Fact]
    public async Task What_is_wrong_is_one_sentence_and_what_is_said_twice_is_taken_once()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
        AskedStudy study = await AskedStudy.SubmitAsync(
            cluster, _folder.Path,
            "kind: study\nname: asked\nobjective: {external: {}, metrics: [loss, time]}\ndirections: [minimize, minimize]\n"
                + "space: {x: {float: [0, 1]}}\nsampler: random\ntrials: 3\nparallel: 2\nretries: 1\n");
        Assert.Equal(HttpStatusCode.Unauthorized, (await study.PostAsync("ask", "{}", token: null)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await study.PostAsync("ask", "{}", ServedCluster.ReadToken)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await study.PostAsync("ask", "{}", study: "none-000000000000")).Code);
        JsonElement trial = await study.AskAsync();
        Assert.Equal((0, 1), (trial.GetProperty("trial").GetInt64(), trial.GetProperty("attempt").GetInt32()));
        Assert.Equal(["loss", "time"], trial.Items("metrics").Select(name => name.GetString()));
        (string Words, string Field)[] wrong =
        [
            ("", "values"), (", \"value\": 1", "value"), (", \"values\": {\"loss\": 1}", "values.time"), (", \"values\": 3", "values"),
            (", \"values\": {\"loss\": \"NaN\", \"time\": 2}", "values.loss"),
            (", \"values\": {\"loss\": 1e999, \"time\": 2}", "values.loss"),
            (", \"values\": {\"loss\": NaN, \"time\": 2}", "the body"), (", \"state\": \"done\"", "state"), (", \"vaule\": 1", "vaule"),
        ];
        foreach ((string words, string field) in wrong)
        {
            (HttpStatusCode code, JsonElement answer) = await study.SayAsync("tell", trial, words);
            Assert.Equal((words, HttpStatusCode.BadRequest), (words, code));
            Assert.StartsWith(field, answer.Text("error"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await study.SayAsync("report", trial, ", \"step\": 1.5, \"value\": 1")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await study.PostAsync("tell", "{\"trial\": 0}")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await study.PostAsync("ask", "{\"wait_s\": 99}")).Code);
        foreach ((int number, HttpStatusCode code) in new[] { (7, HttpStatusCode.NotFound), (0, HttpStatusCode.Conflict) })
            Assert.Equal(code, (await study.PostAsync("tell", $$"""{"trial": {{number}}, "lease": "x", "state": "failed"}""")).Code);

        const string words2 = ", \"values\": {\"time\": 2, \"loss\": 1, \"more\": 3}";
        Assert.Equal("complete", (await study.SayAsync("tell", trial, words2)).Answer.Text("state"));
        Assert.Equal("complete", (await study.SayAsync("tell", trial, words2)).Answer.Text("state"));
        Assert.Equal(HttpStatusCode.Conflict, (await study.SayAsync("tell", trial, ", \"values\": {\"time\": 2, \"loss\": 9}")).Code);

        JsonElement failing = await study.AskAsync();
        JsonElement other = await study.AskAsync();
        Assert.Equal("wait", (await study.PostAsync("ask", "{\"wait_s\": 0}")).Answer.Text("state"));
        Assert.Equal("waiting", (await study.SayAsync("tell", failing, ", \"state\": \"failed\", \"retry\": true")).Answer.Text("state"));
        failing = await study.AskAsync();
        Assert.Equal((1, 2), (failing.GetProperty("trial").GetInt64(), failing.GetProperty("attempt").GetInt32()));
        const string again = ", \"state\": \"failed\", \"retry\": true, \"error\": \"out of\\nmemory\"";
        Assert.Equal("failed", (await study.SayAsync("tell", failing, again)).Answer.Text("state"));

        await cluster.Client.PauseAsync(study.Id);
        Assert.Equal("paused", (await study.AskAsync()).Text("state"));
        Assert.False((await study.SayAsync("heartbeat", other, "")).Answer.GetProperty("stop").GetBoolean());
        await cluster.Client.ResumeAsync(study.Id);
        await study.SayAsync("tell", other, words2);
        Assert.Equal("completed", (await study.AskAsync()).Text("state"));
        IReadOnlyDictionary<long, TrialOutcome> trials = await study.OutcomesAsync();
        Assert.Equal([TrialState.Complete, TrialState.Failed, TrialState.Complete], trials.Values.Select(outcome => outcome.State));
        Assert.Equal([1.0, 2.0], trials[0].Values);
        Assert.Equal(("out of memory", 2), (trials[1].Error, trials[1].Attempts));
    }

    [Fact]
    public async Task A_cancelled_study_tells_its_workers_to_stop_and_other_studies_give_no_trials()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 0);
        AskedStudy study = await AskedStudy.SubmitAsync(
            cluster, _folder.Path,
            "kind: study\nname: asked\nobjective: {external: {}}\nspace: {x: {float: [0, 1]}}\nsampler: random\ntrials: 3\nparallel: 2\n");
        JsonElement trial = await study.AskAsync();
        await cluster.Client.CancelAsync(study.Id);
        Assert.Equal("cancelled", (await study.AskAsync()).Text("state"));
        Assert.True((await study.SayAsync("heartbeat", trial, "")).Answer.GetProperty("stop").GetBoolean());
        await study.TellAsync(trial, 0.5);
        Assert.Equal(0.5, Assert.Single(await study.OutcomesAsync()).Value.Values[0]);
        Assert.True(await cluster.Client.DeleteAsync(study.Id));
        AskedStudy inside = await AskedStudy.SubmitAsync(
            cluster, _folder.Path, "kind: study\nname: inside\nobjective: {synthetic: branin}\ntrials: 3\n");
        (HttpStatusCode code, JsonElement answer) = await inside.PostAsync("ask", "{}");
        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Contains("objective.external", answer.Text("error"), StringComparison.Ordinal);
    }

    private static async Task<string[]> RunAsync(ServedCluster cluster, string spec)
    {
        JobId id = await cluster.Client.SubmitAsync(new JobDescription("study", spec, "curve.yaml", "out"));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        return AskedStudy.Lines((await cluster.Client.GetResultsAsync(id)).Lanes[0]);
    }

    private async Task EvaluateAsync(AskedStudy study, JsonElement trial)
    {
        for (int step = 1; step < _curve.Steps; step++)
        {
            string words = string.Create(CultureInfo.InvariantCulture, $", \"step\": {step}, \"value\": {At(trial, step):R}");
            (HttpStatusCode code, JsonElement answer) = await study.SayAsync("report", trial, words);
            Assert.True(code == HttpStatusCode.OK, answer.ToString());
            if (answer.GetProperty("prune").GetBoolean()) return;
        }

        await study.TellAsync(trial, At(trial, _curve.Steps));
    }

    private double At(JsonElement trial, int step)
    {
        JsonElement given = trial.GetProperty("params");
        ParameterSet point = _curve.Space.Create([given.Number("a"), given.Number("b"), given.Number("c")]);
        return _curve.EvaluateAt(point, trial.GetProperty("trial").GetInt64(), step);
    }
}
