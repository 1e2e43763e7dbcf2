using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.Studies;
using IsacCluster.Campaigns.Tests.Trainings;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Tests;

/// <summary>Every figure of every kind draws any finite numbers, and few or many of them, in bounded memory.</summary>
public sealed class ExtremeFiguresTests : IDisposable
{
    /// <summary>Managed memory that drawing one figure may allocate.</summary>
    private const long MostBytesOfFigure = 48L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metrics_of_a_single_point_draw_any_finite_numbers() => Draw(Extreme(new ResultsBuilder(), 0));

    [Fact]
    public void Metrics_along_a_sweep_draw_any_finite_numbers()
    {
        Draw(Extreme(new ResultsBuilder().Sweep("noise", 1e-10, 1e-9, 1e-8), 1));
        foreach ((_, double[] values) in ExtremeSeries.All.Where((_, k) => k % 13 == 5))
        {
            object[] swept = [.. values.Distinct().Cast<object>()];
            Draw(new ResultsBuilder().Algorithms("sdr").Sweep("noise", swept).WithoutBeampatterns().Build());
        }
    }

    [Fact]
    public void Beampatterns_and_times_draw_any_finite_numbers()
    {
        CampaignResults results = new ResultsBuilder().Algorithms("sdr", "zf").Build();
        foreach ((_, double[] values) in ExtremeSeries.All.Where((_, k) => k % 13 == 10))
        {
            double[] powers = [.. values.Select(Math.Abs)];
            double[] angles = [.. powers.Select((_, i) => -90.0 + 180 * i / powers.Length)];
            PointResults point = results.Points[0];
            Draw(results with
            {
                Points = [point with
                {
                    Beampatterns = new SampleBeampatterns(
                        0, angles, [.. powers.Select((_, i) => (double)(i % 2))],
                        new Dictionary<string, IReadOnlyList<double>> { ["sdr"] = powers, ["zf"] = [.. powers.Reverse()] }),
                    Algorithms =
                        [.. point.Algorithms.Select(a => a with { TimeS = new TimeDistribution(powers[0], powers[^1], powers[0]) })],
                }],
                Timing = new TimingLedger(powers[0], powers[0], powers[^1], 0, 0, new Dictionary<string, StageSummary>
                {
                    ["sdr"] = new StageSummary(3, powers[0], powers[0] / 3),
                    ["zf"] = new StageSummary(1, powers[^1], powers[^1]),
                }),
            });
        }
    }

    [Fact]
    public void A_campaign_where_all_is_infeasible_draws() =>
        Draw(new ResultsBuilder().Sweep("sinr_db", 3L, 6L).Undefined().WithoutBeampatterns().Build());

    [Fact]
    public void Ten_thousand_points_draw() => Draw(new ResultsBuilder().Algorithms("sdr", "zf").WithoutBeampatterns()
        .Sweep("noise", [.. Enumerable.Range(1, 10_000).Select(i => (object)(i * 1e-12))]).Build());

    [Fact]
    public void A_study_draws_any_finite_numbers()
    {
        foreach ((_, double[] values) in ExtremeSeries.All.Where((_, k) => k % 13 == 8)) DrawStudy([.. Repeated(values, 14)]);
        DrawStudy([1, Math.BitIncrement(Math.BitIncrement(1.0))]);
    }

    [Fact]
    public void Several_metrics_draw_any_finite_numbers()
    {
        foreach ((_, double[] values) in ExtremeSeries.All.Where((_, k) => k % 16 == 12))
        {
            DrawStudy([.. Repeated(values, 8)], [.. Repeated(values, 8).Reverse()]);
        }
    }

    [Fact]
    public void Ten_thousand_trials_draw() => DrawStudy([.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i))]);

    [Fact]
    public void A_training_draws_any_finite_numbers()
    {
        foreach ((_, double[] values) in ExtremeSeries.All.Where((_, k) => k % 13 == 4)) DrawTraining(values);
        DrawTraining([.. Enumerable.Range(1, 10_000).Select(i => 1.0 / i)]);
    }

    /// <summary>Results with a metric for each of the series, so that each has a figure of its own.</summary>
    /// <param name="half">0 or 1: every second of the series.</param>
    private static CampaignResults Extreme(ResultsBuilder builder, int half)
    {
        (string Name, double[] Values)[] all = [.. ExtremeSeries.All.Where((_, k) => k % 2 == half)];
        MetricDescription[] metrics = [.. all.Select((series, k) => new MetricDescription($"m{k}", series.Name, "m", "", ""))];
        CampaignResults results = builder.Algorithms("sdr", "zf").Metrics(metrics).WithoutBeampatterns().Build();
        return results with
        {
            Points = [.. results.Points.Select((point, p) => point with
            {
                Algorithms = [.. point.Algorithms.Select((algorithm, a) => algorithm with
                {
                    Metrics = metrics.Zip(all).ToDictionary(pair => pair.First.Name, pair => Metric(pair.Second.Values, p, a)),
                })],
            })],
        };
    }

    private static MetricResults Metric(double[] values, int point, int algorithm)
    {
        double At(int k) => values[(point + algorithm + k) % values.Length];
        return new MetricResults(At(0), 0, [Math.Min(At(0), At(1)), Math.Max(At(0), At(1))], null, null, 3);
    }

    private static IEnumerable<double> Repeated(double[] values, int count) =>
        Enumerable.Range(0, count).Select(i => values[i % values.Length]);

    private void DrawStudy(params double[][] metrics)
    {
        bool single = metrics.Length == 1;
        string directions = single ? "" : "directions: [minimize, minimize]\n";
        StudyJob job = StudySimulation.Job(
            $"space: {{x: {{float: [1e-300, 1e300], log: true}}, y: {{int: [-3, 3]}}, z: {{float: [1, 1.0000000000000004]}}}}\n"
            + $"objective: {{command: [sh], {(single ? "metric: value" : "metrics: [a, b]")}}}\n{directions}trials: {metrics[0].Length}\n");
        var trials = new TrialOutcomes();
        for (int n = 0; n < metrics[0].Length; n++)
        {
            double x = Math.Pow(10, 600.0 * n / metrics[0].Length - 300);
            bool pruned = single && n % 5 == 4;
            trials.Add(n, new TrialOutcome
            {
                Parameters = Parameters(x, n % 7 - 3),
                State = pruned ? TrialState.Pruned : TrialState.Complete,
                Values = pruned ? [] : [.. metrics.Select(values => values[n])],
                Intermediate = single ? [new IntermediateValue(0, metrics[0][n]), new IntermediateValue(long.MaxValue, metrics[0][n])] : [],
            });
        }

        Measure(() => job.WriteReport(SampleStudies.Outcome(trials), _folder.Path), figures: 10);
        Check();
    }

    private static string Parameters(double x, int y) =>
        string.Create(CultureInfo.InvariantCulture, $"x={x:R};y={y};z=1");

    private void DrawTraining(double[] values)
    {
        CurvePoint[] curve = [.. values.Select((value, i) => new CurvePoint(i + 1, value, values[^(i + 1)], 0.2, 0.75, 1e-3))];
        var job = new TrainingJob(
            SampleSpecifications.ParseTraining(SampleTrainings.Lines), null, _folder.Path, new SteppedTime(),
            (_, _, _, _, _) => new TrainingOutcome([1], "sha256:" + Sha256OfOne, curve, 1, curve[0], 0, StoppedEarly: false));
        job.Prepare();
        var results = Enumerable.Range(0, job.Lanes.Count).ToDictionary(lane => lane, lane => SampleTrainings.Run(job, lane).Result);
        Measure(() => job.WriteReport(SampleTrainings.Outcome(job, results), job.OutputFolder), figures: 6);
        Check();
    }

    private const string Sha256OfOne = "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

    private static void Draw(CampaignResults results)
    {
        var files = new Dictionary<string, byte[]>();
        using var folder = new TemporaryFolder();
        int figures = 6 * Math.Max(1, results.Points.Count / 10) + (results.Metrics?.Count ?? 0);
        Measure(() => ReportWriter.Write(results, folder.Path, files.Add), figures);
        foreach ((string path, byte[] svg) in files.Where(file => file.Key.EndsWith(".svg", StringComparison.Ordinal))) Check(path, svg);
    }

    private static void Measure(Action draw, int figures)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        draw();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < MostBytesOfFigure * figures, $"{bytes >> 20} MiB for {figures} figures");
    }

    private void Check()
    {
        foreach (string path in Directory.GetFiles(_folder["figures"], "*.svg")) Check(path, File.ReadAllBytes(path));
    }

    private static void Check(string path, byte[] svg)
    {
        string text = Encoding.UTF8.GetString(svg);
        Assert.NotNull(XDocument.Parse(text).Root);
        Assert.False(text.Contains("NaN", StringComparison.Ordinal) || text.Contains('∞', StringComparison.Ordinal), path);
    }
}
