using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns.MonteCarlo.Comparison;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Page.Tests.Browser;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Tests.Http;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests;

/// <summary>What a reader sees is what /api and `isac status --json` say, rounded; and the reports of the same jobs.</summary>
public sealed class NumbersTests(Chromium chromium) : IDisposable
{
    private const string Small = "scenario: {antennas: 4, grid_points: 30, users: 2}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_show_the_numbers_of_the_api_and_of_the_status_and_their_reports_are_accessible()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null);
        await using PageView view = await chromium.OpenAsync(cluster.Address);
        JsonElement campaign = await SeenAsync(cluster, view, "campaign",
            $"{Small}sweep: {{sinr_db: [4, 12], noise: [1e-10, 1e-8]}}\nalgorithms: [radar, zf]\nsamples: 120\n"
                + "stop: {relative_half_width: 0.05, confidence: 0.95, min_samples: 60}\n");
        AssertResults(campaign, await RowsAsync(view, "results"));
        JsonElement study = await SeenAsync(cluster, view, "study",
            "objective: {synthetic: gardner}\nconstraints: [c <= 0]\nsampler: random\nparallel: 3\ntrials: 25\n");
        AssertTrials(study.GetProperty("study"), await RowsAsync(view, "trials"));
        await view.SeesAsync($"infeasible; sampler {study.GetProperty("study").GetProperty("sampler").GetString()}");
        await SeenAsync(cluster, view, "dataset", $"{Small}samples: 50\nshard_size: 10\n");
        Assert.Empty(view.Faults);

        string first = await ReportAsync(cluster, campaign, "results.json"), page = await ReportAsync(cluster, study, "report.html");
        ResultsComparison compared = ResultsComparer.Compare(SideFile.Read("a", first), SideFile.Read("b", first));
        string comparison = Path.Combine(_folder.Path, "comparison.html");
        await File.WriteAllBytesAsync(comparison, ComparisonPage.Write([compared]));
        foreach (string report in (string[])[await ReportAsync(cluster, campaign, "report.html"), page, comparison])
        {
            await AssertAccessibleAsync(report);
            await AssertWholeAsync(report);
        }
    }

    /// <summary>Without script and on paper every figure, table and number is there, and nothing is cut off.</summary>
    private async Task AssertWholeAsync(string path)
    {
        var counts = new List<string>();
        foreach ((int width, Media media, bool script) in new[]
        {
            (1280, Media.Screen, false), (400, Media.Screen, false), (PrintedReport.PaperWidth, Media.Print, false),
            (PrintedReport.PaperWidth, Media.Print, true),
        })
        {
            await using PageView view = await chromium.OpenAsync(
                new Uri($"file://{_folder.Path}/"), Path.GetFileName(path), width, script: script);
            await view.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = media });
            Assert.Empty(await PrintedReport.LacksAsync(view.Page, width));
            counts.Add(await PrintedReport.CountsAsync(view.Page));
            Assert.Empty(view.Faults);
        }

        Assert.Single(counts.Distinct());
        Assert.DoesNotContain(" 0 ", counts[0], StringComparison.Ordinal);
    }

    /// <summary>By day on a desk and by night on a phone; every figure says its values, nothing is fetched, none is too wide.</summary>
    private async Task AssertAccessibleAsync(string path)
    {
        const string silent = "() => [...document.querySelectorAll('figure:has(svg)')]"
            + ".filter((figure) => !figure.closest('.replaced') && !figure.querySelector('.plot')).map((figure) => figure.textContent)";
        foreach ((int width, ColorScheme scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            await using PageView view = await chromium.OpenAsync(new Uri($"file://{_folder.Path}/"), Path.GetFileName(path), width, scheme);
            await view.FindAsync("h1");
            Assert.Empty(await view.ViolationsAsync());
            Assert.True(await view.OverflowAsync() <= 0, $"{path} is wider than {width}.");
            Assert.Empty(await view.Page.EvaluateAsync<string[]>(silent));
            Assert.Empty(view.Faults);
        }
    }

    /// <summary>A file of a job's report as it is served, kept here.</summary>
    private async Task<string> ReportAsync(ServedCluster cluster, JsonElement detail, string file)
    {
        using HttpClient caller = cluster.Caller(null);
        string id = detail.GetProperty("id").GetString()!, path = Path.Combine(_folder.Path, $"{id}-{file}");
        await File.WriteAllBytesAsync(path, await caller.GetByteArrayAsync($"/api/jobs/{id}/report/{file}"));
        return path;
    }

    /// <summary>Runs a job to its end and looks at it; its detail.</summary>
    private async Task<JsonElement> SeenAsync(ServedCluster cluster, PageView view, string kind, string lines)
    {
        string yaml = $"kind: {kind}\nname: seen-{kind}\nseed: 5\n{lines}";
        JobId id = await cluster.Client.SubmitAsync(
            new JobDescription(kind, yaml, Path.Combine(_folder.Path, $"{kind}.yaml"), Path.Combine(_folder.Path, kind)));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        JsonElement status = JsonSerializer.SerializeToElement(await cluster.Client.GetStatusAsync(id), JobJson.Options);
        JsonElement[] lanes = [.. status.GetProperty("lanes").EnumerateArray()];
        long accepted = lanes.Sum(lane => lane.GetProperty("accepted").GetInt64());
        JsonElement detail = await RestedAsync(cluster, id);
        await view.Page.EvaluateAsync("(hash) => { location.hash = hash; }", $"#/jobs/{id.Value}");
        await view.SeesAsync($"{Count(accepted)} of {Count(lanes.Sum(lane => lane.GetProperty("boundary").GetInt64()))}");
        await view.SeesAsync(status.GetProperty("phase").GetString()!);
        Assert.Equal(accepted, detail.GetProperty("accepted").GetInt64());
        Assert.Equal(status.GetProperty("phase").GetString(), detail.GetProperty("phase").GetString());
        if (kind == "campaign")
            Assert.Equal(
                lanes.Select(lane => lane.GetProperty("accepted").GetInt64()),
                detail.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("samples").GetInt64()));
        return detail;
    }

    /// <summary>The detail of a job that has ended; one that is kept for its readers may be some seconds old.</summary>
    private static async Task<JsonElement> RestedAsync(ServedCluster cluster, JobId id)
    {
        using HttpClient caller = cluster.Caller(null);
        while (true)
        {
            using JsonDocument detail = JsonDocument.Parse(await caller.GetStringAsync($"/api/jobs/{id.Value}"));
            if (detail.RootElement.GetProperty("phase").GetString() == "completed") return detail.RootElement.Clone();
        }
    }

    private static void AssertResults(JsonElement detail, IReadOnlyList<string[]> rows)
    {
        JsonElement[] algorithms =
            [.. detail.GetProperty("points").EnumerateArray().SelectMany(point => point.GetProperty("algorithms").EnumerateArray())];
        Assert.Equal((8, 8), (algorithms.Length, rows.Count));
        foreach ((JsonElement algorithm, string[] row) in algorithms.Zip(rows))
        {
            Assert.Equal(algorithm.GetProperty("label").GetString(), row[1]);
            AssertShown(algorithm, "n", row[2]);
            AssertShown(algorithm, "n_eff", row[3]);
            if (!row[4].Contains('±', StringComparison.Ordinal))
            {
                AssertShown(algorithm, "mean", row[4]);
                Assert.True(algorithm.GetProperty("half_width").ValueKind == JsonValueKind.Null || Number(algorithm, "half_width") == 0);
            }
            else
            {
                (ShownNumber mean, ShownNumber half) = ShownNumber.ParseInterval(row[4]);
                AssertShown(algorithm, "mean", mean);
                AssertShown(algorithm, "half_width", half);
            }

            if (algorithm.GetProperty("satisfaction").ValueKind == JsonValueKind.Null) Assert.Equal("–", row[7]);
            else
                Assert.True(
                    ShownNumber.Parse(row[7].Replace("%", "", StringComparison.Ordinal)).Rounds(100 * Number(algorithm, "satisfaction")),
                    $"{row[7]} is not {algorithm}");
        }
    }

    private static void AssertTrials(JsonElement study, IReadOnlyList<string[]> rows)
    {
        JsonElement[] trials = [.. study.GetProperty("trials").EnumerateArray().Reverse()];
        Assert.Equal(trials.Length, rows.Count);
        Assert.Contains(rows, row => row[1] == "infeasible");
        Assert.Contains(rows, row => row[1] == "complete");
        foreach ((JsonElement trial, string[] row) in trials.Zip(rows))
        {
            Assert.Equal(trial.GetProperty("number").GetRawText(), row[0]);
            bool holds = trial.GetProperty("feasible").GetBoolean();
            Assert.Equal((holds ? "complete" : "infeasible", holds), (row[1], row[3] == "hold"));
            AssertShown(trial, "value", ShownNumber.Parse(row[2]));
            AssertShown(trial.GetProperty("params"), "x", ShownNumber.Parse(row[4]));
            AssertShown(trial.GetProperty("params"), "y", ShownNumber.Parse(row[5]));
            AssertShown(trial.GetProperty("measured"), "c", ShownNumber.Parse(row[6]));
            Assert.True(Number(trial, "duration_s") > 0);
        }
    }

    /// <summary>A dash stands for what is not there.</summary>
    private static void AssertShown(JsonElement of, string name, string text)
    {
        if (of.GetProperty(name).ValueKind == JsonValueKind.Null) Assert.Equal("–", text);
        else AssertShown(of, name, ShownNumber.Parse(text));
    }

    private static void AssertShown(JsonElement of, string name, ShownNumber shown) =>
        Assert.True(shown.Rounds(Number(of, name)), $"{shown} is not {name} of {of}");

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>The cells of each row of a table, without what stands small below a number.</summary>
    private static async Task<IReadOnlyList<string[]>> RowsAsync(PageView view, string section)
    {
        await view.FindAsync($"[aria-labelledby={section}] tbody tr");
        return await view.Page.EvaluateAsync<string[][]>(
            """
            (section) => [...document.querySelectorAll(`[aria-labelledby=${section}] tbody tr`)].map((row) =>
                [...row.cells].map((cell) => [...cell.childNodes].filter((node) => !node.classList?.contains('sub'))
                    .map((node) => node.textContent).join('').trim()))
            """, section);
    }
}
