using System.Net;
using System.Text.Json;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;
using IsacCluster.Silo.Tests.Http;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>The page of a data folder beside the process that runs its jobs, as `isac ui` serves it.</summary>
public sealed class StoredPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_seen_as_its_process_sees_it_and_nothing_is_ordered()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 1);
        JobId ended = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "ended", 60));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(ended)) { }
        JobId running = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "going", 10_000_000));
        var stored = new StoredJobClient(
            _folder["data"], new SpecificationJobFactory(TimeProvider.System, _folder.Path), TimeProvider.System);
        await using LivePage page = await LivePage.StartAsync(
            new LiveSource
            {
                Client = () => stored,
                Jobs = new SpecificationJobFactory(TimeProvider.System, _folder.Path),
                Kind = "data-folder",
            },
            port: 0, takesOrders: false, TimeProvider.System);
        using var caller = new HttpClient { BaseAddress = page.Link };

        JsonElement seen = await Api.UntilAsync(
            () => caller.ReadAsync($"/api/jobs/{running}"), detail => detail.GetProperty("accepted").GetInt64() > 0);
        Assert.Equal("running", seen.Text("phase"));
        Assert.Equal(10_000_000, seen.GetProperty("target").GetInt64());
        JsonElement[] jobs = (await caller.ReadAsync("/api/jobs")).Items("jobs");
        Assert.Equal([running.Value, ended.Value], jobs.Select(job => job.Text("id")));
        JsonElement silo = await Api.UntilAsync(
            async () => (await caller.ReadAsync("/api/silos")), silos => silos.Items("silos").Length > 0);
        Assert.Equal("silo-0", silo.Items("silos").Single().Text("name"));

        JobResults own = await cluster.Client.GetResultsAsync(ended), read = await stored.GetResultsAsync(ended);
        Assert.Equal(own.Lanes, read.Lanes);
        Assert.Equal(own.Status.Lanes, read.Status.Lanes);
        Assert.Equal(own.Runs, read.Runs);
        Assert.Equal(own.Description, read.Description);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostAsync($"/api/jobs/{running}/cancel", null)).StatusCode);
        await Assert.ThrowsAsync<NotSupportedException>(() => stored.CancelAsync(running));
        await cluster.Client.CancelAsync(running);
        await Api.UntilAsync(() => caller.ReadAsync($"/api/jobs/{running}"), detail => detail.Text("phase") == "cancelled");
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/jobs/none-000000000000")).StatusCode);
    }
}
