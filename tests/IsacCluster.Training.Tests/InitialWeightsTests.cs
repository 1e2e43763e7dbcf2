using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Training.Network;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training.Tests;

public sealed class InitialWeightsTests
{
    private static readonly NetworkArchitecture TableOne = NetworkArchitecture.Preset("paper") with { InputScale = 1.0 / 6 };

    [Fact]
    public void Centred_weights_are_normal_and_their_biases_take_half_their_sum_away()
    {
        float[] weights = InitialWeights.Draw(TableOne, 3, Initialisation.Centred, gain: 4);
        int offset = 0;
        foreach (DenseShape layer in NetworkLayout.Of(TableOne))
        {
            int count = layer.Inputs * layer.Outputs;
            ReadOnlySpan<float> matrix = weights.AsSpan(offset, count), bias = weights.AsSpan(offset + count, layer.Outputs);
            double variance = 0;
            foreach (float weight in matrix) variance += (double)weight * weight / count;
            double gain = layer.Name.EndsWith("_out", StringComparison.Ordinal) ? 1 : 4;
            double expected = gain * gain * 2 / (layer.Inputs + layer.Outputs);
            Assert.InRange(variance / expected, 1 - 6 / Math.Sqrt(count), 1 + 6 / Math.Sqrt(count)); // within four deviations of it
            for (int output = 0; output < layer.Outputs; output++)
            {
                double sum = 0;
                foreach (float weight in matrix.Slice(output * layer.Inputs, layer.Inputs)) sum += weight;
                Assert.Equal(layer.Name is "user_in.0" or "target_in.0" ? 0 : -sum / 2, bias[output], 1e-5);
            }

            offset += layer.ParameterCount;
        }
    }

    [Fact]
    public void A_gain_multiplies_the_weights_of_all_layers_but_the_read_outs()
    {
        float[] plain = InitialWeights.Draw(TableOne, 3), doubled = InitialWeights.Draw(TableOne, 3, gain: 2);
        int offset = 0;
        foreach (DenseShape layer in NetworkLayout.Of(TableOne))
        {
            int count = layer.Inputs * layer.Outputs, factor = layer.Name.EndsWith("_out", StringComparison.Ordinal) ? 1 : 2;
            Assert.Equal(plain.AsSpan(offset, count).ToArray().Select(weight => factor * weight), doubled.AsSpan(offset, count).ToArray());
            offset += count;
            Assert.Equal(plain.AsSpan(offset, layer.Outputs), doubled.AsSpan(offset, layer.Outputs));
            offset += layer.Outputs;
        }
    }

    /// <summary>Why Table I does not train from PyTorch's weights: what its designs do not tell apart no gradient can.</summary>
    [Fact]
    public void Centred_weights_tell_channels_apart_where_uniform_ones_give_one_design()
    {
        Assert.InRange(Spread(Initialisation.Uniform, 1), 0, 1e-5);
        Assert.InRange(Spread(Initialisation.Centred, 4), 1e-2, 2);
    }

    /// <summary>Root mean square over channels of the distance of a design from the mean one, relative to sqrt(P0).</summary>
    private static double Spread(Initialisation initialisation, double gain)
    {
        float[] weights = InitialWeights.Draw(TableOne, 5, initialisation, gain);
        DesignModel model = DesignModel.Parse(ModelFile.Encode(TableOne, weights, new Dictionary<string, string>()));
        var generator = new SampleGenerator(new Scenario(), 9);
        IReadOnlyList<Design> designs = model.CreateNetwork().Infer(
            [.. Enumerable.Range(0, 50).Select(s => generator.Generate(s).Instance)]);
        double spread = 0;
        for (int entry = 0; entry < designs[0].C.Data.Length; entry++)
        {
            var mean = designs.Aggregate(System.Numerics.Complex.Zero, (sum, design) => sum + design.C.Data[entry]) / designs.Count;
            spread += designs.Average(design => Math.Pow((design.C.Data[entry] - mean).Magnitude, 2));
        }

        return Math.Sqrt(spread);
    }
}
