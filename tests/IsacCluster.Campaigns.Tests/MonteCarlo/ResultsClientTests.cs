using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>clients/python/isac_results.py against the results that were written; skipped where Python or a module is not here.</summary>
public sealed class ResultsClientTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tables_hold_the_numbers_of_the_file()
    {
        CampaignResults results = new ResultsBuilder().Sweep("sinr_db", 6L, 12L).Sweep("channel", "rayleigh", "iid").Build();
        ReportWriter.Write(results, _folder.Path);
        string output = await RunAsync("numpy", """
            table = isac.load(".").table()
            for k in range(len(table["point"])):
                words, numbers = ("sinr_db", "channel", "algorithm"), ("mse", "ratio")
                print(*[table[name][k] for name in words], *[float(table[name][k]) for name in numbers])
            """);
        IEnumerable<string> expected = from point in results.Points
                                       from algorithm in point.Algorithms
                                       let ratio = algorithm.Name == "sdr" ? 1 : algorithm.PairedMseRatioTo["sdr"].Mean
                                       select string.Join(
                                           ' ', point.Params["sinr_db"], point.Params["channel"], algorithm.Name,
                                           Text(algorithm.Mse.Mean), Text(ratio));
        Assert.Equal(expected, output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Frames_and_plots_are_made()
    {
        ReportWriter.Write(ResultsBuilder.Quickstart(), _folder.Path);
        string output = await RunAsync("pandas, matplotlib", """
            import matplotlib
            matplotlib.use("Agg")
            results = isac.load("results.json")
            frame = results.frame()
            print(len(frame), frame.groupby("algorithm")["mse"].mean().round(4)["sdr"])
            for quantity in ("mse", "ratio", "satisfaction", "projection_usage", "time"):
                results.plot(quantity).figure.savefig(quantity + ".png")
            results.plot_ratio_against_time().figure.savefig("trade.png")
            """);
        Assert.StartsWith("8 0.2", output, StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(_folder.Path, "*.png").Length);
    }

    private static string Text(double? value)
    {
        string text = value!.Value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private async Task<string> RunAsync(string modules, string script)
    {
        if (await ProgramRun.EndAsync(_folder.Path, Python, "-c", $"import {modules}") is not { ExitCode: 0 })
            Assert.Skip($"{Python} is not here or has not {modules}.");
        string client = JsonSerializer.Serialize(Path.Combine(AppContext.BaseDirectory, "clients", "python"));
        string text = $"import sys\nsys.path.insert(0, {client})\nimport isac_results as isac\n{script}";
        ProgramRun run = (await ProgramRun.EndAsync(_folder.Path, Python, "-c", text))!;
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
