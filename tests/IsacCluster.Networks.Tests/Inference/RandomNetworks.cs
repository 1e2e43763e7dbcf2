using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;

namespace IsacCluster.Networks.Tests.Inference;

/// <summary>Networks with arbitrary weights and instances for them, for tests of what holds for all.</summary>
internal static class RandomNetworks
{
    private const ulong Seed = 7;

    /// <summary>
    /// Weights of variance 1 / inputs (16 / inputs for the sigmoid, whose slope is 1/4) and biases of variance 1/12, so that activations
    /// are neither flat nor saturated and outputs depend on inputs.
    /// </summary>
    public static float[] Parameters(NetworkArchitecture architecture)
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, ulong.MaxValue);
        var parameters = new List<float>();
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            double reach = (architecture.Activation == Activation.Sigmoid ? 4 : 1) * Math.Sqrt(3.0 / layer.Inputs);
            for (int i = 0; i < layer.Inputs * layer.Outputs; i++) parameters.Add((float)stream.NextUniform(-reach, reach));
            for (int i = 0; i < layer.Outputs; i++) parameters.Add((float)stream.NextUniform(-0.5, 0.5));
        }

        return [.. parameters];
    }

    public static DesignModel Model(NetworkArchitecture architecture) => Model(architecture, Parameters(architecture));

    public static DesignModel Model(NetworkArchitecture architecture, float[] parameters) =>
        DesignModel.Parse(ModelFile.Encode(architecture, parameters, new Dictionary<string, string>()));

    /// <summary>Instances of one shape; every third set of targets is random, the others are the same.</summary>
    public static IReadOnlyList<IsacInstance> Instances(int antennas, int users, int targets, int count)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, GridPoints = 18, SinrDb = 12, Power = 2 };
        var random = new SampleGenerator(scenario with { Targets = new RandomTargets(targets, -60, 60, 5) }, Seed);
        FixedTargets first = new([.. random.Generate(0).Instance.Objective.TargetsDeg]);
        var same = new SampleGenerator(scenario with { Targets = first }, Seed);
        return [.. Enumerable.Range(0, count).Select(i => (i % 3 == 2 ? random : same).Generate(i).Instance)];
    }
}
