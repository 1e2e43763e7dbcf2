using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests.Browser;

/// <summary>The page in a browser, and what went wrong in it.</summary>
public sealed class PageView : IAsyncDisposable
{
    /// <summary>A busy machine is no fault of the page.</summary>
    private const float Patience = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private PageView(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Messages of the console but for those that Chromium itself writes where a request is refused or lost.</summary>
    public IEnumerable<string> Faults => _faults;

    public static async Task<PageView> OpenAsync(IBrowserContext context, Uri server, string hash)
    {
        context.SetDefaultTimeout(Patience);
        var view = new PageView(context, await context.NewPageAsync());
        view.Page.Console += (_, message) =>
        {
            if (!message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                view._faults.Enqueue($"{message.Type}: {message.Text}");
        };
        view.Page.PageError += (_, error) => view._faults.Enqueue(error);
        view.Page.Request += (_, request) =>
        {
            bool isOwn = request.Url.StartsWith(server.AbsoluteUri, StringComparison.Ordinal);
            if (!isOwn && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                view._faults.Enqueue($"request elsewhere: {request.Url}");
        };
        await view.Page.GotoAsync(new Uri(server, hash).AbsoluteUri);
        return view;
    }

    /// <summary>Waits until the page says so, wherever.</summary>
    public Task SeesAsync(string text) =>
        Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>Waits until it is shown.</summary>
    public async Task<ILocator> FindAsync(string selector)
    {
        ILocator found = Page.Locator(selector).First;
        await found.WaitForAsync();
        return found;
    }

    /// <summary>The button of exactly that name, in the part of the page that is labelled so, or anywhere.</summary>
    public ILocator Button(string name, string? part = null)
    {
        ILocator place = part is null ? Page.Locator("body") : Page.Locator($"[aria-label='{part}']");
        return place.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });
    }

    /// <summary>What axe finds, each with its first element.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync() =>
    [
        .. (await Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"),
    ];

    /// <summary>Pixels by which the page is wider than its window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
