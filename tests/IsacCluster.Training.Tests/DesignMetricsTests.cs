using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using IsacCluster.Training.Designs;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using TorchSharp;

namespace IsacCluster.Training.Tests;

/// <summary>The training's MSE and SINR, in diagonal sums and float, against the project's own definitions in double.</summary>
public sealed class DesignMetricsTests
{
    private const int Samples = 6;

    public static TheoryData<int, bool> Cases => new() { { 1, false }, { 2, false }, { 3, true }, { 2, true } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mse_and_sinr_agree_with_the_definitions(int users, bool random)
    {
        var scenario = new Scenario
        {
            Users = users,
            GridPoints = 90,
            Power = 2,
            Targets = random ? new RandomTargets(3, -60, 60, 10) : new FixedTargets([-40, 0, 40]),
        };
        NetworkArchitecture architecture = NetworkArchitecture.Preset("paper");
        var source = new SampleSource(scenario, 5, null);
        TrainingBatch batch = source.Draw(0, Samples, torch.CPU);
        NetworkOutput output = new(torch.randn(Samples, users, 20), torch.randn(Samples, 20, 10), torch.zeros(Samples, 0));
        using var metrics = new DesignMetrics(architecture, scenario.GridPoints, torch.CPU);
        BatchMetrics found = metrics.Of(output, batch, source);
        float[] mse = found.Mse.data<float>().ToArray(), sinr = found.Sinr.contiguous().data<float>().ToArray();
        float[] beams = found.Beams.contiguous().data<float>().ToArray();
        var generator = new SampleGenerator(scenario, 5);
        for (int s = 0; s < Samples; s++)
        {
            Sample sample = generator.Generate(s);
            Design design = Read(beams, s, users, scenario.Power);
            double expected = sample.Evaluation.Mse(design.Covariance()) / (scenario.Power * scenario.Power);
            Assert.Equal(expected, mse[s], 1e-4 * expected);
            double[] ratios = Sinr.Of(design, sample.Instance.Channel, scenario.Noise);
            for (int l = 0; l < users; l++) Assert.Equal(ratios[l], sinr[s * users + l], 1e-3 * ratios[l]);
        }
    }

    private static Design Read(float[] beams, int sample, int users, double power)
    {
        int columns = users + 10;
        var all = new ComplexMatrix(10, columns);
        for (int k = 0; k < all.Data.Length; k++)
            all.Data[k] = Math.Sqrt(power) * new Complex(
                beams[sample * 2 * all.Data.Length + k], beams[sample * 2 * all.Data.Length + all.Data.Length + k]);
        var c = new ComplexMatrix(10, users);
        var s = new ComplexMatrix(10, 10);
        for (int m = 0; m < 10; m++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (j < users) c[m, j] = all[m, j];
                else s[m, j - users] = all[m, j];
            }
        }

        return new Design(c, s);
    }

    /// <summary>An empty desired pattern leaves the mean of P^2.</summary>
    [Fact]
    public void Without_a_grid_point_in_a_sector_the_pattern_itself_is_the_error()
    {
        var scenario = new Scenario { Targets = new FixedTargets([0.5]), BeamwidthDeg = 0.1, GridPoints = 180 };
        var batch = new SampleSource(scenario, 5, null).Draw(0, 2, torch.CPU);
        Assert.Equal(0, batch.Sectors.abs().sum().item<float>());
        Assert.Equal(0, new BeampatternObjective(10, [0.5], 0.1, 180).Desired.Sum());
    }
}
