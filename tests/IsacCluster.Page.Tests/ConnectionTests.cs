using IsacCluster.Page.Tests.Browser;
using IsacCluster.Page.Tests.Serving;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>What the page does where the server is silent, and where it wants a token.</summary>
public sealed class ConnectionTests(Chromium chromium)
{
    [Fact]
    public async Task A_silent_server_is_said_and_the_page_goes_on_when_it_speaks_again()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address);
        await view.SeesAsync("as of");
        await view.SeesAsync("gnn-study");
        server.FallSilent(true);
        await view.SeesAsync("No answer from the server since");
        await view.SeesAsync("gnn-study"); // the last that it said
        server.FallSilent(false);
        server.Set("jobs", Documents.Jobs("paused"));
        await Assertions.Expect(view.Page.Locator(".offline"))
            .ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 60_000 });
        await view.SeesAsync("paused");
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task A_token_is_asked_for_and_kept_in_the_tab()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All(), readToken: "to read");
        await using PageView view = await chromium.OpenAsync(server.Address);
        await view.SeesAsync("A token is needed");
        Assert.Empty(await view.ViolationsAsync());
        ILocator field = view.Page.Locator("input[name=token]");
        await field.FillAsync("a wrong one");
        await view.Page.Keyboard.PressAsync("Enter");
        await view.SeesAsync("The server does not know this token.");
        await field.FillAsync("to read");
        await view.Page.Keyboard.PressAsync("Enter");
        await view.SeesAsync("gnn-study");
        await view.Page.ReloadAsync();
        await view.SeesAsync("gnn-study");
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task A_link_may_carry_the_token_which_leaves_the_address()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All(), readToken: "to read");
        await using PageView view = await chromium.OpenAsync(server.Address, "#token=to%20read");
        await view.SeesAsync("gnn-study");
        Assert.DoesNotContain("token", view.Page.Url, StringComparison.Ordinal);
    }
}
