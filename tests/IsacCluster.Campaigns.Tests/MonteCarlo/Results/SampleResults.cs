using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

/// <summary>Campaigns that a report has to stand, by name.</summary>
internal static class SampleResults
{
    public const string Hostile = "\"quote\", 'apostrophe' <script>alert(1)</script> & \u0001 ]]> Ωσ² 雷达";

    public static readonly IReadOnlyDictionary<string, Func<CampaignResults>> ByName = new Dictionary<string, Func<CampaignResults>>
    {
        ["quickstart"] = ResultsBuilder.Quickstart,
        ["two parameters, exclusions"] = () => new ResultsBuilder().Sweep("noise", 1e-10, 1e-9, 1e-8).Sweep("sinr_db", 3L, 6L)
            .Excluding(12, 3).Build(),
        ["no sweep"] = () => new ResultsBuilder().Build(),
        ["one algorithm, one sample"] = () => new ResultsBuilder().Algorithms("sdr").Samples(1).Build(),
        ["nothing counted, tasks missing"] = () => new ResultsBuilder().Sweep("sinr_db", 3L, 6L).Undefined()
            .Poisoned(new PoisonedTask("p1", 40, 10, "ArithmeticException: " + Hostile)).Build(),
        ["eight algorithms, fifty points"] = () => new ResultsBuilder().WithoutBeampatterns()
            .Algorithms(
                "radar", "sdr", "zf", "zf-pinv", "gnn-ip", "gnn", "dnn", "an-algorithm-whose-name-does-not-end-where-one-would-hope")
            .Sweep("sinr_db", Enumerable.Range(0, 50).Select(i => (object)(i * 0.25)).ToArray()).Build(),
        ["own samples"] = () => new ResultsBuilder().Sweep("sinr_db", 3L, 6L).Excluding(12, 3).OwnSamples().Build(),
        ["metrics"] = () => new ResultsBuilder().Sweep("users", 1L, 2L, 4L)
            .Metrics(SumRate, new("ratio", Hostile, "r", "", Hostile)).Build(),
        ["metrics, no sweep, nothing counted"] = () => new ResultsBuilder().Metrics(SumRate).Undefined().Build(),
        ["words"] = () => new ResultsBuilder().Sweep("channel", "rayleigh", "rician", "geometric").Build(),
        ["lists"] = () => new ResultsBuilder()
            .Sweep("targets_deg", Angles(-40, 0, 40), Angles(-40, 15, 30), Angles(-60, -20, 20, 60)).Build(),
        ["no points"] = () => ResultsBuilder.Quickstart() with { Points = [], Complete = false },
        ["no algorithms, no time"] = () => new ResultsBuilder().Algorithms().Build() with
        {
            Timing = new TimingLedger(0, 0, 0, 0, 0, new Dictionary<string, StageSummary>()),
        },
        ["hostile names"] = () => new ResultsBuilder().Named(Hostile).Algorithms("sdr", Hostile).Sweep(Hostile, Hostile, "plain").Build(),
        ["seventeen algorithms"] = () => new ResultsBuilder().WithoutBeampatterns()
            .Algorithms(Enumerable.Range(0, 17).Select(i => $"a{i}").ToArray()).Sweep("users", 1L, 2L).Build(),
    };

    private static MetricDescription SumRate => new("sum_rate", "Sum rate", "R_sum", "bit/s/Hz", "sum of log2(1 + SINR)");

    private static List<object> Angles(params long[] degrees) => degrees.Cast<object>().ToList();
}
