using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers.Tests.Criteria;

/// <summary>The SDR of every criterion against CVXOPT, which uses no structure, and against the optimum without users.</summary>
public sealed class CriterionAgreementTests
{
    public static TheoryData<string> Ids => [.. CriterionCases.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_sdr_agrees_with_the_peer(string id)
    {
        (IsacInstance instance, double? expected) = CriterionCases.All[id];
        SolveResult result = Baseline.Create("sdr").Solve(instance);
        if (expected is not double value)
        {
            Assert.Equal(SolveStatus.Infeasible, result.Status);
            Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
            return;
        }

        Assert.Equal(SolveStatus.Optimal, result.Status);
        Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
        Assert.Equal(instance.Value(result.Design!.Covariance()), result.Objective);
        Assert.InRange(result.Objective / value, 1 - 2e-6, 1 + 2e-6);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nobody_to_serve_is_never_worse(string id)
    {
        IsacInstance instance = CriterionCases.All[id].Instance;
        SolveResult radar = Baseline.Create("radar").Solve(instance), sdr = Baseline.Create("sdr").Solve(instance);
        if (radar.Status == SolveStatus.Infeasible)
        {
            Assert.True(CertificateCheck.Verify(radar.Certificate!, instance));
            Assert.Equal(SolveStatus.Infeasible, sdr.Status);
            return;
        }

        Assert.Equal(SolveStatus.Optimal, radar.Status);
        Assert.InRange(radar.RelativeGap, -1e-8, 1e-8);
        double sign = instance.Criterion!.IsMaximised() ? -1 : 1;
        Assert.True(sdr.Design is null || sign * radar.Objective <= sign * sdr.Objective + 1e-8 * Math.Abs(sdr.Objective));
    }

    /// <summary>Zero forcing and the like optimise L(R) alone and say so.</summary>
    [Fact]
    public void Other_baselines_refuse()
    {
        IsacInstance instance = CriterionCases.All.Values.First().Instance;
        foreach (string name in new[] { "zf", "zf-pinv", "descent" })
        {
            IBeamformingSolver solver = Baseline.Create(name);
            Assert.False(solver.Optimises(instance.Criterion!));
            Assert.Equal(SolveStatus.NumericalFailure, solver.Solve(instance).Status);
        }
    }
}
