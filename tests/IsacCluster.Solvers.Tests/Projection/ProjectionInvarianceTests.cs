using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>What holds for every Euclidean projection on a convex set, and the symmetries of this one.</summary>
public sealed class ProjectionInvarianceTests
{
    private static readonly Scenario Hard = new() { Users = 3, SinrDb = 12 };

    [Fact]
    public void A_projected_design_projects_on_itself()
    {
        for (long index = 0; index < 10; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(Hard, index);
            Design once = Solve(instance, raw).Result.Design!;
            SolveResult twice = new ProjectionSolver().Solve(instance, once);
            Assert.Equal(SolveStatus.Optimal, twice.Status);
            // The second set of raw covariances is rank one, the first optimum need not be: the recovered design is feasible.
            Assert.InRange(twice.Objective, 0, 1e-18);
        }
    }

    [Fact]
    public void A_feasible_raw_design_is_returned_as_it_is()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 2, SinrDb = 3, Noise = 1e-12 }, 1);
        IsacInstance easy = instance with { SinrThreshold = 0.5 * Sinr.Of(raw, instance.Channel, instance.Noise).Min() };
        ProjectionSolution solution = Solve(easy, raw);
        Assert.Same(raw, solution.Result.Design);
        Assert.Equal(0, solution.Result.Objective);
    }

    [Fact]
    public void The_projection_is_firmly_nonexpansive()
    {
        for (long index = 0; index < 10; index++)
        {
            (IsacInstance instance, Design first) = ProjectionCases.Random(Hard, index);
            (_, Design second) = ProjectionCases.Random(Hard, index + 100, rawPowerRatio: 1.5);
            ProjectionSolution a = Solve(instance, first), b = Solve(instance, second);
            double projected = 0, mixed = 0;
            void Add(ComplexMatrix p, ComplexMatrix q, ComplexMatrix rawP, ComplexMatrix rawQ)
            {
                ComplexMatrix difference = ProjectionCases.Subtract(p, q);
                projected += ProjectionCases.Inner(difference, difference);
                mixed += ProjectionCases.Inner(difference, ProjectionCases.Subtract(rawP, rawQ));
            }

            Add(a.Covariance!, b.Covariance!, first.Covariance(), second.Covariance());
            for (int l = 0; l < instance.Users; l++)
            {
                Add(a.BeamCovariances![l], b.BeamCovariances![l],
                    ProjectionCases.Column(first.C, l).Gram(), ProjectionCases.Column(second.C, l).Gram());
            }

            Assert.True(projected <= mixed + 1e-8, $"|Pa - Pb|^2 = {projected} exceeds [Pa - Pb, a - b] = {mixed}.");
        }
    }

    [Fact]
    public void Permuting_the_users_permutes_the_beams()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(Hard, 4);
        int[] order = [2, 0, 1];
        ComplexMatrix channel = instance.Channel.Clone(), c = raw.C.Clone();
        for (int l = 0; l < 3; l++)
        {
            instance.Channel.Row(order[l]).CopyTo(channel.Row(l));
            for (int m = 0; m < instance.Antennas; m++) c[m, l] = raw.C[m, order[l]];
        }

        ProjectionSolution plain = Solve(instance, raw), permuted = Solve(instance with { Channel = channel }, raw with { C = c });
        Assert.Equal(plain.Result.Objective, permuted.Result.Objective, 1e-10);
        for (int l = 0; l < 3; l++)
            AssertClose(ProjectionCases.Column(plain.Result.Design!.C, order[l]), ProjectionCases.Column(permuted.Result.Design!.C, l));
    }

    [Fact]
    public void Antenna_and_user_phases_carry_over()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(Hard, 5);
        Complex Phase(int k) => Complex.FromPolarCoordinates(1, 0.7 * k * k + 0.3);
        ComplexMatrix channel = instance.Channel.Clone(), c = raw.C.Clone(), s = raw.S.Clone();
        for (int m = 0; m < instance.Antennas; m++)
        {
            for (int l = 0; l < instance.Users; l++) (channel[l, m], c[m, l]) = (channel[l, m] * Phase(m),
                c[m, l] * Phase(m) * Phase(l + 20));
            for (int k = 0; k < s.Columns; k++) s[m, k] *= Phase(m);
        }

        ProjectionSolution plain = Solve(instance, raw), turned = Solve(instance with { Channel = channel }, new Design(c, s));
        Assert.Equal(plain.Result.Objective, turned.Result.Objective, 1e-10);
        ComplexMatrix expected = plain.Covariance!.Clone();
        for (int i = 0; i < instance.Antennas; i++)
        {
            for (int j = 0; j < instance.Antennas; j++) expected[i, j] *= Phase(i) * Complex.Conjugate(Phase(j));
        }

        AssertClose(expected, turned.Covariance!);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public void The_distance_scales_with_the_square_of_the_power(double power)
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(Hard, 6);
        double amplitude = Math.Sqrt(power);
        var scaledRaw = new Design(ProjectionCases.Scale(raw.C, amplitude), ProjectionCases.Scale(raw.S, amplitude));
        SolveResult unit = Solve(instance, raw).Result;
        SolveResult scaled = Solve(instance with { Power = power, Noise = power * instance.Noise }, scaledRaw).Result;
        Assert.Equal(unit.Objective, scaled.Objective / (power * power), 1e-10);
        ProjectionReferenceTests.AssertMeetsConstraints(instance with { Power = power, Noise = power * instance.Noise }, scaled.Design!);
    }

    private static ProjectionSolution Solve(IsacInstance instance, Design raw)
    {
        ProjectionSolution solution = new ProjectionSolver().Project(instance, raw);
        Assert.Equal(SolveStatus.Optimal, solution.Result.Status);
        return solution;
    }

    private static void AssertClose(ComplexMatrix expected, ComplexMatrix actual)
    {
        ComplexMatrix difference = ProjectionCases.Subtract(expected, actual);
        Assert.InRange(ProjectionCases.Inner(difference, difference), 0, 1e-16);
    }
}
