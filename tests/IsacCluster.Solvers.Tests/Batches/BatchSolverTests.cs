using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests.Batches;

/// <summary>What solvers answer to batches: certified as ever, near the single solve's answer, and the same bits in any batch.</summary>
public sealed class BatchSolverTests
{
    public static TheoryData<string> Names => [.. Baseline.Names.Where(name => Baseline.Create(name) is IBatchSolver)];

    [Fact]
    public void The_sdr_and_zero_forcing_solve_batches() => Assert.Equal(["sdr", "zf"], Names.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_result_is_the_same_bits_with_any_neighbours_in_any_order(string name)
    {
        IsacInstance[] instances = Mixed();
        IBatchSolver solver = Iterating(name);
        IReadOnlyList<SolveResult> alone = [.. instances.Select(instance => solver.Solve([instance])[0])];
        Assert.True(alone.Count(static result => result.Status == SolveStatus.Optimal) > 50);
        var draws = new RandomStream(7, StreamPurpose.Fading, 0);
        int[] order = [.. Enumerable.Range(0, instances.Length)];
        for (int count = 1; count <= 70; count++)
        {
            double[] keys = new double[order.Length];
            for (int i = 0; i < keys.Length; i++) keys[i] = draws.NextComplexGaussian().Real;
            Array.Sort(keys, order);
            // A fresh solver now and then: nothing may be left over from batches before.
            if (count % 20 == 0) solver = Iterating(name);
            IReadOnlyList<SolveResult> together = solver.Solve([.. order.Take(count).Select(i => instances[i])]);
            Assert.Equal(count, together.Count);
            for (int i = 0; i < count; i++) AssertSame(alone[order[i]], together[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_agrees_with_the_single_solves(string name)
    {
        IsacInstance[] instances = [.. Enumerable.Range(0, 8 * RandomInstances.ScenarioCount).Select(RandomInstances.Draw)];
        IBatchSolver solver = Iterating(name);
        IReadOnlyList<SolveResult> together = solver.Solve(instances);
        int differ = 0;
        for (int i = 0; i < instances.Length; i++)
        {
            SolveResult single = solver.Solve(instances[i]);
            Assert.Equal(single.Status, together[i].Status);
            if (single.Status != SolveStatus.Optimal) continue;
            double power = instances[i].Power, scale = Math.Max(single.Objective, 1e-6 * power * power);
            Assert.Equal(single.Objective, together[i].Objective, 3e-8 * scale);
            Designs.AssertMeetsPowerAndSinr(together[i].Design!, instances[i]);
            if (!single.Objective.Equals(together[i].Objective)) differ++;
        }

        // Most did go through the lanes.
        Assert.True(differ > 40);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_cases_agree_in_one_batch(string name)
    {
        ReferenceCase[] cases = [.. ReferenceCases.All];
        IReadOnlyList<SolveResult> results = Iterating(name).Solve([.. cases.Select(static item => item.Instance)]);
        for (int i = 0; i < cases.Length; i++)
        {
            IsacInstance instance = cases[i].Instance;
            Assert.Equal(cases[i].Feasible ? SolveStatus.Optimal : SolveStatus.Infeasible, results[i].Status);
            if (!cases[i].Feasible || (name == "sdr" ? cases[i].SdrMse : cases[i].ZfMse) is not double mse) continue;
            Designs.AssertMeetsPowerAndSinr(results[i].Design!, instance);
            double value = instance.Objective.Mse(results[i].Design!.Covariance());
            Assert.InRange(Math.Abs(value - mse), 0, 1e-6 * Math.Max(instance.Power * instance.Power, mse));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hard_instances_are_answered_in_batches_as_alone(string name)
    {
        IsacInstance[] instances =
            [.. Enumerable.Range(0, 150).Select(id => HardInstance.Draw(77, id, HardInstance.UsualAntennas).Instance)];
        IReadOnlyList<SolveResult> results = ((IBatchSolver)Baseline.Create(name)).Solve(instances);
        for (int i = 0; i < instances.Length; i++)
        {
            (Verdict verdict, string detail) = AnswerCheck.Judge(results[i], instances[i], serves: true);
            Assert.True(verdict != Verdict.Unexplained, $"{i}: {detail}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Limits_and_empty_batches_are_those_of_single_solves(string name)
    {
        IsacInstance instance = RandomInstances.Draw(0);
        Assert.Empty(Iterating(name).Solve([]));
        var limited = (IBatchSolver)Baseline.Create(name, new SolverOptions { Presolve = false, IterationLimit = 3 });
        SolveResult result = limited.Solve([instance])[0];
        Assert.Equal((SolveStatus.IterationLimit, 3), (result.Status, result.Iterations));
    }

    private static IBatchSolver Iterating(string name) => (IBatchSolver)Baseline.Create(name, new SolverOptions { Presolve = false });

    /// <summary>Of a few shapes and channels; infeasible ones and ones that lanes do not take are among them.</summary>
    private static IsacInstance[] Mixed()
    {
        Scenario[] scenarios =
        [
            new Scenario(), new Scenario { Users = 3, SinrDb = 14 }, new Scenario { SinrDb = 20, Noise = 1e-9 },
            new Scenario { Users = 6, SinrDb = 2 },
        ];
        IsacInstance[] drawn = [.. Enumerable.Range(0, 70).Select(i => new SampleGenerator(scenarios[i % 8 % 4], 5).Generate(i).Instance)];
        drawn[3] = HardInstance.Draw(3, 1, HardInstance.UsualAntennas).Instance;
        drawn[40] = RandomInstances.Draw(8);
        return drawn;
    }

    private static void AssertSame(SolveResult expected, SolveResult actual)
    {
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.Iterations, actual.Iterations);
        Assert.True(expected.Objective.Equals(actual.Objective) && expected.RelativeGap.Equals(actual.RelativeGap));
        if (expected.Design is null) return;
        Assert.True(expected.Design.C.Data.AsSpan().SequenceEqual(actual.Design!.C.Data));
        Assert.True(expected.Design.S.Data.AsSpan().SequenceEqual(actual.Design.S.Data));
    }
}
