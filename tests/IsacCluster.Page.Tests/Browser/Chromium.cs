using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(IsacCluster.Page.Tests.Browser.Chromium))]

namespace IsacCluster.Page.Tests.Browser;

/// <summary>One headless Chromium of the system for all tests. Where there is none, tests that ask for a page are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], // containers have no room for either
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A browser of its own memory: nothing is shared with pages of other tests.</summary>
    /// <param name="server">Where the page comes from; requests elsewhere are faults.</param>
    public async Task<PageView> OpenAsync(Uri server, string hash = "#/", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        if (_browser is null) Assert.Skip("There is no Chromium here (Debian: chromium).");
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await PageView.OpenAsync(context, server, hash);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names, Path.Combine).FirstOrDefault(File.Exists);
}
