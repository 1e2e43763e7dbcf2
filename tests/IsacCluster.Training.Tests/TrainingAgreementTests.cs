using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Solvers.Presolve;
using IsacCluster.Training.Designs;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using TorchSharp;

namespace IsacCluster.Training.Tests;

/// <summary>
/// Two implementations of one network: what TorchSharp trains is what the engine infers, to the covariance and the SINRs of the designs.
/// </summary>
public sealed class TrainingAgreementTests
{
    private const int Samples = 20;

    public static TheoryData<string, int> Cases => new()
    {
        { "tuned", 1 }, { "tuned", 2 }, { "tuned", 3 }, { "tuned", 6 }, { "paper", 1 }, { "paper", 2 }, { "paper", 5 }, { "dnn", 2 },
        { "split dnn", 2 }, { "closed loop", 1 }, { "closed loop", 4 },
        { "phase-normalised", 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Designs_of_the_engine_have_the_errors_and_ratios_of_the_training(string name, int users)
    {
        NetworkArchitecture architecture = name == "split dnn"
            ? NetworkArchitecture.Preset("dnn") with { Width = 32, Readout = Readout.Split, Refinements = 2, ThresholdInput = true }
            : name == "phase-normalised"
                ? NetworkArchitecture.Preset("paper") with { Width = 32, InputScale = 0.2, UserFeatures = UserFeatures.PhaseNormalised }
            : name == "closed loop" ? SmallTraining.ClosedLoop(10) with { ThresholdInput = true }
            : NetworkArchitecture.Preset(name) with { Width = 32, ThresholdInput = name == "tuned", InputScale = 0.2 };
        architecture = architecture with { Users = users };
        var scenario =
            new Scenario { Users = users, GridPoints = 60, Power = 3, SinrDb = -20, Targets = new RandomTargets(3, -60, 60, 10) };
        float[] weights = InitialWeights.Draw(architecture, 4);
        // A closed loop begins without corrections.
        if (architecture.IsClosedLoop)
        {
            for (int i = 0; i < weights.Length; i++) weights[i] += (float)(0.05 * Math.Sin(i));
        }

        (float[] mse, float[] sinr) = Trained(architecture, scenario, weights);
        var generator = new SampleGenerator(scenario, 9);
        Sample[] samples = [.. Enumerable.Range(0, Samples).Select(s => generator.Generate(s))];
        DesignModel model = DesignModel.Parse(ModelFile.Encode(architecture, weights, new Dictionary<string, string>()));
        DesignNetwork network = model.CreateNetwork(RadarStart.Of);
        IReadOnlyList<Design> designs = network.Infer([.. samples.Select(sample => sample.Instance)]);
        for (int s = 0; s < Samples; s++)
        {
            Assert.Equal(samples[s].Evaluation.Mse(designs[s].Covariance()) / (scenario.Power * scenario.Power), mse[s], 1e-3 * mse[s]);
            double[] ratios = Sinr.Of(designs[s], samples[s].Instance.Channel, scenario.Noise);
            // The training regularises the split more, to keep its gradients bounded.
            for (int l = 0; l < users; l++) Assert.Equal(ratios[l], sinr[s * users + l], 0.06 * ratios[l] + 1e-4);
        }
    }

    private static (float[] Mse, float[] Sinr) Trained(NetworkArchitecture architecture, Scenario scenario, float[] weights)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var parameters = new TorchParameters(architecture, weights, torch.CPU);
        using var metrics = new DesignMetrics(architecture, scenario.GridPoints, torch.CPU);
        var source = new SampleSource(scenario, 9, null);
        TrainingBatch batch = source.Draw(0, Samples, torch.CPU);
        BatchMetrics found = metrics.Of(new TorchNetwork(architecture, parameters).Forward(batch), batch, source);
        return (found.Mse.data<float>().ToArray(), found.Sinr.contiguous().data<float>().ToArray());
    }
}
