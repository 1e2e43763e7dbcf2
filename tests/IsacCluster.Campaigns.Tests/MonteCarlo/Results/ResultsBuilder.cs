using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

/// <summary>
/// Builds campaign results that look like real ones: smooth curves over the swept parameters, plausible intervals and times.
/// </summary>
internal sealed class ResultsBuilder
{
    private readonly List<(string Name, object[] Values)> _sweep = [];
    private string[] _algorithms = ["radar", "sdr", "zf", "zf-pinv"];
    private long _samples = 200;
    private bool _undefined;
    private long _infeasible, _failed;
    private bool _beampatterns = true;
    private bool _ownSamples;
    private string _name = "quickstart";
    private MetricDescription[] _metrics = [];
    private PoisonedTask[] _poisoned = [];

    public ResultsBuilder Named(string name) => With(() => _name = name);

    public ResultsBuilder Algorithms(params string[] names) => With(() => _algorithms = names);

    public ResultsBuilder Sweep(string name, params object[] values) => With(() => _sweep.Add((name, values)));

    public ResultsBuilder Samples(long samples) => With(() => _samples = samples);

    public ResultsBuilder Excluding(long infeasible, long failed) => With(() => (_infeasible, _failed) = (infeasible, failed));

    /// <summary>Metrics of the field; on a tenth of the counted samples they are not defined.</summary>
    public ResultsBuilder Metrics(params MetricDescription[] metrics) => With(() => _metrics = metrics);

    /// <summary>Of common_samples: false, each algorithm excluding its own.</summary>
    public ResultsBuilder OwnSamples() => With(() => _ownSamples = true);

    public ResultsBuilder Undefined() => With(() => _undefined = true);

    public ResultsBuilder WithoutBeampatterns() => With(() => _beampatterns = false);

    public ResultsBuilder Poisoned(params PoisonedTask[] tasks) => With(() => _poisoned = tasks);

    /// <summary>Two thresholds, four convex baselines: what the quickstart campaign gives.</summary>
    public static CampaignResults Quickstart() => new ResultsBuilder().Sweep("sinr_db", 6L, 12L).Build();

    public CampaignResults Build()
    {
        var points = Combinations().Select(Point).ToList();
        return new CampaignResults
        {
            Name = _name,
            Digest = "sha256:4f1c2d7b90a3e5886d21c0de5b7f4471a9be03c6d8127f5e64b0931ac2e7d5f8",
            Complete = _poisoned.Length == 0,
            CommonSamples = _ownSamples ? false : null,
            Metrics = _metrics.Length == 0 ? null : _metrics,
            Points = points,
            Timing = new TimingLedger(24.6, 19.85, 1.9, 2.65, 0.2, new Dictionary<string, StageSummary>
            {
                ["generate"] = new(400, 0.021, 0.0000525),
                ["feasibility"] = new(400, 0.094, 0.000235),
                ["sdr"] = new(400, 12.4, 0.031),
                ["zf"] = new(400, 6.1, 0.01525),
                ["merge"] = new(12, 0.0035, 0.00029),
                ["persist"] = new(12, 0.31, 0.0258),
            }),
            Tasks = new TaskCounts(12, 1, 0, 400, 0),
            Manifest = new Manifest(
                "9b74c9897bac770ffc029102a200c5de2f1d5b9e8a7c6d5e4f3a2b1c0d9e8f7a",
                new Dictionary<string, string> { ["isac"] = "0.1.0", [".NET"] = "10.0.9", ["MathNet.Numerics"] = "5.0.0" },
                "x64 AVX2 FMA", 1, 2025, "c-4f1c2d7b", "isac run campaigns/quickstart.yaml --out report",
                "2026-01-05T09:12:44Z", "2026-01-05T09:13:02Z"),
            Poisoned = _poisoned,
        };
    }

    private ResultsBuilder With(Action change)
    {
        change();
        return this;
    }

    private IEnumerable<Dictionary<string, object>> Combinations()
    {
        IEnumerable<Dictionary<string, object>> all = [[]];
        foreach (var (name, values) in _sweep)
            all = all.SelectMany(head => values.Select(value => new Dictionary<string, object>(head) { [name] = value })).ToList();
        return all;
    }

    private PointResults Point(Dictionary<string, object> parameters, int index) => new()
    {
        Id = $"p{index}",
        Params = parameters,
        Samples = _samples,
        StopReason = "samples",
        Algorithms = _algorithms.Select((_, a) => Algorithm(parameters, index, a)).ToList(),
        Beampatterns = _beampatterns ? Patterns() : null,
    };

    private AlgorithmResults Algorithm(Dictionary<string, object> parameters, int point, int a)
    {
        long ownInfeasible = a == 1 ? (_undefined ? _samples : _infeasible) : 0, ownFailed = a == 2 && !_undefined ? _failed : 0;
        long infeasible = _ownSamples ? ownInfeasible : _undefined ? _samples : _infeasible;
        long failed = _ownSamples ? ownFailed : _undefined ? 0 : _failed, counted = _samples - infeasible - failed;
        double mean = 0.2497 * (1 + 0.06 * a * (1 + 0.1 * point) + 0.015 * Math.Sin(point));
        double half = 0.006 * (a + 1) / Math.Sqrt(Math.Max(counted, 1) / 200.0);
        bool some = counted > 0, interval = counted > 1;
        double satisfaction = 1 - 0.02 * a;
        var others = _algorithms.Select((name, i) => (name, i)).Where(o => o.i != a).ToList();
        return new AlgorithmResults
        {
            Name = _algorithms[a],
            Counted = counted,
            Infeasible = infeasible,
            Failed = failed,
            OwnInfeasible = ownInfeasible,
            OwnFailed = ownFailed,
            ExcludedAlone = _ownSamples || _undefined || infeasible + failed == 0 ? null : ownInfeasible + ownFailed,
            Mse = some
                ? new Distribution(
                    mean, interval ? half * 7 : null, interval ? [mean - half, mean + half] : null, mean * 0.9, mean * 0.99, mean * 1.1,
                    mean * 1.25, mean * 1.31)
                : new Distribution(null, null, null, null, null, null, null, null),
            Satisfaction = some ? satisfaction : null,
            SatisfactionCi95 = some ? [satisfaction - 0.03, Math.Min(1, satisfaction + 0.012)] : null,
            Satisfied = some ? (long)Math.Round(counted * satisfaction) : 0,
            FeasibleChannels = counted,
            PairedMseRatioTo = others.ToDictionary(o => o.name, o => Paired(1 + 0.06 * (a - o.i), 0.004, some, interval)),
            PairedMseDifferenceTo = others.ToDictionary(o => o.name, o => Paired(0.015 * (a - o.i), 0.001, some, interval)),
            ProjectionUsage = a == 3 && some ? 0.03 : null,
            ProjectionUsageCi95 = a == 3 && some ? [0.013, 0.064] : null,
            Metrics = _metrics.Length == 0 ? null : _metrics.ToDictionary(metric => metric.Name, _ => some
                ? new MetricResults(
                    5 + a, interval ? 0.7 : null, interval ? [4.9 + a, 5.1 + a] : null, 3 + a, 7 + a, counted - counted / 10)
                : new MetricResults(null, null, null, null, null, 0)),
            PartsS = a == 3 && some ? new PartMeans(0.00004, 0.000002, 0.0008) : null,
            TimeS = some
                ? new TimeDistribution(0.0004 * Math.Pow(6, a), 0.00037 * Math.Pow(6, a), 0.0011 * Math.Pow(6, a))
                : new TimeDistribution(null, null, null),
        };
    }

    private static Estimate Paired(double value, double half, bool some, bool interval) =>
        new(some ? value : null, interval ? [value - half, value + half] : null);

    /// <summary>Patterns with the paper's three targets: lobes of an eleven-element aperture, slightly different per algorithm.</summary>
    private SampleBeampatterns Patterns()
    {
        double[] targets = [-40, 0, 40], angles = Enumerable.Range(-90, 180).Select(i => (double)i).ToArray();
        double[] desired = angles.Select(t => targets.Any(c => Math.Abs(t - c) <= 5) ? 1.0 : 0.0).ToArray();
        double Lobe(double theta, double centre)
        {
            double u = Math.PI / 2 * 10 * (Math.Sin(theta * Math.PI / 180) - Math.Sin(centre * Math.PI / 180));
            return Math.Abs(u) < 1e-9 ? 1 : Math.Pow(Math.Sin(u) / (10 * Math.Sin(u / 10)), 2);
        }
        return new SampleBeampatterns(0, angles, desired, _algorithms.Select((name, a) => (name, a)).ToDictionary(
            x => x.name,
            x => (IReadOnlyList<double>)angles.Select(t =>
                0.02 + targets.Sum(c => 3.3 * Lobe(t, c + 0.8 * Math.Max(0, x.a - 1))) * (1 - 0.05 * Math.Max(0, x.a - 1))).ToArray()));
    }
}
