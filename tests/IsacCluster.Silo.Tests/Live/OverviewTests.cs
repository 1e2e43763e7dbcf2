using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Tests.Http;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>The lists of jobs, silos and events are what the cluster itself says.</summary>
public sealed class OverviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_silos_and_events_are_listed()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null);
        JobId id = await cluster.Client.SubmitAsync(
            ServedCluster.Campaign(_folder.Path, "short-one", 40), new SubmitOptions { Priority = 7, MaxSlots = 1 });
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        using HttpClient caller = cluster.Caller(null);
        JsonElement jobs = await Api.UntilAsync(
            () => caller.ReadAsync("/api/jobs"),
            jobs => jobs.Items("jobs") is [var only] && only.Text("phase") == "completed" && only.Text("finished") is not null);
        JsonElement job = jobs.Items("jobs").Single();
        Assert.Equal(id.Value, job.GetProperty("id").GetString());
        Assert.Equal("short-one", job.GetProperty("name").GetString());
        Assert.Equal("campaign", job.GetProperty("kind").GetString());
        Assert.Equal((40, 40), (job.GetProperty("accepted").GetInt64(), job.GetProperty("target").GetInt64()));
        Assert.Equal(100, job.GetProperty("percent").GetDouble());
        Assert.Equal((7, 1), (job.GetProperty("priority").GetInt32(), job.GetProperty("max_slots").GetInt32()));
        Assert.Equal(0, job.GetProperty("parked").GetInt32());

        JsonElement silo = (await caller.ReadAsync("/api/silos")).GetProperty("silos").EnumerateArray().Single();
        Assert.Equal("silo-0", silo.GetProperty("name").GetString());
        Assert.Equal(2, silo.GetProperty("slots").GetProperty("kinds").GetProperty("cpu").GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.String, silo.GetProperty("joined").ValueKind);
        Assert.Equal(Environment.MachineName, silo.GetProperty("host").GetString());
        Assert.Contains("/", silo.GetProperty("build").GetString() + silo.GetProperty("isa").GetString(), StringComparison.Ordinal);

        JsonElement happened = await caller.ReadAsync("/api/happened");
        Assert.Contains(
            happened.GetProperty("events").EnumerateArray(),
            news => news.GetProperty("kind").GetString() == "silo-joined" && news.GetProperty("silo").GetString() == "silo-0");
        Assert.Contains(
            happened.GetProperty("events").EnumerateArray(),
            news => news.GetProperty("kind").GetString() == "job-phase" && news.GetProperty("job").GetString() == id.Value);
    }
}
