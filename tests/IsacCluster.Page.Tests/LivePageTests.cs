using IsacCluster.Cluster.Jobs;
using IsacCluster.Page.Tests.Browser;
using IsacCluster.Silo.Tests.Http;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>The page of a cluster that computes: its numbers are those of /api.</summary>
public sealed class LivePageTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_campaign_that_is_submitted_while_the_page_is_open_shows_and_ends_with_the_numbers_of_the_api()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null);
        await using PageView view = await chromium.OpenAsync(cluster.Address);
        await view.SeesAsync("No job yet.");
        JobId id = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "seen-live", 300));
        await view.Page.GetByText("seen-live", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        await view.SeesAsync("completed");
        await view.SeesAsync("300 of 300");
        await view.Page.GetByText("Silos", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await view.SeesAsync("0 of 2 cpu slots busy");
        Assert.Empty(view.Faults);
    }
}
