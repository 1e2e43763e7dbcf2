using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>The projection against CVXOPT's optimal values, on the beamformers that it returns.</summary>
public sealed class ProjectionReferenceTests
{
    public static TheoryData<string> Feasible() => Ids(feasible: true);

    public static TheoryData<string> Infeasible() => Ids(feasible: false);

    [Theory]
    [MemberData(nameof(Feasible))]
    public void Agrees_with_the_reference(string id)
    {
        ProjectionCases.ReferenceCase reference = ProjectionCases.Reference.Single(item => item.Id == id);
        SolveResult result = new ProjectionSolver().Solve(reference.Instance, reference.Raw!);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.InRange(result.Objective - reference.SquaredDistance, -2e-9, 2e-9);
        Assert.InRange(result.RelativeGap, -1e-9, 1e-9);
        AssertMeetsConstraints(reference.Instance, result.Design!);
    }

    [Theory]
    [MemberData(nameof(Infeasible))]
    public void An_infeasible_instance_is_never_optimal(string id)
    {
        ProjectionCases.ReferenceCase reference = ProjectionCases.Reference.Single(item => item.Id == id);
        int antennas = reference.Instance.Antennas, users = reference.Instance.Users;
        var raw = new Design(new ComplexMatrix(antennas, users), new ComplexMatrix(antennas, antennas));
        SolveResult result = new ProjectionSolver().Solve(reference.Instance, raw);
        Assert.Contains(result.Status, new[] { SolveStatus.IterationLimit, SolveStatus.NumericalFailure });
        Assert.Null(result.Design);

        var certificate = new MinimumPowerCertificate([1], 2);
        SolveResult certified = new ProjectionSolver(_ => certificate).Solve(reference.Instance, raw);
        Assert.Equal(SolveStatus.Infeasible, certified.Status);
        Assert.Same(certificate, certified.Certificate);
    }

    internal static void AssertMeetsConstraints(IsacInstance instance, Design design)
    {
        Assert.InRange(design.Power() / instance.Power - 1, -1e-9, 1e-9);
        foreach (double sinr in Sinr.Of(design, instance.Channel, instance.Noise))
            Assert.True(sinr >= instance.SinrThreshold * (1 - 1e-7), $"SINR {sinr} is below {instance.SinrThreshold}.");
    }

    private static TheoryData<string> Ids(bool feasible) =>
        [.. ProjectionCases.Reference.Where(item => item.Feasible == feasible).Select(item => item.Id)];
}
