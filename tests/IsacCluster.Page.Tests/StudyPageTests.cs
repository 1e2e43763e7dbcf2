using IsacCluster.Page.Tests.Browser;
using IsacCluster.Page.Tests.Serving;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>The pages of a study and of a training.</summary>
public sealed class StudyPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_study_shows_its_best_its_front_and_trials_within_limits()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, $"#/jobs/{Documents.Study}");
        await view.SeesAsync("40 trials: 23 complete, 5 infeasible, 2 running, 9 pruned, 1 failed; sampler tpe; pruner median");
        await view.SeesAsync("14 trials that no other is better than in every metric");
        await view.SeesAsync("2 trials running");
        await view.SeesAsync("least mse0.2507"); // and it is on the front
        await view.SeesAsync("5 of 28 complete trials violate a constraint.");
        await view.SeesAsync("misses satisfaction >= 0.98 by 0.003");
        ILocator rows = view.Page.Locator("[aria-label='Trials, table'] tbody tr");
        Assert.Equal(40, await rows.CountAsync());

        await view.Page.GetByText("Limits as numbers").ClickAsync();
        await view.Page.GetByLabel("learning_rate from").FillAsync("0.003");
        await view.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(rows).ToHaveCountAsync(11); // trials 29 to 39
        await view.Button("pruned", "States").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(8);
        await view.Button("infeasible", "States").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(7); // without trial 34
        await view.Button("infeasible", "States").ClickAsync();
        await view.Button("Clear the limits").ClickAsync();
        await view.Button("mse", "Trials, table").ClickAsync();
        await Assertions.Expect(rows.First.Locator("th")).ToHaveTextAsync("7");
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task Drawing_along_an_axis_limits_it_and_a_click_frees_it()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, $"#/jobs/{Documents.Study}");
        ILocator grip = await view.FindAsync(".parallel .grip");
        await grip.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await grip.BoundingBoxAsync())!;
        float across = box.X + (box.Width / 2);
        await view.Page.Mouse.MoveAsync(across, box.Y + 4);
        await view.Page.Mouse.DownAsync();
        await view.Page.Mouse.MoveAsync(across, box.Y + (box.Height / 2));
        await view.Page.Mouse.UpAsync();
        await view.SeesAsync("of 28 trials are within the limits");
        Assert.Contains("brush=learning_rate", view.Page.Url, StringComparison.Ordinal);
        await view.Page.Mouse.ClickAsync(across, box.Y + (box.Height / 4));
        await view.SeesAsync("draw along an axis to limit it");
        Assert.Empty(view.Faults);
    }

    [Fact]
    public async Task A_training_shows_the_curves_of_the_model_that_is_chosen()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(Documents.All());
        await using PageView view = await chromium.OpenAsync(server.Address, $"#/jobs/{Documents.Training}");
        await view.SeesAsync("1 of 2 models trained, epoch 25 of 60, the best is 24");
        await view.FindAsync("[role=img][aria-label^='training loss']");
        await view.Page.GetByLabel("Model").SelectOptionAsync("0");
        await view.SeesAsync("epoch 60 of 60");
        Assert.Equal(2, await view.Page.Locator("[aria-labelledby=training] canvas").CountAsync());
        Assert.Empty(view.Faults);
    }
}
