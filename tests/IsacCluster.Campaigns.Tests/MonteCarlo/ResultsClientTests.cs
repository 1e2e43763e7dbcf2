using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.Trainings;

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

    [Fact]
    public async Task Trainings_are_read_with_their_curves()
    {
        SampleTrainings.Complete(SampleTrainings.Job(_folder.Path, new FakeTraining()));
        string output = await RunAsync("pandas, matplotlib", """
            import matplotlib
            matplotlib.use("Agg")
            training = isac.load(".")
            frame, curves = training.frame(), training.curves_frame()
            print(list(frame["sinr_db"]), list(frame["epochs"]), list(frame["test_loss"]))
            print(len(curves), sorted(set(curves["point"])), list(curves["epoch"])[:3])
            print(training.curves()["sinr_db=3"]["training_loss"][-1])
            training.plot().figure.savefig("curve.png")
            try: training.metadata("none")
            except ValueError as error: print(error)
            """);
        Assert.Equal(
            [
                "[3, 8, 10] [6, 6, 6] [0.25, 0.25, 0.25]", "9 ['sinr_db=10', 'sinr_db=3', 'sinr_db=8'] [2.0, 4.0, 6.0]",
                Text((20 + 3) / 6.0), "point: none has no model; expected one of sinr_db=3, sinr_db=8, sinr_db=10",
            ],
            output.Trim().Split('\n'));
        Assert.True(File.Exists(_folder["curve.png"]));
    }

    [Fact]
    public async Task Shards_are_joined_and_model_files_described()
    {
        DatasetManifest written = SampleDatasets.Generate(_folder["data"]);
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "models", "gnn-feedback", "gnn-feedback.safetensors"), _folder["model.safetensors"]);
        string output = await RunAsync("pandas, h5py", """
            import os
            arrays, frame = isac.dataset("data"), isac.dataset_frame("data", ["channel", "targets_deg"])
            print(arrays["channel"].shape[0], len(frame), (frame["channel_1_2"] == arrays["channel"][:, 1, 2]).all())
            print((isac.dataset("data/shard-00000001.h5")["channel"] == arrays["channel"][5:10]).all())
            model = isac.model_metadata("model.safetensors")
            print(model["format"], model["architecture"]["antennas"], model["curve"][0]["epoch"] > 0, len(model["tensors"]) > 3)
            os.remove("data/shard-00000003.h5")
            try: isac.dataset("data")
            except FileNotFoundError as error: print(error)
            """);
        Assert.Equal(
            ["23 23 True", "True", "isac-model-v1 10 True True", $"data lacks shard 3 of {written.Shards.Count}"],
            output.Trim().Split('\n'));
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
