using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests.Batches;

/// <summary>
/// Antenna powers, cross-correlation and limits of each user in lanes: certified, of the value that the general core finds, and the same
/// bits alone and in any batch.
/// </summary>
public sealed class GeneralBatchTests
{
    private static readonly IsacInstance[] Instances = [.. Enumerable.Range(0, 48).Select(Draw)];

    [Fact]
    public void Lanes_agree_with_the_general_core()
    {
        IReadOnlyList<SolveResult> together = Solver(coupled: true).Solve(Instances);
        IBatchSolver general = Solver(coupled: false);
        int differ = 0;
        for (int i = 0; i < Instances.Length; i++)
        {
            SolveResult expected = general.Solve(Instances[i]);
            Assert.Equal(expected.Status, together[i].Status);
            if (expected.Status == SolveStatus.Infeasible)
            {
                Assert.True(CertificateCheck.Verify(together[i].Certificate!, Instances[i]));
                continue;
            }

            Assert.Equal(SolveStatus.Optimal, together[i].Status);
            Assert.InRange(Math.Abs(together[i].RelativeGap), 0, 1e-8);
            Designs.AssertMeetsPowerAndSinr(together[i].Design!, Instances[i]);
            double scale = Math.Max(expected.Objective, 1e-6 * Instances[i].Power * Instances[i].Power);
            Assert.InRange(Math.Abs(expected.Objective - together[i].Objective), 0, 3e-8 * scale);
            if (!expected.Objective.Equals(together[i].Objective)) differ++;
        }

        Assert.True(differ > 24, $"{differ} went through the lanes.");
    }

    [Fact]
    public void A_result_is_the_same_bits_alone_and_in_any_batch()
    {
        IBatchSolver solver = Solver(coupled: true);
        IReadOnlyList<SolveResult> together = solver.Solve(Instances), reversed = solver.Solve([.. Instances.Reverse()]);
        for (int i = 0; i < Instances.Length; i++)
        {
            SolveResult alone = Lanes(Instances[i]) ? solver.Solve(Instances[i]) : together[i];
            foreach (SolveResult other in new[] { reversed[Instances.Length - 1 - i], alone })
            {
                Assert.Equal((together[i].Status, together[i].Iterations), (other.Status, other.Iterations));
                Assert.True(together[i].Objective.Equals(other.Objective));
                if (together[i].Design is { } design) Assert.True(design.C.Data.AsSpan().SequenceEqual(other.Design!.C.Data));
            }
        }
    }

    /// <summary>Those that only lanes know; limits of each user alone are solved singly by the coupled form.</summary>
    private static bool Lanes(IsacInstance instance) =>
        instance.AntennaPowers is not null || instance.Objective is { CrossCorrelationWeight: > 0, TargetsDeg.Count: > 1 };

    private static IBatchSolver Solver(bool coupled) =>
        (IBatchSolver)Baseline.Create("sdr", new SolverOptions { Presolve = false, Coupled = coupled });

    private static IsacInstance Draw(int index)
    {
        int antennas = 4 + index % 7, users = 1 + index % 3;
        var scenario = new Scenario { Antennas = antennas, Users = users, Noise = 1e-10 * (1 + index % 5) };
        IsacInstance plain = new SampleGenerator(scenario, 31).Generate(index).Instance;
        var draws = new RandomStream(31, StreamPurpose.Training, (ulong)index);
        double power = draws.NextUniform(0.5, 2);
        double[] shares = [.. Enumerable.Range(0, antennas).Select(_ => index % 2 == 0 ? 1.0 : draws.NextUniform(0.5, 2))];
        double[] thresholds = [.. Enumerable.Range(0, users).Select(_ => draws.NextUniform(1, 12))];
        double[] targets = [.. new[] { -40.0, 5, 35, 60 }.Take(1 + index % 4)];
        return IsacInstance.Of(
            new BeampatternObjective(antennas, targets, 10, 90, index % 4 == 1 ? 0 : draws.NextUniform(0.1, 5)), plain.Channel, power,
            index % 3 == 2 ? null : [.. shares.Select(share => power * share / shares.Sum())],
            [.. thresholds.Select((_, l) => plain.Noise * (1 + l))], thresholds);
    }
}
