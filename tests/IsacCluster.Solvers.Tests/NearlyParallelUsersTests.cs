using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// Two users whose channels differ by a small part: h_2 = (h_1 + delta ||h_1|| e) with a unit vector e orthogonal to h_1, so that zero
/// forcing needs the power Gamma0 sigma^2 (2 + delta^2) / (delta^2 ||h_1||^2), known without any elimination.
/// </summary>
public sealed class NearlyParallelUsersTests
{
    private const int Draws = 4;

    public static TheoryData<string, double> Separable =>
        [.. Cases(["zf", "zf-pinv"], [1e-3, 1e-5, 1e-6, 1e-7, 1e-8]), .. Cases(["sdr"], [1e-3, 1e-4, 1e-5, 1e-6])];

    public static TheoryData<string, double> ZeroForcing => Cases(["zf", "zf-pinv"], [1e-3, 1e-5, 1e-6, 1e-7, 1e-8]);

    [Theory]
    [MemberData(nameof(Separable))]
    public void There_is_a_certified_design_where_the_power_of_zero_forcing_suffices(string name, double offset)
    {
        IBeamformingSolver solver = Baseline.Create(name);
        foreach (double margin in (double[])[2, 100])
        {
            for (int draw = 0; draw < Draws; draw++)
            {
                IsacInstance instance = Draw(draw, offset, margin);
                SolveResult result = solver.Solve(instance);
                Assert.True(result.Status == SolveStatus.Optimal, $"{margin}, {draw}: {result}");
                Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
                Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ZeroForcing))]
    public void Zero_forcing_is_infeasible_only_with_a_proof(string name, double offset)
    {
        IBeamformingSolver solver = Baseline.Create(name);
        for (int draw = 0; draw < Draws; draw++)
        {
            IsacInstance instance = Draw(draw, offset, 0.5);
            SolveResult result = solver.Solve(instance);
            // Below 1e-6 the rounding of Q alone may outweigh what a factor 2 leaves.
            if (offset >= 1e-6) Assert.Equal(SolveStatus.Infeasible, result.Status);
            if (result.Status == SolveStatus.Infeasible)
                Assert.True(CertificateCheck.Verify(result.Certificate!, instance), $"{draw}: {result.Certificate}");
            else Assert.Equal(SolveStatus.NumericalFailure, result.Status);
        }
    }

    [Theory]
    [InlineData("zf")]
    [InlineData("zf-pinv")]
    [InlineData("sdr")]
    public void An_outcome_at_any_offset_is_a_design_a_proof_or_an_honest_failure(string name)
    {
        IBeamformingSolver solver = Baseline.Create(name);
        for (int k = 0; k < 40; k++)
        {
            IsacInstance instance = Draw(k, Math.Pow(10, -4 - 0.3 * k), k % 2 == 0 ? 2 : 0.5);
            SolveResult result = solver.Solve(instance);
            if (result.Status == SolveStatus.Infeasible)
                Assert.True(CertificateCheck.Verify(result.Certificate!, instance), $"{k}: {result.Certificate}");
            if (result.Status == SolveStatus.Optimal) Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.Equal(result.Status == SolveStatus.Optimal, result.Design is not null);
        }
    }

    [Theory]
    [InlineData("sdr")]
    [InlineData("zf")]
    [InlineData("zf-pinv")]
    [InlineData("radar")]
    public void Where_every_covariance_has_the_value_0_it_is_optimal(string name)
    {
        var scenario = new Scenario
        {
            Antennas = 4,
            Users = 2,
            Targets = new FixedTargets([10]),
            BeamwidthDeg = 360,
            GridPoints = 1,
            Noise = 1e-12,
        };
        IsacInstance instance = new SampleGenerator(scenario, 5).Generate(0).Instance;
        SolveResult result = Baseline.Create(name).Solve(instance);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.InRange(result.Objective, 0, 1e-12);
        if (name != "radar") Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
    }

    private static TheoryData<string, double> Cases(string[] names, double[] offsets)
    {
        var cases = new TheoryData<string, double>();
        foreach (string name in names)
        {
            foreach (double offset in offsets) cases.Add(name, offset);
        }

        return cases;
    }

    /// <summary>P0 is a multiple of what zero forcing needs.</summary>
    private static IsacInstance Draw(int index, double offset, double margin)
    {
        IsacInstance instance = new SampleGenerator(new Scenario(), 23).Generate(index).Instance;
        ComplexMatrix channel = instance.Channel.Clone();
        int antennas = instance.Antennas;
        Complex inner = Complex.Zero;
        double own = 0, other = 0;
        for (int m = 0; m < antennas; m++)
        {
            inner += Complex.Conjugate(channel[0, m]) * channel[1, m];
            own += Squared(channel[0, m]);
        }

        for (int m = 0; m < antennas; m++) other += Squared(channel[1, m] -= inner / own * channel[0, m]);
        double scale = offset * Math.Sqrt(own / other);
        for (int m = 0; m < antennas; m++) channel[1, m] = channel[0, m] + scale * channel[1, m];
        double power = instance.SinrThreshold * (2 + offset * offset) / (offset * offset * own);
        return instance with { Channel = channel, Noise = instance.Power / margin / power };
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
