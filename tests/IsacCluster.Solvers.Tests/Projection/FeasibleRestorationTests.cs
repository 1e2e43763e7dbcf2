using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection.Formulation;
using IsacCluster.Solvers.Projection.Restoration;

namespace IsacCluster.Solvers.Tests.Projection;

public sealed class FeasibleRestorationTests
{
    [Fact]
    public void Every_feasible_instance_gets_a_design_of_the_stated_mixture_and_every_other_a_certificate()
    {
        int feasible = 0, infeasible = 0, mixed = 0;
        for (int index = 0; index < 4 * RandomInstances.ScenarioCount; index++)
        {
            IsacInstance instance = RandomInstances.Draw(index);
            Design raw = RawDesign(instance, index);
            RestorationSolution solution = FeasibleRestoration.Restore(instance, raw);
            if (MinimumPower.Solve(instance).IsFeasible)
            {
                AssertMixture(instance, raw, solution);
                feasible++;
                if (solution.Mixing > 0) mixed++;
                continue;
            }

            Assert.Equal(SolveStatus.Infeasible, solution.Status);
            Assert.Null(solution.Design);
            Assert.NotNull(solution.Certificate);
            infeasible++;
        }

        Assert.True(feasible >= 30 && infeasible >= 3 && mixed >= 20, $"{feasible} feasible, {infeasible} infeasible, {mixed} mixed.");
    }

    [Fact]
    public void A_feasible_design_keeps_its_covariance()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Antennas = 8, Users = 3, Noise = 1e-12 }, 1);
        instance = instance with { SinrThreshold = 0.9 * Sinr.Of(raw, instance.Channel, instance.Noise).Min() };
        RestorationSolution solution = FeasibleRestoration.Restore(instance, raw);
        Assert.Equal(0, solution.Mixing);
        Assert.Null(solution.ActiveUser);
        AssertClose(raw.Covariance(), solution.Design!.Covariance(), 1e-14);
        Assert.Equal(
            Sinr.Of(raw, instance.Channel, instance.Noise)[1], Sinr.Of(solution.Design, instance.Channel, instance.Noise)[1], 1e-12);
    }

    [Fact]
    public void Feasible_and_infeasible_twins()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 3 }, 4);
        double least = MinimumPower.Solve(instance).Power;
        IsacInstance inside = instance with { Power = least * (1 + 1e-6) }, outside = instance with { Power = least * (1 - 1e-6) };
        RestorationSolution solution = FeasibleRestoration.Restore(inside, raw);
        Assert.Equal(SolveStatus.Heuristic, solution.Status);
        Designs.AssertMeetsPowerAndSinr(solution.Design!, inside);
        RestorationSolution proof = FeasibleRestoration.Restore(outside, raw);
        Assert.Equal(SolveStatus.Infeasible, proof.Status);
        Assert.IsType<MinimumPowerCertificate>(proof.Certificate);
    }

    [Fact]
    public void The_least_power_itself_leaves_only_the_anchor()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 2 }, 5);
        IsacInstance tight = instance with { Power = MinimumPower.Solve(instance).Power };
        RestorationSolution solution = FeasibleRestoration.Restore(tight, raw);
        Assert.Equal(SolveStatus.Heuristic, solution.Status);
        Assert.Equal(1, solution.Mixing, 1e-8);
        Designs.AssertMeetsPowerAndSinr(solution.Design!, tight);
        DesignGradient gradient = FeasibleRestoration.Backward(tight, raw, solution, ProjectionCases.Scale(raw.Covariance(), 1));
        Assert.True(double.IsFinite(ProjectionCases.Inner(gradient.C, gradient.C) + ProjectionCases.Inner(gradient.S, gradient.S)));
    }

    [Theory]
    [InlineData(4, 1, 14, 1e-10, 1)]
    [InlineData(4, 3, 8, 1e-12, 1)]
    [InlineData(6, 2, 8, 1e-10, 20)]
    [InlineData(6, 3, -8, 1e-11, 1)]
    [InlineData(10, 1, 8, 1e-12, 0.1)]
    [InlineData(10, 2, 8, 1e-10, 1)]
    [InlineData(10, 3, 0, 1e-12, 1)]
    public void Gradient_agrees_with_central_differences(int antennas, int users, double sinrDb, double noise, double power)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = sinrDb, Noise = noise, Power = power };
        for (long index = 0; index < 6; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, index, rawPowerRatio: 1 + 0.4 * index);
            AssertGradient(instance, raw, index);
            double lowest = Sinr.Of(raw, instance.Channel, instance.Noise).Min() / (1 + 0.4 * index);
            Assert.Equal(0, AssertGradient(instance with { SinrThreshold = 0.5 * lowest }, raw, index).Mixing);
        }
    }

    [Fact]
    public void The_gradient_is_orthogonal_to_the_raw_design()
    {
        // The layer does not see the power of the raw design.
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 3, SinrDb = 10 }, 6, rawPowerRatio: 3);
        RestorationSolution solution = FeasibleRestoration.Restore(instance, raw);
        RestorationSolution scaled = FeasibleRestoration.Restore(instance, LayerGradients.Scaled(raw, 0.01));
        AssertClose(solution.Design!.Covariance(), scaled.Design!.Covariance(), 1e-12);
        DesignGradient gradient = FeasibleRestoration.Backward(instance, raw, solution, raw.Covariance());
        double along = ProjectionCases.Inner(gradient.C, raw.C) + ProjectionCases.Inner(gradient.S, raw.S);
        Assert.InRange(along, -1e-11, 1e-11);
    }

    [Fact]
    public void A_raw_design_without_power_is_a_failure_and_bad_shapes_are_refused()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario(), 0);
        RestorationSolution failed = FeasibleRestoration.Restore(instance, LayerGradients.Scaled(raw, 0));
        Assert.Equal(SolveStatus.NumericalFailure, failed.Status);
        Assert.Throws<ArgumentException>(() => FeasibleRestoration.Backward(instance, raw, failed, raw.Covariance()));
        Assert.Throws<ArgumentException>(() => FeasibleRestoration.Restore(instance, raw with { C = raw.S }));
    }

    /// <summary>
    /// Constraints on the beamformers; the covariance and beams of the stated t, by plain sums; and t is least: the mixture at t has a row
    /// without slack, which is violated below t.
    /// </summary>
    private static void AssertMixture(IsacInstance instance, Design raw, RestorationSolution solution)
    {
        Assert.Equal(SolveStatus.Heuristic, solution.Status);
        Assert.InRange(solution.Mixing, 0, 1);
        Designs.AssertMeetsPowerAndSinr(solution.Design!, instance);
        Design scaled = LayerGradients.Scaled(raw, Math.Sqrt(instance.Power / raw.Power())), anchor = solution.Anchor.Design!;
        ComplexMatrix Mix(ComplexMatrix a, ComplexMatrix b, double t) => ProjectionCases.Scale(a, 1 - t) + ProjectionCases.Scale(b, t);
        ComplexMatrix Covariance(double t) => Mix(scaled.Covariance(), anchor.Covariance(), t);
        ComplexMatrix Beam(int l, double t) =>
            Mix(ProjectionCases.Column(scaled.C, l).Gram(), ProjectionCases.Column(anchor.C, l).Gram(), t);
        AssertClose(Covariance(solution.Mixing), solution.Design!.Covariance(), 1e-12);
        ComplexMatrix[] beams = [.. Enumerable.Range(0, instance.Users).Select(l => Beam(l, solution.Mixing))];
        AssertClose(LayerGradients.Beams(instance, beams), solution.Design.C, 1e-9);
        if (solution.ActiveUser is not int active) return;
        var h = new ComplexMatrix(instance.Antennas, 1, instance.Channel.Row(active).ToArray());
        double Row(double t) => (1 + 1 / instance.SinrThreshold) * ProjectionCases.Inner(h, Beam(active, t) * h)
            - ProjectionCases.Inner(h, Covariance(t) * h) - instance.Noise;
        double unit = instance.Noise + ProjectionCases.Inner(h, Covariance(solution.Mixing) * h);
        Assert.InRange(Row(solution.Mixing) / unit, -1e-9, 1e-9);
        Assert.True(Row(0) < 0);
    }

    private static RestorationSolution AssertGradient(IsacInstance instance, Design raw, long index)
    {
        RestorationAnchor anchor = RestorationAnchor.Of(instance);
        RestorationSolution solution = FeasibleRestoration.Restore(instance, raw, anchor);
        Assert.Equal(SolveStatus.Heuristic, solution.Status);
        var check = new LayerGradients(instance, index, 3);
        DesignGradient gradient = FeasibleRestoration.Backward(instance, raw, solution, check.CovarianceCotangent, check.BeamCotangent);
        double error = check.RelativeError(
            raw, gradient,
            design =>
            {
                Design moved = FeasibleRestoration.Restore(instance, design, anchor).Design!;
                return (moved.Covariance(), moved.C);
            });
        Assert.True(error <= 1e-7, $"Instance {index}: the gradient is off by {error:g2}.");
        return solution;
    }

    private static Design RawDesign(IsacInstance instance, int index)
    {
        var scenario = new Scenario { Antennas = instance.Antennas, Users = instance.Users, Power = instance.Power };
        return ProjectionCases.Random(scenario, index, rawPowerRatio: 0.3 + index % 5).Raw;
    }

    private static void AssertClose(ComplexMatrix expected, ComplexMatrix actual, double tolerance)
    {
        ComplexMatrix difference = ProjectionCases.Subtract(expected, actual);
        double error = ProjectionCases.Inner(difference, difference) / ProjectionCases.Inner(expected, expected);
        Assert.InRange(Math.Sqrt(error), 0, tolerance);
    }
}
