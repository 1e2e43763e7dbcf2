using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Testing.Telemetry;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Campaigns through the command line: the same statistics however they are computed.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class CampaignRunTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_digest_depends_on_neither_silos_nor_shard_size()
    {
        string auto = _workspace.WriteCampaign("auto", 30);
        string single = _workspace.WriteCampaign("single", 30, "shard_size: 1");
        string seven = _workspace.WriteCampaign("seven", 30, "shard_size: 7");
        var digests = new List<string>
        {
            Digest(await _workspace.RunAsync(auto, "data-1", "out-1")),
            Digest(await _workspace.RunAsync(auto, "data-4", "out-4", "--silos", "4")),
            Digest(await _workspace.RunAsync(single, "data-single", "out-single")),
            Digest(await _workspace.RunAsync(seven, "data-seven", "out-seven", "--silos", "3")),
        };
        Assert.Single(digests.Distinct());
    }

    [Fact]
    public async Task A_killed_campaign_continues_and_redoes_only_what_was_not_accepted()
    {
        const int samples = 2000;
        string spec = _workspace.WriteCampaign("killed", samples, "shard_size: 5");
        using (IsacProcess process = IsacProcess.Start(
            _workspace.Folder, "run", spec, "--data", "data", "--out", "out", "--slots", "1"))
        {
            await process.ErrorLineAsync(line => Done(line) >= samples / 5);
            process.Kill();
            IsacOutcome killed = await process.EndAsync();
            Assert.NotEqual(0, killed.ExitCode);
            Assert.False(File.Exists(Path.Combine(_workspace.Folder, "out", "results.json")));
        }

        IsacOutcome again = await IsacProcess.RunAsync(_workspace.Folder, "run", spec, "--data", "data", "--out", "out");
        Assert.True(again.ExitCode == 0, again.Error);
        JsonNode resumed = _workspace.Json("out", "results.json");
        JsonNode undisturbed = await _workspace.RunAsync(spec, "fresh", "out-fresh");
        Assert.Equal(Digest(undisturbed), Digest(resumed));
        long reused = Tasks(resumed, "samples_reused"), computed = Tasks(resumed, "samples_computed");
        Assert.True(reused >= samples / 5, $"only {reused} samples were kept");
        Assert.Equal(2 * samples, reused + computed);
        Assert.Equal(0, Tasks(undisturbed, "samples_reused"));
    }

    [Fact]
    public async Task An_interrupted_campaign_keeps_its_state_and_says_so()
    {
        const int samples = 4000; // on one slot: they must not be done before the signal comes
        string spec = _workspace.WriteCampaign("interrupted", samples);
        using IsacProcess process = IsacProcess.Start(
            _workspace.Folder, "run", spec, "--data", "data", "--out", "out", "--slots", "1");
        await process.ErrorLineAsync(line => Done(line) >= samples / 5);
        process.Signal("INT");
        IsacOutcome outcome = await process.EndAsync();
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("interrupted", outcome.Error, StringComparison.Ordinal);
        JsonNode resumed = await _workspace.RunAsync(spec, "data", "out");
        Assert.True(Tasks(resumed, "samples_reused") >= samples / 5);
        Assert.Equal(2 * samples, Tasks(resumed, "samples_reused") + Tasks(resumed, "samples_computed"));
    }

    [Fact]
    public async Task Extending_computes_only_the_new_samples_and_gives_the_digest_of_a_fresh_run()
    {
        JsonNode first = await _workspace.RunAsync(_workspace.WriteCampaign("extended", 40), "data", "out");
        string job = first["manifest"]!["job_id"]!.GetValue<string>();
        IsacOutcome outcome = await _workspace.IsacAsync("extend", job, "--samples", "80", "--data", "data", "--out", "extended");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonNode extended = _workspace.Json("extended", "results.json");
        JsonNode fresh = await _workspace.RunAsync(_workspace.WriteCampaign("extended", 80), "fresh", "out-fresh");
        Assert.Equal(Digest(fresh), Digest(extended));
        Assert.NotEqual(Digest(first), Digest(extended));
        Assert.Equal(2 * 40, Tasks(extended, "samples_reused"));
        Assert.Equal(2 * 40, Tasks(extended, "samples_computed"));

        JsonNode rerun = await _workspace.RunAsync(_workspace.WriteCampaign("extended", 80), "data", "again");
        Assert.Equal(Digest(fresh), Digest(rerun));
        Assert.Equal(0, Tasks(rerun, "samples_computed"));

        IsacOutcome fewer = await _workspace.IsacAsync("extend", job, "--samples", "30", "--data", "data", "--out", "extended");
        Assert.Equal(2, fewer.ExitCode);
        Assert.Matches("40 accepted results of 'sinr_db=(8|12)' would be discarded", fewer.Error);
        string other = _workspace.WriteCampaign("other", 40);
        IsacOutcome foreign = await _workspace.IsacAsync("run", other, "--data", "data", "--out", "extended");
        Assert.Equal(2, foreign.ExitCode);
        Assert.Contains($"holds the results of job {job}", foreign.Error, StringComparison.Ordinal);
        Assert.Equal(Digest(extended), Digest(_workspace.Json("extended", "results.json")));
    }

    [Fact]
    public async Task A_replayed_sample_has_the_bits_of_the_campaign()
    {
        string spec = _workspace.WriteCampaign("replayed", 1);
        JsonNode results = await _workspace.RunAsync(spec, "data", "out");
        string job = results["manifest"]!["job_id"]!.GetValue<string>();
        foreach (string source in new[] { job, spec })
        {
            IsacOutcome outcome = await _workspace.IsacAsync(
                "replay", source, "--point", "sinr_db=12", "--sample", "0", "--data", "data", "--json");
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            JsonArray replayed = JsonNode.Parse(outcome.Output)!["algorithms"]!.AsArray();
            JsonArray campaign = results["points"]![1]!["algorithms"]!.AsArray();
            Assert.Equal(4, replayed.Count);
            for (int a = 0; a < replayed.Count; a++)
                Assert.Equal(campaign[a]!["mse"]!["mean"]!.GetValue<double>(), replayed[a]!["mse"]!.GetValue<double>());
        }
    }

    [Fact]
    public async Task A_stopping_rule_stops_at_the_same_sample_for_any_number_of_silos()
    {
        string spec = _workspace.Write("stopping.yaml", """
            kind: campaign
            name: stopping
            seed: 7
            scenario: {grid_points: 45}
            algorithms: [radar, zf-pinv]
            samples: 4000
            stop: {relative_half_width: 0.02, min_samples: 200}
            """);
        JsonNode one = await _workspace.RunAsync(spec, "data-1", "out-1");
        JsonNode four = await _workspace.RunAsync(spec, "data-4", "out-4", "--silos", "4");
        Assert.Equal(Digest(one), Digest(four));
        Assert.Equal("precision", one["points"]![0]!["stop_reason"]!.GetValue<string>());
        Assert.True(one["points"]![0]!["samples"]!.GetValue<long>() < 4000);
    }

    [Fact]
    public async Task Plan_and_report_tell_what_is_done()
    {
        string spec = _workspace.WriteCampaign("planned", 30);
        JsonNode before = await PlanAsync(spec);
        Assert.Equal(60, before["indices"]!.GetValue<long>());
        Assert.Equal(0, before["done"]!.GetValue<long>());
        Assert.True(before["predicted_slot_hours"]!.GetValue<double>() > 0);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Folder, "data")));

        JsonNode results = await _workspace.RunAsync(spec, "data", "out");
        Assert.Equal(60, (await PlanAsync(spec))["done"]!.GetValue<long>());
        string job = results["manifest"]!["job_id"]!.GetValue<string>();
        IsacOutcome report = await _workspace.IsacAsync("report", job, "--data", "data", "--out", "again");
        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Equal(Digest(results), Digest(_workspace.Json("again", "results.json")));
        Assert.True(new FileInfo(Path.Combine(_workspace.Folder, "again", "report.html")).Length > 10_000);
    }

    [Fact]
    public async Task The_timing_ledger_closes_and_a_trace_is_written()
    {
        JsonNode results = await _workspace.RunAsync(_workspace.WriteCampaign("timed", 30), "data", "out", "--trace", "trace.json");
        JsonNode timing = results["timing"]!;
        double slots = timing["slots_s"]!.GetValue<double>();
        double parts = new[] { "useful_s", "queue_s", "overhead_s", "wasted_s" }.Sum(part => timing[part]!.GetValue<double>());
        Assert.Equal(slots, parts, 1e-9 * slots);
        Assert.True(timing["useful_s"]!.GetValue<double>() > 0);
        Assert.Equal(60, timing["stages"]!["sdr"]!["calls"]!.GetValue<long>());
        Assert.NotEmpty(_workspace.Json("trace.json").AsArray());
    }

    [Fact]
    public async Task A_collector_receives_the_job_as_a_tree_of_short_spans()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await _workspace.RunAsync(
            _workspace.WriteCampaign("traced", 12, "shard_size: 4"), "data", "out", "--otlp", receiver.Endpoint.ToString());
        OtlpSpan submit = Assert.Single(receiver.Spans, span => span.Name == "submit");
        OtlpSpan[] tasks = [.. receiver.Spans.Where(span => span.Name == "task")];
        Assert.Equal(6, tasks.Length);
        Assert.All(tasks, task => Assert.Equal(submit.TraceId, task.TraceId));
        OtlpSpan report = Assert.Single(receiver.Spans, span => span.Name == "write-report");
        ILookup<string, OtlpSpan> solves = receiver.Spans.Where(span => span.Name == "sdr").ToLookup(span => span.ParentId);
        Assert.All(tasks, task => Assert.Single(solves[task.SpanId])); // its four samples are solved together
        Assert.Equal(8, solves[report.SpanId].Count()); // the beampatterns of four samples at two points
        Assert.NotEmpty(receiver.Metrics);
    }

    private async Task<JsonNode> PlanAsync(string spec)
    {
        IsacOutcome outcome = await _workspace.IsacAsync("plan", spec, "--data", "data", "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonNode.Parse(outcome.Output)!;
    }

    private static string Digest(JsonNode results)
    {
        Assert.True(results["complete"]!.GetValue<bool>());
        return results["digest"]!.GetValue<string>();
    }

    private static long Tasks(JsonNode results, string field) => results["tasks"]![field]!.GetValue<long>();

    /// <summary>The n of "JOB: n of m samples, ..."; -1 on other lines.</summary>
    private static long Done(string line)
    {
        string[] words = line.Split(' ');
        return words.Length > 3 && words[2] == "of" && long.TryParse(words[1], out long done) ? done : -1;
    }
}
