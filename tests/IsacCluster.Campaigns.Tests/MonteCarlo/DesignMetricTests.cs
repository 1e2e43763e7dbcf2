using System.Numerics;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>The values of the metrics against their definitions, written out from the design, and the rules of the catalogue.</summary>
public sealed class DesignMetricTests
{
    private static readonly Scenario Setting = new()
    {
        Antennas = 8,
        GridPoints = 61,
        EvaluationGridPoints = 91,
        Targets = new FixedTargets([-35, 20]),
        BeamwidthDeg = 12,
    };

    [Theory]
    [InlineData("sdr")]
    [InlineData("zf")]
    [InlineData("radar")]
    public void The_sum_rate_is_the_mutual_information_of_the_users(string algorithm) => EachSample(algorithm, (sample, design) =>
    {
        double expected = 0;
        ComplexMatrix covariance = design.Covariance();
        for (int l = 0; l < sample.Instance.Users; l++)
        {
            // log2 of the received power with the user's own signal over that without it.
            Complex[] h = sample.Instance.Channel.Row(l).ToArray();
            double all = QuadraticForm(h, covariance) + sample.Instance.Noise;
            Complex own = h.Select((entry, m) => Complex.Conjugate(entry) * design.C[m, l]).Aggregate(Complex.Add);
            expected += (Math.Log(all) - Math.Log(all - own.Magnitude * own.Magnitude)) / Math.Log(2);
        }

        Assert.Equal(expected, Value("sum_rate", sample, design), 1e-9 * (1 + expected));
    });

    [Theory]
    [InlineData("sdr")]
    [InlineData("radar")]
    public void The_peak_sidelobe_is_the_largest_power_outside_the_sectors(string algorithm) => EachSample(algorithm, (sample, design) =>
    {
        ComplexMatrix covariance = design.Covariance();
        (double Angle, double Power)[] pattern =
        [
            .. AngleGrid.Angles(91).Select(angle => (angle, QuadraticForm(UniformLinearArray.SteeringVector(angle, 8), covariance))),
        ];
        var inside = pattern.ToLookup(point => Math.Min(Math.Abs(point.Angle + 35), Math.Abs(point.Angle - 20)) <= 6, point => point.Power);
        Assert.Equal(10 * Math.Log10(inside[false].Max() / inside[true].Max()), Value("peak_sidelobe_db", sample, design), 1e-9);
    });

    [Fact]
    public void Sidelobes_are_not_defined_where_the_grid_misses_every_sector()
    {
        Scenario narrow = Setting with { EvaluationGridPoints = 3, BeamwidthDeg = 1 };
        Sample sample = new SampleGenerator(narrow, 17).Generate(0);
        EachSample("radar", (_, design) => Assert.True(double.IsNaN(Value("peak_sidelobe_db", sample, design))));
    }

    [Fact]
    public void The_built_in_metrics_have_distinct_names_and_say_what_they_are()
    {
        Assert.Equal(["sum_rate", "peak_sidelobe_db"], DesignMetrics.Names.Take(2));
        Assert.All(DesignMetrics.All, metric => Assert.Same(metric, DesignMetrics.Find(metric.Name)));
        Assert.All(DesignMetrics.All, metric => Assert.All(
            new[] { metric.Title, metric.Symbol, metric.Meaning }, text => Assert.False(string.IsNullOrWhiteSpace(text))));
        Assert.Null(DesignMetrics.Find("sumrate"));
    }

    [Theory]
    [InlineData("sum_rate", "There is another metric 'sum_rate'.")]
    [InlineData("Sum rate", "'Sum rate' cannot name a metric; expected at most 40 of a-z, 0-9 and _, a letter first.")]
    [InlineData("1st", "'1st' cannot name a metric;")]
    [InlineData("", "'' cannot name a metric;")]
    public void A_name_that_is_taken_or_that_no_specification_can_hold_is_refused(string name, string message)
    {
        IReadOnlyList<DesignMetric> before = DesignMetrics.All;
        var error = Assert.Throws<ArgumentException>(() => DesignMetrics.Register(new Named(name)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        DesignMetrics.Register(before[0]);
        Assert.Equal(before, DesignMetrics.All);
    }

    private static void EachSample(string algorithm, Action<Sample, Design> check)
    {
        var generator = new SampleGenerator(Setting, 17);
        for (int i = 0; i < 5; i++)
        {
            Sample sample = generator.Generate(i);
            check(sample, AlgorithmCatalog.CreateSolver(algorithm).Solve(sample.Instance).Design!);
        }
    }

    private static double Value(string metric, Sample sample, Design design) => DesignMetrics.Find(metric)!.Evaluate(
        sample, design, Sinr.Of(design, sample.Instance.Channel, sample.Instance.Noise));

    /// <summary>v^H R v, from the definition.</summary>
    private static double QuadraticForm(Complex[] v, ComplexMatrix r)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < v.Length; i++)
        {
            for (int j = 0; j < v.Length; j++) sum += Complex.Conjugate(v[i]) * r[i, j] * v[j];
        }

        return sum.Real;
    }

    private sealed class Named(string name) : DesignMetric
    {
        public override string Name => name;

        public override string Title => "t";

        public override string Symbol => "s";

        public override string Unit => "";

        public override string Meaning => "m";

        public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) => 0;
    }
}
