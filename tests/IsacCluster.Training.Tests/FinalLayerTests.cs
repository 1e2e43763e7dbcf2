using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Designs;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;
using TorchSharp;

namespace IsacCluster.Training.Tests;

public sealed class FinalLayerTests
{
    private const int Samples = 4;

    /// <summary>From network outputs through scaling, layer and MSE: float gradients against differences of float values.</summary>
    [Theory]
    [InlineData(FinalLayer.Projection)]
    [InlineData(FinalLayer.Restoration)]
    public void Gradients_pass_through_the_layer(FinalLayer layer)
    {
        TrainingSettings settings = Settings(layer);
        var source = new SampleSource(settings.Scenario, 3, null);
        TrainingBatch batch = source.Draw(0, Samples, torch.CPU);
        using var metrics = new DesignMetrics(settings.Architecture, settings.Scenario.GridPoints, torch.CPU);
        var final = FinalLayerDifferentiation.Of(settings)!;
        using var generator = new torch.Generator(5);
        torch.Tensor users = torch.randn(Samples, 2, 8, generator: generator), radar = torch.randn(Samples, 8, 4, generator: generator);
        torch.Tensor Loss(torch.Tensor u, torch.Tensor r) =>
            final.Apply(metrics.Of(new NetworkOutput(u, r, torch.zeros(Samples, 0)), batch, source), batch, source).Mse.sum();

        torch.Tensor leafUsers = users.clone().requires_grad_(true), leafRadar = radar.clone().requires_grad_(true);
        Loss(leafUsers, leafRadar).backward();
        torch.Tensor directionUsers = torch.randn(Samples, 2, 8, generator: generator),
            directionRadar = torch.randn(Samples, 8, 4, generator: generator);
        double slope = ((leafUsers.grad! * directionUsers).sum() + (leafRadar.grad! * directionRadar).sum()).item<float>();
        const float step = 2e-3f;
        double difference = Loss(users + step * directionUsers, radar + step * directionRadar).item<float>()
            - Loss(users - step * directionUsers, radar - step * directionRadar).item<float>();
        Assert.Equal(difference / (2 * step), slope, 0.02 * Math.Abs(slope) + 2e-3);
        Assert.True(Math.Abs(slope) > 0.02, $"slope {slope}");
    }

    [Theory]
    [InlineData(FinalLayer.Projection)]
    [InlineData(FinalLayer.Restoration)]
    public void Training_through_the_layer_lowers_the_error_of_repaired_designs(FinalLayer layer)
    {
        TrainingOutcome outcome = SmallTraining.Run(Settings(layer) with
        {
            Epochs = 8,
            EpochSamples = 48,
            ValidationSamples = 16,
            TestSamples = 4,
            ValidateEvery = 1,
            LearningRate = 2e-2,
        });
        Assert.True(outcome.Curve.Min(point => point.Mse) < 0.98 * outcome.Curve[0].Mse, $"{outcome.Curve[0]} to {outcome.Curve[^1]}");
    }

    [Fact]
    public void A_split_readout_has_no_final_layer() => Assert.Throws<ArgumentException>(
        () => SmallTraining.Run(SmallTraining.Settings() with { FinalLayer = FinalLayer.Projection }));

    private static TrainingSettings Settings(FinalLayer layer) => SmallTraining.Settings(
        NetworkArchitecture.Preset("paper") with { Antennas = 4, Width = 8, Activation = Activation.Silu, InputScale = 0.1 }) with
    {
        Scenario = new Scenario { Antennas = 4, GridPoints = 45, SinrDb = 6 },
        FinalLayer = layer,
        PenaltyWeight = 0.01,
    };
}
