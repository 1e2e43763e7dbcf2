using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>What is tested, what is projected, and where the time goes.</summary>
public sealed class LearnedAlgorithmTests
{
    private const int Count = 12;
    private static readonly Scenario Scenario = new() { Antennas = 6, GridPoints = 36 };
    private static readonly Sample[] Samples = Draw(Scenario);

    private static Inference Fake => new FakeModel(NetworkKind.Gnn, "sha256:fake").CreateInference();

    private static Func<IsacInstance, Design, SolveResult> Projection => DesignRepairs.Create(DesignRepair.Projection);

    [Fact]
    public void Inference_alone_returns_every_design_as_it_is()
    {
        IReadOnlyList<DesignOutcome> outcomes = Run(new LearnedAlgorithm("gnn", Fake), Samples);
        IReadOnlyList<Design> designs = Fake([.. Samples.Select(sample => sample.Instance)]);
        Assert.All(outcomes, outcome => Assert.Equal((SolveStatus.Heuristic, null), (outcome.Status, outcome.Projected)));
        Assert.Equal(designs.Select(Bits), outcomes.Select(outcome => Bits(outcome.Design!)));
        Assert.Contains(Samples.Zip(outcomes), pair => !LearnedAlgorithm.IsFeasible(pair.First.Instance, pair.Second.Design!));
    }

    [Fact]
    public void Exactly_the_infeasible_designs_are_projected_and_become_feasible()
    {
        IReadOnlyList<DesignOutcome> outcomes = Run(new LearnedAlgorithm("gnn-ip", Fake, Projection), Samples);
        bool[] good = [.. Samples.Select(sample => FakeModel.IsGood(sample.Instance))];
        Assert.Contains(true, good);
        Assert.Contains(false, good);
        IReadOnlyList<Design> raw = Fake([.. Samples.Select(sample => sample.Instance)]);
        for (int i = 0; i < Count; i++)
        {
            IsacInstance instance = Samples[i].Instance;
            Assert.Equal(!good[i], outcomes[i].Projected);
            Design expected = good[i] ? raw[i] : Projection(instance, raw[i]).Design!;
            Assert.Equal(Bits(expected), Bits(outcomes[i].Design!));
            Assert.True(LearnedAlgorithm.IsFeasible(instance, outcomes[i].Design!));
        }
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 0.9999, false)]
    [InlineData(1.0001, 1, false)]
    [InlineData(0.9999, 1, false)]
    public void The_test_looks_at_the_power_and_at_the_sinrs(double power, double sinr, bool feasible)
    {
        IsacInstance instance = Samples.First(sample => FakeModel.IsGood(sample.Instance)).Instance;
        Design design = AlgorithmCatalog.CreateSolver("sdr").Solve(instance).Design!;
        double least = Sinr.Of(design, instance.Channel, instance.Noise).Min();
        // The same design against a budget and a threshold that it meets exactly, or misses.
        IsacInstance limits = instance with { Power = design.Power() / power, SinrThreshold = least / sinr };
        Assert.Equal(feasible, LearnedAlgorithm.IsFeasible(limits, design));
    }

    [Fact]
    public void A_channel_that_no_design_can_serve_is_infeasible()
    {
        Sample[] hopeless = Draw(Scenario with { Noise = 1, SinrDb = 30 });
        Assert.All(Run(new LearnedAlgorithm("dnn-ip", Fake, Projection), hopeless), outcome =>
            Assert.Equal((SolveStatus.Infeasible, null, true), (outcome.Status, outcome.Design, outcome.Projected)));
        Assert.All(Run(new LearnedAlgorithm("dnn", Fake), hopeless), outcome => Assert.Equal(SolveStatus.Heuristic, outcome.Status));
    }

    [Fact]
    public void Algorithms_of_one_model_infer_a_set_of_samples_once_and_its_feasible_designs_are_evaluated_once()
    {
        var model = new FakeModel(NetworkKind.Gnn, "sha256:fake");
        var memo = new SampleMemo();
        SharedInference Shared() => memo.InferenceOf(model.Digest, model.CreateInference);
        IDesignAlgorithm[] both = [new LearnedAlgorithm("gnn", Shared()), new LearnedAlgorithm("gnn-ip", Shared(), Projection)];
        var clock = new StageClock(TimeProvider.System);
        var evaluator = new SampleEvaluator(Scenario, seed: 3, both, memo);
        IReadOnlyList<SampleEvaluation> together = evaluator.Evaluate(0, Count, clock, CancellationToken.None);
        Assert.Equal([Count], model.Batches);
        Assert.Equal(1, clock.Snapshot()["inference"].Calls);
        int feasible = together.Count(sample => sample.Algorithms[1].Projected == false);
        Assert.InRange(feasible, 1, Count - 1);
        Assert.Equal((2 * Count) - feasible, clock.Snapshot()["evaluate"].Calls);

        evaluator.Evaluate(0, Count, clock, CancellationToken.None);
        Assert.Equal([Count, Count], model.Batches);

        IDesignAlgorithm[] apart = [new LearnedAlgorithm("gnn", Fake), new LearnedAlgorithm("gnn-ip", Fake, Projection)];
        IReadOnlyList<SampleEvaluation> each = new SampleEvaluator(Scenario, seed: 3, apart).Evaluate(
            0, Count, new StageClock(TimeProvider.System), CancellationToken.None);
        Assert.Equal(each.SelectMany(Numbers), together.SelectMany(Numbers));

        static IEnumerable<object?> Numbers(SampleEvaluation sample) => sample.Algorithms.Select(of =>
            (object?)(of.Name, of.Status, of.Mse, string.Join(' ', of.Sinr), of.Satisfied, of.Projected, of.Parts!.Inference > 0));
    }

    [Fact]
    public void A_network_that_returns_no_numbers_is_a_failure()
    {
        Inference broken = instances => [.. instances.Select(instance =>
        {
            Design design = FakeModel.Isotropic(instance);
            design.C[0, 0] = double.NaN;
            return design;
        })];
        Assert.All(Run(new LearnedAlgorithm("gnn", broken), Samples), outcome =>
            Assert.Equal((SolveStatus.NumericalFailure, null, null), (outcome.Status, outcome.Design, outcome.Projected)));
        Assert.All(Run(new LearnedAlgorithm("gnn-ip", broken, Projection), Samples), outcome =>
            Assert.Equal((SolveStatus.NumericalFailure, null, true), (outcome.Status, outcome.Design, outcome.Projected)));
    }

    [Fact]
    public void A_sample_takes_its_share_of_the_inference_and_its_own_test_and_projection()
    {
        var clock = new StageClock(new SteppedTime());
        var algorithm = new LearnedAlgorithm("gnn-ip", Fake, Projection);
        IReadOnlyList<DesignOutcome> outcomes = algorithm.Run(Samples, clock, CancellationToken.None);
        Assert.All(outcomes, outcome =>
        {
            bool projected = outcome.Projected!.Value;
            Assert.Equal(new PartTimes(1.0 / Count, 1, projected ? 1 : null), outcome.Parts);
            Assert.Equal(1.0 / Count + (projected ? 2 : 1), outcome.Seconds, 1e-12);
        });
        int projections = outcomes.Count(outcome => outcome.Projected == true);
        Assert.Equal(
            new Dictionary<string, StageTime>
            {
                ["feasibility"] = new(Count, Count),
                ["inference"] = new(1, 1),
                ["projection"] = new(projections, projections),
            }, clock.Snapshot());
    }

    [Fact]
    public void Cancelling_stops_between_samples()
    {
        using var cancelled = new CancellationTokenSource();
        int projections = 0;
        var algorithm = new LearnedAlgorithm("gnn-ip", instances => [.. instances.Select(FakeModel.Isotropic)], (instance, design) =>
        {
            projections++;
            cancelled.Cancel();
            return Projection(instance, design);
        });
        Assert.Throws<OperationCanceledException>(() => algorithm.Run(Samples, new StageClock(TimeProvider.System), cancelled.Token));
        Assert.Equal(1, projections);
    }

    private static Sample[] Draw(Scenario scenario)
    {
        var generator = new SampleGenerator(scenario, 7);
        return [.. Enumerable.Range(0, Count).Select(index => generator.Generate(index))];
    }

    private static IReadOnlyList<DesignOutcome> Run(LearnedAlgorithm algorithm, Sample[] samples) =>
        algorithm.Run(samples, new StageClock(TimeProvider.System), CancellationToken.None);

    private static string Bits(Design design) => string.Join(' ', new[] { design.C, design.S }.SelectMany(Entries));

    private static IEnumerable<string> Entries(ComplexMatrix matrix) =>
        matrix.Data.ToArray().Select(
            entry => $"{BitConverter.DoubleToInt64Bits(entry.Real):x}{BitConverter.DoubleToInt64Bits(entry.Imaginary):x}");
}
