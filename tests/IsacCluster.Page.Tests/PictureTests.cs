using IsacCluster.Page.Tests.Browser;
using IsacCluster.Page.Tests.Serving;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>The pictures of docs/images: ISAC_PICTURES=$PWD/docs/images and this class write them anew.</summary>
public sealed class PictureTests(Chromium chromium)
{
    private const string Variable = "ISAC_PICTURES";

    [Theory]
    [InlineData("page", "#/jobs/table3-1a2b3c4d5e6f?open=0.zf", 1280, 1180, ColorScheme.Light)]
    [InlineData("page-study", "#/jobs/gnn-study-0a0b0c0d0e0f", 1280, 1480, ColorScheme.Dark)]
    [InlineData("page-training", "#/jobs/gnn-table3-112233445566", 1280, 1000, ColorScheme.Light)]
    [InlineData("page-failures", "#/jobs/table3-1a2b3c4d5e6f/failures", 1280, 720, ColorScheme.Light)]
    [InlineData("page-silos", "#/silos", 1280, 560, ColorScheme.Dark)]
    [InlineData("page-phone", "#/jobs/table3-1a2b3c4d5e6f", 400, 1100, ColorScheme.Dark)]
    public async Task A_picture_is_written_where_one_is_asked_for(string name, string hash, int width, int height, ColorScheme scheme)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, $"{Variable} names no folder.");
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All(points: 3));
        server.Set("silos", Documents.Silos(name == "page-silos" ? "gone" : "alive"));
        await using PageView view = await chromium.OpenAsync(server.Address, hash, width, scheme);
        await view.Page.SetViewportSizeAsync(width, height);
        await view.FindAsync(".silo, .copy");
        await view.Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        string path = Path.Combine(folder, $"{name}.png");
        await view.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        Assert.InRange(new FileInfo(path).Length, 1, 200_000);
        Assert.Empty(view.Faults);
    }
}
