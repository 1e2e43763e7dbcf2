using System.Numerics;
using System.Runtime.InteropServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>A batch of the paper's scenario and a network of the paper's size with seeded random weights.</summary>
internal sealed class InferenceBatch
{
    private const ulong Seed = 2025;
    private readonly byte[] _model;

    public InferenceBatch(int size)
    {
        var generator = new SampleGenerator(new Scenario(), Seed);
        Instances = [.. Enumerable.Range(0, size).Select(i => generator.Generate(i).Instance)];
        NetworkArchitecture paper = NetworkArchitecture.Preset("paper");
        _model = ModelFile.Encode(paper, RandomParameters(paper), new Dictionary<string, string>());
        Model = DesignModel.Parse(_model);
    }

    public IReadOnlyList<IsacInstance> Instances { get; }

    public DesignModel Model { get; }

    /// <summary>Writes what the peer reads: the model, and the network's inputs as floats.</summary>
    public void WriteTo(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), _model);
        IsacInstance first = Instances[0];
        Write(Path.Combine(folder, "channels.f32"), Instances.SelectMany(Channels));
        Write(
            Path.Combine(folder, "targets.f32"),
            first.Objective.TargetsDeg.SelectMany(angle => RealThenImaginary(UniformLinearArray.SteeringVector(angle, first.Antennas), 1)));
    }

    /// <summary>Floats of a file that the peer wrote.</summary>
    public static float[] Read(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    private static IEnumerable<float> Channels(IsacInstance instance) => Enumerable.Range(0, instance.Users)
        .SelectMany(l => RealThenImaginary(instance.Channel.Row(l).ToArray(), Math.Sqrt(instance.Power / instance.Noise)));

    private static IEnumerable<float> RealThenImaginary(Complex[] vector, double scale) =>
        [.. vector.Select(entry => (float)(scale * entry.Real)), .. vector.Select(entry => (float)(scale * entry.Imaginary))];

    private static void Write(string path, IEnumerable<float> values) =>
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.ToArray().AsSpan()).ToArray());

    /// <summary>Uniform weights that neither flatten nor saturate sigmoids.</summary>
    private static float[] RandomParameters(NetworkArchitecture architecture)
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, ulong.MaxValue);
        var parameters = new List<float>();
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            double reach = 4 * Math.Sqrt(3.0 / layer.Inputs);
            for (int i = 0; i < layer.ParameterCount; i++) parameters.Add((float)stream.NextUniform(-reach, reach));
        }

        return [.. parameters];
    }
}
