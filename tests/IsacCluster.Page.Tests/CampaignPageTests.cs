using IsacCluster.Page.Tests.Browser;
using IsacCluster.Page.Tests.Serving;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>The page of a campaign while it runs.</summary>
public sealed class CampaignPageTests(Chromium chromium)
{
    private static readonly string Job = $"#/jobs/{Documents.Campaign}";

    [Fact]
    public async Task Intervals_shrink_and_lost_silos_show_without_a_reload()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, Job + "?open=0.sdr");
        await view.SeesAsync("0.2500 ± 0.0020");
        await view.SeesAsync("±0.80\u202f%, stops at ±0.50\u202f%");
        ILocator trace = await view.FindAsync("[role=img][aria-label^='sdr at sinr_db']");
        Assert.Contains("after 600 samples, 540 of them effective", await trace.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        server.Set($"jobs/{Documents.Campaign}", Documents.CampaignDetail(2, half: 0.0002));
        await view.SeesAsync("0.25000 ± 0.00020");
        await view.SeesAsync("±0.080\u202f%, stops at");
        await Assertions.Expect(trace.Locator("canvas")).ToHaveCountAsync(1); // fed, not drawn anew beside the old

        await view.SeesAsync("3 of 4 cpu slots busy");
        server.Set("silos", Documents.Silos("gone"));
        server.Push("happened", Documents.Lost);
        ILocator card = await view.FindAsync("li.silo.gone");
        Assert.Contains("4 cpu slots lost", await card.InnerTextAsync(), StringComparison.Ordinal);
        await view.SeesAsync("S2 was lost");
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task Failures_come_first_with_a_line_to_copy()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, Job);
        await view.SeesAsync("1 failure, 1 task given up.");
        await view.Page.GetByText("Show all").ClickAsync();
        await view.SeesAsync("timed out after 60 s");
        await view.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await view.Page.GetByText("Copy", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await view.SeesAsync("Copied");
        Assert.Equal(
            $"isac replay {Documents.Campaign} --point sinr-8 --sample 12",
            await view.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task Three_hundred_points_are_paged_filtered_and_sorted_and_the_address_says_how()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All(points: 300));
        await using PageView view = await chromium.OpenAsync(server.Address, Job);
        await view.SeesAsync("1 to 36 of 900 rows");
        await view.Page.GetByRole(AriaRole.Searchbox).FillAsync("sinr_db = 30");
        ILocator rows = view.Page.Locator("[aria-label='Results so far, table'] tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(27); // 30, and 300 to 307
        await view.Button("gnn", "Algorithms").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(18);
        await view.Page.GetByLabel("Metric").SelectOptionAsync("sum_rate");
        await view.SeesAsync("6.25 ± 0.05");
        Assert.Contains("metric=sum_rate", view.Page.Url, StringComparison.Ordinal);
        await using PageView other = await chromium.OpenAsync(server.Address, new Uri(view.Page.Url).Fragment);
        await other.SeesAsync("6.25 ± 0.05");
        Assert.Equal("false", await other.Button("gnn", "Algorithms").GetAttributeAsync("aria-pressed"));
        Assert.Empty(view.Faults.Concat(other.Faults));
    }

    [Fact]
    public async Task Orders_are_asked_about_and_given()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, Job);
        await view.Button("Cancel job").ClickAsync();
        await view.SeesAsync("Cancel table3?");
        await view.Button("Back").ClickAsync();
        await view.Button("Extend").ClickAsync();
        await view.Page.Locator("dialog input").FillAsync("6000");
        await view.Page.Keyboard.PressAsync("Enter");
        await view.Page.Locator("dialog").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal([$$"""jobs/{{Documents.Campaign}}/extend {"samples":6000}"""], server.Orders);
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_orders_and_an_unknown_job_is_said()
    {
        Dictionary<string, object> documents = Documents.All();
        documents["about"] = new { product = "IsacCluster", may = "read" };
        await using ScriptedServer server = await ScriptedServer.StartAsync(documents);
        await using PageView view = await chromium.OpenAsync(server.Address, Job);
        await view.SeesAsync("Results so far");
        Assert.Equal(0, await view.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Orders to this job" }).CountAsync());
        await view.Page.EvaluateAsync("() => { location.hash = '#/jobs/none-000000000000'; }");
        await view.SeesAsync("No such job");
        Assert.Empty(view.Faults);
    }
}
