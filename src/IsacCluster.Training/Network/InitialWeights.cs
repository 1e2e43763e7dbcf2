using IsacCluster.Isac.Randomness;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training.Network;

/// <summary>
/// Random initial weights, a pure function of (architecture, seed, initialisation, gain). The split read-out begins near
/// B = I / sqrt(M), the isotropic design, and near equal user weights; a closed loop at outputs of 0, the descent that no network corrects.
/// </summary>
internal static class InitialWeights
{
    /// <summary>Factors of the split read-out's weights and biases; with full ones B would begin far from any useful covariance.</summary>
    private const double RadarWeightFactor = 0.5, RadarBiasFactor = 0.1, UserFactor = 0.1;

    /// <summary>Step sizes at which refinements begin.</summary>
    private const double PatternStep = 0.1, DecorrelationStep = 0.03;

    public static float[] Draw(
        NetworkArchitecture architecture, ulong seed, Initialisation initialisation = Initialisation.Uniform, double gain = 1)
    {
        var parameters = new float[NetworkLayout.ParameterCount(architecture)];
        int offset = 0;
        ulong index = 0;
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            var stream = new RandomStream(TrainingSeeds.Weights(seed), StreamPurpose.Training, index++);
            Span<float> values = parameters.AsSpan(offset, layer.ParameterCount);
            bool isReadout = layer.Name is "user_out" or "radar_out" or "out";
            if (initialisation == Initialisation.Centred) DrawCentred(layer, values, isReadout ? 1 : gain, ref stream);
            else DrawUniform(layer, values, isReadout ? 1 : gain, ref stream);
            if (architecture.IsClosedLoop && isReadout) values.Clear();
            else if (architecture.Readout == Readout.Split && !architecture.IsClosedLoop) Prepare(architecture, layer, values);
            offset += layer.ParameterCount;
        }

        return parameters;
    }

    private static void DrawUniform(DenseShape layer, Span<float> values, double gain, ref RandomStream stream)
    {
        double bound = 1 / Math.Sqrt(layer.Inputs);
        for (int k = 0; k < values.Length; k++) values[k] = (float)stream.NextUniform(-bound, bound);
        Scale(values[..(layer.Inputs * layer.Outputs)], gain);
    }

    private static void DrawCentred(DenseShape layer, Span<float> values, double gain, ref RandomStream stream)
    {
        int weights = layer.Inputs * layer.Outputs;
        double deviation = gain * Math.Sqrt(2.0 / (layer.Inputs + layer.Outputs));
        for (int k = 0; k < weights; k++) values[k] = (float)(deviation * Math.Sqrt(2) * stream.NextComplexGaussian().Real);
        // Channels and steering vectors have the mean 0.
        bool isFirst = layer.Name is "user_in.0" or "target_in.0" or "hidden.0";
        for (int output = 0; output < layer.Outputs; output++)
        {
            double sum = 0;
            foreach (float weight in values.Slice(output * layer.Inputs, layer.Inputs)) sum += weight;
            values[weights + output] = isFirst ? 0 : (float)(-sum / 2);
        }
    }

    private static void Prepare(NetworkArchitecture architecture, DenseShape layer, Span<float> values)
    {
        int m = architecture.Antennas, weights = layer.Inputs * layer.Outputs;
        switch (layer.Name)
        {
            case "user_out":
                Scale(values, UserFactor);
                StartSteps(architecture, values[weights..], 1);
                break;
            case "radar_out":
                Scale(values[..weights], RadarWeightFactor);
                AddIdentity(values[weights..], m);
                break;
            case "out":
                int beams = architecture.Users * NetworkLayout.UserOutputs(architecture);
                Scale(values[..(beams * layer.Inputs)], UserFactor);
                Scale(values.Slice(weights, beams), UserFactor);
                StartSteps(architecture, values[weights..], architecture.Users);
                Scale(values[(beams * layer.Inputs)..weights], RadarWeightFactor);
                AddIdentity(values[(weights + beams)..], m);
                break;
        }
    }

    private static void StartSteps(NetworkArchitecture architecture, Span<float> bias, int users)
    {
        for (int l = 0; l < users; l++)
        {
            for (int k = 0; k < architecture.Refinements; k++)
                bias[l * NetworkLayout.UserOutputs(architecture) + 1 + 2 * k] += (float)Math.Log(DecorrelationStep) / 2;
        }
    }

    private static void AddIdentity(Span<float> bias, int antennas)
    {
        Scale(bias, RadarBiasFactor);
        for (int k = 0; k < antennas; k++) bias[k * antennas + k] += (float)(1 / Math.Sqrt(antennas));
        for (int k = 2 * antennas * antennas; k < bias.Length; k++) bias[k] += (float)Math.Log(PatternStep);
    }

    private static void Scale(Span<float> values, double factor)
    {
        for (int k = 0; k < values.Length; k++) values[k] = (float)(factor * values[k]);
    }
}
