using System.Globalization;
using System.Text.Json;
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
        await view.Page.GoBackAsync();
        await view.SeesAsync("done: "); // a detail may be some seconds old
        Assert.Equal(await MeansAsync(cluster, id), await ShownAsync(view));
        await view.Page.GetByText("Figures", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(view.Page.Locator("figure img").First).ToHaveJSPropertyAsync("complete", true);
        Assert.Empty(view.Faults);
    }

    /// <summary>Mean and half width of every algorithm of every point, as /api says them.</summary>
    private static async Task<IEnumerable<string>> MeansAsync(ServedCluster cluster, JobId id)
    {
        using HttpClient caller = cluster.Caller(null);
        using JsonDocument job = JsonDocument.Parse(await caller.GetStringAsync($"/api/jobs/{id.Value}"));
        return
        [
            .. from point in job.RootElement.GetProperty("points").EnumerateArray()
               from algorithm in point.GetProperty("algorithms").EnumerateArray()
               select Number(algorithm, "mean") + (Number(algorithm, "half_width") is { Length: > 0 } half ? $" ± {half}" : ""),
        ];
    }

    private static string Number(JsonElement algorithm, string name) =>
        algorithm.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? Numeral(value.GetDouble()) : "";

    private static string Numeral(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The same as the page has them, with all digits under the pointer.</summary>
    private static async Task<IEnumerable<string>> ShownAsync(PageView view)
    {
        string[] titles = await view.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('[aria-labelledby=results] td[title]')].map((cell) => cell.title)");
        return titles.Select(title => string.Join(
            " ± ", title.Split(" ± ").Select(part => Numeral(double.Parse(part, CultureInfo.InvariantCulture)))));
    }
}
