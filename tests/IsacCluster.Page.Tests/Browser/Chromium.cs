using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(IsacCluster.Page.Tests.Browser.Chromium))]

namespace IsacCluster.Page.Tests.Browser;

/// <summary>
/// One headless Chromium of the system for all tests, started by the first that asks for a page. Where there is none, such tests are
/// skipped.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>?> _started = new(() => Find() is { } path ? StartAsync(path) : null);

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || _started.Value is not { } started) return;
        (IPlaywright driver, IBrowser browser) = await started;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    /// <summary>A browser of its own memory: nothing is shared with pages of other tests.</summary>
    /// <param name="server">Where the page comes from; requests elsewhere are faults.</param>
    /// <param name="script">Whether the page's scripts run.</param>
    public async Task<PageView> OpenAsync(
        Uri server, string hash = "#/", int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        if (_started.Value is not { } started)
        {
            Assert.Skip("There is no Chromium here (Debian: chromium).");
            return null!;
        }

        IBrowserContext context = await (await started).Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
        });
        return await PageView.OpenAsync(context, server, hash);
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync(string path)
    {
        IPlaywright driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], // containers have no room for either
        }));
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names, Path.Combine).FirstOrDefault(File.Exists);
}
