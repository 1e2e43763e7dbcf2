using System.Diagnostics;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Page.Tests.Browser;
using Microsoft.Playwright;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>The live page of a cluster of processes while one of them is killed.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class PageTests(FaultCluster cluster, Chromium chromium, ITestOutputHelper output)
{
    [Fact]
    public async Task A_killed_silo_shows_on_the_map_and_as_an_event_and_its_return_too()
    {
        JobId id = await cluster.BeginAsync("killed-watched", 0.05);
        string link = "";
        using IsacProcess page = cluster.Start(cluster.Processes.Address.Secret, "ui", "--http", "0");
        await page.ErrorLineAsync(line => (link = line[Math.Max(0, line.IndexOf("http://", StringComparison.Ordinal))..].Trim())
            .StartsWith("http://", StringComparison.Ordinal));
        var address = new Uri(link);
        await using PageView view = await chromium.OpenAsync(new Uri(address.GetLeftPart(UriPartial.Authority) + "/"), address.Fragment);
        await view.Page.GetByText("Silos", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(view.Page.Locator("li.silo.alive")).ToHaveCountAsync(3);

        SiloProcess killed = cluster.Others(await cluster.Client.GetStatusAsync(id)).First();
        long start = Stopwatch.GetTimestamp();
        killed.Kill();
        string own = $":has-text('{killed.Name}')"; // silos of other tests may be gone, too
        await view.FindAsync($"li.silo.late{own}, li.silo.gone{own}");
        output.WriteLine($"on the map after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        await view.SeesAsync($"silo {killed.Name} is lost");
        await view.FindAsync($"li.silo.gone{own}");
        output.WriteLine($"as an event after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

        await cluster.Processes.ReviveAsync();
        await Assertions.Expect(view.Page.Locator("li.silo.alive")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await cluster.FinishAsync(id);
        Assert.Empty(view.Faults);
    }
}
