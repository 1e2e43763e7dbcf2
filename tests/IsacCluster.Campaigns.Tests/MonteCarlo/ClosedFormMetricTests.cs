using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Specifications.Json;
using MathNet.Numerics.LinearAlgebra;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;
using Complex = System.Numerics.Complex;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Metrics against closed forms, the Fisher information of the model itself, and simulation.</summary>
public sealed class ClosedFormMetricTests
{
    private const int Draws = 100_000;

    /// <summary>The bound is an entry of the inverse Fisher information of (theta, Re alpha, Im alpha), by differences.</summary>
    [Theory]
    [InlineData(4, 10)]
    [InlineData(7, -35)]
    public void The_bound_is_the_inverse_fisher_information(int antennas, double angle)
    {
        Design design = RandomDesign(antennas, 2, 5);
        const double Symbols = 64, Snr = 0.3;
        double power = design.Power(), noise = power / Snr;
        // N columns would do; the square root of N R gives the same information.
        Matrix<Complex> x = Math.Sqrt(Symbols) * Joined(design);
        var alpha = Complex.FromPolarCoordinates(1, 0.7);
        Vector<Complex> Mean(double theta, Complex factor)
        {
            Vector<Complex> a = Vector<Complex>.Build.Dense(UniformLinearArray.SteeringVector(theta * (180 / Math.PI), antennas));
            return Vector<Complex>.Build.Dense((factor * a.Conjugate().OuterProduct(a.Conjugate()) * x).ToColumnMajorArray());
        }

        double radians = angle * (Math.PI / 180), step = 1e-5;
        Vector<Complex>[] slopes =
        [
            (Mean(radians + step, alpha) - Mean(radians - step, alpha)) / (2 * step), Mean(radians, 1), Mean(radians, Complex.ImaginaryOne),
        ];
        Matrix<double> information = Matrix<double>.Build.Dense(
            3, 3, (i, j) => 2 / noise * slopes[i].Conjugate().DotProduct(slopes[j]).Real);
        double expected = Math.Sqrt(information.Inverse()[0, 0]) * (180 / Math.PI);
        double value = With("crb_deg", ("symbols", Symbols), ("echo_snr_db", 10 * Math.Log10(Snr)))
            .Evaluate(SampleOf(antennas, [angle], power), design, []);
        Assert.InRange(value / expected, 1 - 1e-6, 1 + 1e-6);
    }

    /// <summary>R = (P0 / M) I: CRB = 1 / (4 rho N |b'|^2).</summary>
    [Fact]
    public void Isotropic_radiation_has_the_bound_of_its_closed_form()
    {
        const int Antennas = 10;
        var root = new ComplexMatrix(Antennas, Antennas);
        for (int m = 0; m < Antennas; m++) root[m, m] = Math.Sqrt(2.0 / Antennas);
        double slope = Math.PI * Math.Cos(20 * Math.PI / 180), squared = slope * slope * Antennas * (Antennas * Antennas - 1) / 12.0;
        double expected = Math.Sqrt(1 / (4 * 0.01 * 256 * squared)) * (180 / Math.PI);
        double value = Find("crb_deg").Evaluate(SampleOf(Antennas, [20], 2), new Design(new ComplexMatrix(Antennas, 1), root), []);
        Assert.InRange(value / expected, 1 - 1e-12, 1 + 1e-12);
    }

    [Theory]
    [InlineData(0.5, 1e-2)]
    [InlineData(6, 1e-2)]
    [InlineData(14, 1e-6)]
    public void The_detection_probability_is_that_of_a_simulation(double x, double falseAlarm)
    {
        var stream = new RandomStream(3, StreamPurpose.Training, 1);
        long found = 0;
        double threshold = -2 * Math.Log(falseAlarm);
        for (int i = 0; i < Draws; i++)
        {
            Complex z = Math.Sqrt(x) + stream.NextComplexGaussian();
            if (2 * (z.Real * z.Real + z.Imaginary * z.Imaginary) > threshold) found++;
        }

        // x = rho N M P / P0: one antenna-pair that radiates P0 / M each has P = P0.
        var root = new ComplexMatrix(2, 2);
        (root[0, 0], root[1, 1]) = (Math.Sqrt(0.5), Math.Sqrt(0.5));
        double value = With("detection_probability", ("symbols", 1), ("echo_snr_db", 10 * Math.Log10(x / 2)), ("false_alarm", falseAlarm))
            .Evaluate(SampleOf(2, [30], 1), new Design(new ComplexMatrix(2, 1), root), []);
        double deviation = Math.Sqrt(value * (1 - value) / Draws);
        Assert.InRange((double)found / Draws, value - 4 * deviation, value + 4 * deviation);
    }

    [Fact]
    public void Without_an_echo_only_false_alarms_are_found()
    {
        double value = With("detection_probability", ("echo_snr_db", -200), ("false_alarm", 0.01))
            .Evaluate(SampleOf(2, [30], 1), RandomDesign(2, 1, 9), []);
        Assert.Equal(0.01, value, 1e-12);
        Assert.Equal(0.98, MarcumQ.First(2e5, 2e5 - 2 * 2.05 * Math.Sqrt(2e5) + 2), 0.005);
        Assert.Equal(MarcumQ.First(49_000, 50_500), MarcumQ.First(49_000.001, 50_500), 1e-5);
    }

    /// <summary>A single user, maximum ratio transmission: 1 - e^-x sum_(m &lt; M) x^m / m!, x = (2^r - 1) sigma^2 / P0.</summary>
    [Fact]
    public void The_outage_under_rayleigh_fading_is_that_of_its_closed_form()
    {
        const int Antennas = 3;
        const double Noise = 0.6, Rate = 1.8;
        DesignMetric metric = With("outage_probability", ("rate", Rate));
        Sample sample = SampleOf(Antennas, [0], 1);
        var none = new Design(new ComplexMatrix(Antennas, 1), new ComplexMatrix(Antennas, Antennas));
        var stream = new RandomStream(8, StreamPurpose.Training, 2);
        double sum = 0;
        for (int i = 0; i < Draws; i++)
        {
            double gain = 0;
            for (int m = 0; m < Antennas; m++)
            {
                Complex h = stream.NextComplexGaussian();
                gain += h.Real * h.Real + h.Imaginary * h.Imaginary;
            }

            sum += metric.Evaluate(sample, none, [gain / Noise]);
        }

        double x = (Math.Pow(2, Rate) - 1) * Noise, expected = 1 - Math.Exp(-x) * (1 + x + x * x / 2);
        double deviation = Math.Sqrt(expected * (1 - expected) / Draws);
        Assert.InRange(sum / Draws, expected - 4 * deviation, expected + 4 * deviation);
    }

    /// <summary>One beam at broadside: |sin(M u) / sin u|^2 = M^2 / 2 at u = pi sin(theta) / 2.</summary>
    [Fact]
    public void The_beam_width_is_that_of_a_uniform_aperture()
    {
        const int Antennas = 10;
        var c = new ComplexMatrix(Antennas, 1);
        for (int m = 0; m < Antennas; m++) c[m, 0] = 1;
        double low = 1e-6, high = 0.1;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2, u = Math.PI * Math.Sin(middle) / 2;
            if (Math.Sin(Antennas * u) / Math.Sin(u) > Antennas / Math.Sqrt(2)) low = middle;
            else high = middle;
        }

        double value = Find("beam_width_deg").Evaluate(
            SampleOf(Antennas, [0], 10, points: 18_000), new Design(c, new ComplexMatrix(Antennas, Antennas)), []);
        Assert.Equal(2 * low * (180 / Math.PI), value, 1e-3);
    }

    [Fact]
    public void Powers_correlations_margins_and_efficiency_are_their_definitions()
    {
        Design design = RandomDesign(5, 2, 3);
        Sample sample = SampleOf(5, [-30, 0, 25], design.Power());
        Matrix<Complex> r = Joined(design) * Joined(design).ConjugateTranspose();
        Vector<Complex>[] a = [.. new double[] { -30, 0, 25 }.Select(angle =>
            Vector<Complex>.Build.Dense(UniformLinearArray.SteeringVector(angle, 5)))];
        double Pair(int p, int q) => Math.Pow(a[p].ConjugateDotProduct(r * a[q]).Magnitude, 2);
        Assert.Equal((Pair(0, 1) + Pair(0, 2) + Pair(1, 2)) / 3, Find("cross_correlation").Evaluate(sample, design, []), 1e-9);
        double[] powers = [.. a.Select(x => x.ConjugateDotProduct(r * x).Real)];
        Assert.Equal(powers.Min(), Find("target_power").Evaluate(sample, design, []), 1e-9);
        Assert.Equal(powers[1], With("target_power", ("target", 2)).Evaluate(sample, design, []), 1e-9);
        Assert.True(double.IsNaN(With("target_power", ("target", 4)).Evaluate(sample, design, [])));
        double[] sinr = [3, 20];
        double threshold = sample.Instance.SinrThreshold;
        Assert.Equal(10 * Math.Log10(3 / threshold), Find("sinr_margin_db").Evaluate(sample, design, sinr), 1e-12);
        double efficiency = (Math.Log2(4) + Math.Log2(21)) / (design.Power() / 0.5 + 5 * 0.2);
        Assert.Equal(
            efficiency,
            With("energy_efficiency", ("amplifier_efficiency", 0.5), ("circuit_w", 0.2)).Evaluate(sample, design, sinr), 1e-12);
    }

    [Fact]
    public void Parameters_are_read_and_enter_the_identity_where_they_differ()
    {
        var read = ParseCampaign("metrics: [{outage_probability: {rate: 2}}, {crb_deg: {symbols: 256}}, sum_rate]\n");
        Assert.Equal(
            ["{\"outage_probability\":{\"rate\":2}}", "\"crb_deg\"", "\"sum_rate\""],
            read.Metrics.Select(metric => CanonicalJson.Write(metric.Canonical)));
    }

    private static DesignMetric Find(string name) => DesignMetrics.Find(name)!;

    private static DesignMetric With(string name, params (string Name, double Value)[] values) =>
        Find(name).With(values.ToDictionary(value => value.Name, value => value.Value));

    private static Sample SampleOf(int antennas, double[] targets, double power, int points = 180)
    {
        var objective = new BeampatternObjective(antennas, targets, 10, points);
        var instance = new IsacInstance(objective, new ComplexMatrix(1, antennas), power, 1, 2.5);
        return new Sample(0, instance, objective);
    }

    private static Design RandomDesign(int antennas, int users, ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.Training, 0);
        ComplexMatrix c = new(antennas, users), s = new(antennas, antennas);
        foreach (ref Complex entry in c.Data.AsSpan()) entry = stream.NextComplexGaussian();
        foreach (ref Complex entry in s.Data.AsSpan()) entry = stream.NextComplexGaussian();
        return new Design(c, s);
    }

    private static Matrix<Complex> Joined(Design design) => Matrix<Complex>.Build.Dense(
        design.C.Rows, design.C.Columns + design.S.Columns,
        (m, k) => k < design.C.Columns ? design.C[m, k] : design.S[m, k - design.C.Columns]);
}
