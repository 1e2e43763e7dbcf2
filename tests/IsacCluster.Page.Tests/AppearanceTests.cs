using IsacCluster.Page.Tests.Browser;
using IsacCluster.Page.Tests.Serving;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>Every view by day on a desk and by night on a phone: accessible as axe judges, no wider than the window, no fault.</summary>
public sealed class AppearanceTests(Chromium chromium)
{
    private static readonly string Campaign = $"#/jobs/{Documents.Campaign}", Study = $"#/jobs/{Documents.Study}";

    public static TheoryData<string, string> Views => new()
    {
        { "#/", "gnn-table3" }, { "#/silos", "S3" }, { Campaign + "?open=0.zf", "the rule stops within" },
        { Campaign + "/failures", "not positive" }, { Campaign + "/log", "task 3 runs again" }, { Campaign + "/about", "kind: campaign" },
        { Study, "Parallel coordinates" }, { $"#/jobs/{Documents.Training}", "validation loss" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_is_accessible_by_day_and_by_night_and_fits_a_phone(string hash, string text)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        foreach ((int width, ColorScheme scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            await using PageView view = await chromium.OpenAsync(server.Address, hash, width, scheme);
            await view.SeesAsync(text);
            Assert.Empty(await view.ViolationsAsync());
            Assert.True(await view.OverflowAsync() <= 0, $"{hash} is {await view.OverflowAsync()} pixels wider than {width}.");
            Assert.Empty(view.Faults);
        }
    }

    [Fact]
    public async Task Day_and_night_are_chosen_and_kept()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, scheme: ColorScheme.Light);
        const string paper = "() => getComputedStyle(document.body).backgroundColor";
        Assert.Equal("rgb(255, 255, 255)", await view.Page.EvaluateAsync<string>(paper));
        await view.Page.GetByLabel("Light or dark").SelectOptionAsync("dark");
        Assert.Equal("rgb(20, 24, 29)", await view.Page.EvaluateAsync<string>(paper));
        await view.Page.ReloadAsync();
        Assert.Equal("rgb(20, 24, 29)", await view.Page.EvaluateAsync<string>(paper));
    }

    [Fact]
    public async Task All_is_reached_by_keyboard()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address);
        await view.SeesAsync("table3");
        const string focused = "() => document.activeElement.textContent.trim()";
        await view.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await view.Page.EvaluateAsync<string>(focused));
        await view.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await view.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await TabToAsync(view, "table3");
        Assert.NotEqual("none", await view.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await view.Page.Keyboard.PressAsync("Enter");
        await view.SeesAsync("Results so far");
        await TabToAsync(view, "zf");
        await TabToAsync(view, "zf"); // the first switches the algorithm off, the second opens its history
        await view.Page.Keyboard.PressAsync("Enter");
        await view.SeesAsync("the rule stops within");
        await TabToAsync(view, "Pause", back: true);
        await view.Page.Keyboard.PressAsync("Enter");
        await view.SeesAsync("Pause table3?");
        await view.Page.Keyboard.PressAsync("Escape");
        await view.Page.Locator("dialog").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal("Pause", await view.Page.EvaluateAsync<string>(focused));
        Assert.Empty(server.Orders);
        Assert.Empty(view.Faults);
    }

    private static async Task TabToAsync(PageView view, string text, bool back = false)
    {
        for (int presses = 0; presses < 60; presses++)
        {
            await view.Page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
            if (await view.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()") == text) return;
        }

        Assert.Fail($"'{text}' is not reached.");
    }
}
