using System.Net;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Tests.Http;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>The detail of a job has the numbers of its report and of its status.</summary>
public sealed class JobDetailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_campaign_has_the_numbers_of_its_results_and_its_status()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null);
        JobId id = await RunAsync(cluster, "campaign",
            "kind: campaign\nname: swept\nseed: 3\nscenario: {antennas: 4, users: 3, grid_points: 30}\nsweep: {sinr_db: [4, 16]}\n"
                + "algorithms: [zf, sdr]\nmetrics: [sum_rate]\nsamples: 60\nstop: {relative_half_width: 0.5, min_samples: 20}\n");
        using HttpClient caller = cluster.Caller(null);
        JsonElement detail = await caller.ReadAsync($"/api/jobs/{id}");
        JsonElement results = await caller.ReadAsync($"/api/jobs/{id}/report/results.json");
        JobStatus status = await cluster.Client.GetStatusAsync(id);
        Assert.Equal(("completed", "campaign"), (detail.Text("phase"), detail.Text("kind")));
        Assert.Equal(status.Lanes.Sum(lane => lane.Accepted), detail.GetProperty("accepted").GetInt64());
        Assert.Equal(status.Lanes.Sum(lane => lane.Boundary), detail.GetProperty("target").GetInt64());
        Assert.Contains("name: swept", detail.Text("specification"), StringComparison.Ordinal);
        Assert.Equal("silo-0", detail.Items("silos").Single().Text("name"));
        Assert.Contains(detail.Items("stages"), stage => stage.Text("name") == "sdr" && stage.Number("total_s") > 0);
        Assert.Single(detail.Items("history"));

        JsonElement[] points = detail.Items("points"), reported = results.Items("points");
        Assert.Equal(reported.Select(point => point.Text("id")), points.Select(point => point.Text("id")));
        Assert.Equal("sinr_db = 4", points[0].Text("label"));
        Assert.Equal(0.5, points[0].GetProperty("stop").Number("relative_half_width"));
        foreach ((JsonElement point, JsonElement report) in points.Zip(reported))
        {
            Assert.Equal(report.GetProperty("samples").GetInt64(), point.GetProperty("samples").GetInt64());
            Assert.Equal(report.Text("stop_reason"), point.Text("stop_reason"));
            foreach ((JsonElement of, JsonElement as_reported) in point.Items("algorithms").Zip(report.Items("algorithms")))
                AssertSame(of, as_reported);
        }

        Assert.Equal(["mse", "sum_rate"], detail.Items("metrics").Select(metric => metric.Text("name")));
        Assert.Equal("samples", detail.Text("unit"));
        Assert.Equal([true, false], Empty(await caller.ReadAsync($"/api/jobs/{id}?traces=1")));
        Assert.Equal([true, true], Empty(await caller.ReadAsync($"/api/jobs/{id}?traces=none")));
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.GetAsync($"/api/jobs/{id}?traces=1,x")).StatusCode);
        await AssertFailuresAsync(caller, id, results);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/jobs/nothing-000000000000")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/jobs/nothing-000000000000/failures")).StatusCode);
    }

    [Fact]
    public async Task A_study_has_the_trials_of_its_results()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null);
        JobId id = await RunAsync(cluster, "study",
            "kind: study\nname: mixed\nseed: 7\nobjective: {synthetic: mixed}\ntrials: 24\nparallel: 6\n");
        using HttpClient caller = cluster.Caller(null);
        JsonElement study = (await caller.ReadAsync($"/api/jobs/{id}")).GetProperty("study");
        JsonElement results = await caller.ReadAsync($"/api/jobs/{id}/report/study.json");
        Assert.Equal(["minimize"], study.Items("direction").Select(direction => direction.GetString()));
        Assert.Equal(results.GetProperty("best").GetRawText().Replace(" ", "").Replace("\n", ""), study.GetProperty("best").GetRawText());
        Assert.Equal(["study.json", "results.csv"], study.Items("files").Select(file => file.GetString()));
        Assert.Equal(24, study.Items("trials").Length);
        foreach ((JsonElement trial, JsonElement reported) in study.Items("trials").Zip(results.Items("trials")))
        {
            Assert.Equal(reported.Number("number"), trial.Number("number"));
            Assert.Equal(reported.GetProperty("value").GetRawText(), trial.GetProperty("value").GetRawText());
            Assert.Equal(reported.Text("state"), trial.Text("state"));
        }

        Assert.Contains(study.Items("space"), parameter => parameter.Text("kind") == "choice" && parameter.Items("choices").Length > 1);
        Assert.Equal(
            results.GetProperty("importances").EnumerateObject().Select(pair => pair.Name).Order(),
            study.Items("importances").Select(pair => pair.Text("name")).Order());
    }

    private static IEnumerable<bool> Empty(JsonElement detail) =>
        detail.Items("points").Select(point => point.Items("algorithms").All(algorithm => algorithm.Items("trace").Length == 0));

    private static void AssertSame(JsonElement of, JsonElement reported)
    {
        Assert.Equal(reported.Text("name"), of.Text("name"));
        Assert.Equal(reported.GetProperty("counted").GetInt64(), of.GetProperty("n").GetInt64());
        Assert.Equal(reported.GetProperty("n_eff").GetRawText(), of.GetProperty("n_eff").GetRawText());
        JsonElement mse = reported.GetProperty("mse");
        Assert.Equal(mse.GetProperty("mean").GetRawText(), of.GetProperty("mean").GetRawText());
        IEnumerable<string> ends = mse.GetProperty("ci95").ValueKind == JsonValueKind.Null
            ? ["null", "null"]
            : mse.Items("ci95").Select(end => end.GetRawText());
        Assert.Equal(ends, new[] { "low", "high" }.Select(end => of.GetProperty(end).GetRawText()));
        Assert.Equal(reported.GetProperty("satisfaction").GetRawText(), of.GetProperty("satisfaction").GetRawText());
        Assert.Equal(
            reported.GetProperty("metrics").GetProperty("sum_rate").GetProperty("mean").GetRawText(),
            of.GetProperty("metrics").GetProperty("sum_rate").GetProperty("mean").GetRawText());
        JsonElement last = of.Items("trace")[^1];
        Assert.Equal(5, last.GetArrayLength());
        Assert.Equal(of.GetProperty("n").GetInt64(), last[1].GetInt64());
    }

    private static async Task AssertFailuresAsync(HttpClient caller, JobId id, JsonElement results)
    {
        JsonElement failures = await caller.ReadAsync($"/api/jobs/{id}/failures");
        string[] reported = [.. results.Items("points").SelectMany(point => point.Items("algorithms"))
            .SelectMany(algorithm => algorithm.Items("failures")).Select(failure => failure.Text("replay")!)];
        Assert.NotEmpty(reported);
        Assert.Equal(reported.Order(), failures.Items("failures").Select(failure => failure.Text("replay")!).Order());
        Assert.Equal(reported.Length, failures.GetProperty("total").GetInt32());
        Assert.All(failures.Items("failures"), failure => Assert.Equal(failure.Number("index"), failure.Number("sample")));
        Assert.Empty(failures.Items("parked"));
    }

    private async Task<JobId> RunAsync(ServedCluster cluster, string kind, string text)
    {
        JobId id = await cluster.Client.SubmitAsync(new JobDescription(kind, text, _folder["x.yaml"], _folder["out"]));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        return id;
    }
}
