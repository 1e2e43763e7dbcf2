using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Solvers.Presolve;
using IsacCluster.Training.Designs;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;
using TorchSharp;

namespace IsacCluster.Training.Tests;

/// <summary>The closed loop in training: its gradients, and trainings for several scenarios at once.</summary>
public sealed class FeedbackLayerTests
{
    private const int Samples = 6;

    /// <summary>From the network's outputs through the loop to the loss, against differences.</summary>
    [Theory]
    [InlineData(2, DescentScalarChoice.Learned)]
    [InlineData(3, DescentScalarChoice.Fixed)]
    public void Gradients_pass_through_the_loop(int users, DescentScalarChoice scalars)
    {
        using var scope = torch.NewDisposeScope();
        NetworkArchitecture architecture = SmallTraining.ClosedLoop(4) with { Scalars = scalars };
        var scenario = new Scenario { Antennas = 4, Users = users, GridPoints = 45, Noise = 1e-9 };
        var source = new SampleSource(scenario, 3, null);
        TrainingBatch batch = source.Draw(0, Samples, torch.CPU);
        using var metrics = new DesignMetrics(architecture, scenario.GridPoints, torch.CPU);
        var loss = new TrainingLoss(Penalty.LogRatio, 0.5, 1.2);
        using var generator = new torch.Generator(5);
        int width = NetworkLayout.UserOutputs(architecture), steps = NetworkLayout.StepOutputs(architecture);
        torch.Tensor[] at = [Draw(users, width), Draw(8, 4), torch.randn(Samples, steps, generator: generator)];
        torch.Tensor[] direction = [Draw(users, width), Draw(8, 4), torch.randn(Samples, steps, generator: generator)];
        torch.Tensor[] leaves = [.. at.Select(tensor => tensor.clone().requires_grad_(true))];
        BatchMetrics found = metrics.Of(new NetworkOutput(leaves[0], leaves[1], leaves[2]), batch, source);
        loss.Of(found, batch).backward();
        found.Pullback!();
        double slope = leaves.Zip(direction, (leaf, along) => leaf.numel() == 0 ? 0.0 : (leaf.grad! * along).sum().item<float>()).Sum();

        const double Step = 2e-3;
        double difference = (Value(Step) - Value(-Step)) / (2 * Step);
        Assert.NotEqual(0, slope);
        // The weights' last raising is a constant to the gradient, and single precision leaves four digits of a difference.
        Assert.Equal(difference, slope, 0.1 * Math.Abs(difference) + 2e-3);

        torch.Tensor Draw(int rows, int columns) => torch.randn(Samples, rows, columns, generator: generator);

        double Value(double step)
        {
            using var _ = torch.no_grad();
            torch.Tensor[] moved = [.. at.Zip(direction, (own, along) => own + step * along)];
            return loss.Of(metrics.Of(new NetworkOutput(moved[0], moved[1], moved[2]), batch, source), batch).item<float>();
        }
    }

    [Fact]
    public void A_network_that_says_nothing_is_the_descent_of_its_steps()
    {
        NetworkArchitecture architecture = SmallTraining.ClosedLoop(10);
        float[] weights = InitialWeights.Draw(architecture, 1);
        DesignModel model = DesignModel.Parse(ModelFile.Encode(architecture, weights, new Dictionary<string, string>()));
        IsacInstance[] instances = [.. Enumerable.Range(0, 4).Select(
            i => new SampleGenerator(new Scenario { Users = 3 }, 8).Generate(i).Instance)];
        SolverEntry entry = SolverCatalog.Entries.Single(solver => solver.Name == "descent");
        double[] values = [architecture.Refinements, .. entry.Parameters.Skip(1).Select(parameter => parameter.Default)];
        IBeamformingSolver descent = entry.CreateWith!(new SolverOptions(), values);
        IReadOnlyList<Design> designs = model.CreateNetwork(RadarStart.Of).Infer(instances);
        for (int i = 0; i < instances.Length; i++) Assert.Equal(descent.Solve(instances[i]).Design!.S.Data, designs[i].S.Data);
        Assert.Throws<ArgumentNullException>(() => model.CreateNetwork());
    }

    /// <summary>Before the first step of the training the network corrects nothing; then it learns.</summary>
    [Fact]
    public void A_training_for_several_scenarios_begins_at_the_descent_and_improves_on_it()
    {
        TrainingSettings settings = SmallTraining.Settings(SmallTraining.ClosedLoop(4));
        settings = settings with
        {
            Mix =
            [
                settings.Scenario, settings.Scenario with { Users = 3 },
                settings.Scenario with { Targets = new RandomTargets(2, -50, 50, 15) },
            ],
            MixIdentity = "three",
            Epochs = 30,
            EpochSamples = 96,
            ValidateEvery = 1,
        };
        TrainingOutcome outcome = SmallTraining.Run(settings);
        Assert.True(outcome.Curve[outcome.BestEpoch - 1].ValidationLoss < outcome.Curve[0].ValidationLoss);
        Assert.Equal(outcome.Digest, SmallTraining.Run(settings).Digest);
    }
}
