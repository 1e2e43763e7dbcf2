using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Export;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Networks.Tests.Inference;
using IsacCluster.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace IsacCluster.Networks.Tests.Export;

/// <summary>Exported networks, computed by ONNX Runtime, against the inference here.</summary>
public sealed class OnnxExportTests
{
    private static readonly NetworkArchitecture Tuned = NetworkArchitecture.Preset("tuned") with { Width = 16 };

    public static TheoryData<NetworkArchitecture, int, int> Networks { get; } = new()
    {
        { new NetworkArchitecture { Width = 16 }, 2, 3 },
        { NetworkArchitecture.Preset("paper") with { Width = 16, UpdateWidth = 8, UserFeatures = UserFeatures.PhaseNormalised }, 3, 2 },
        { new NetworkArchitecture { Width = 16, Activation = Activation.Tanh, Residual = true, ThresholdInput = true }, 1, 1 },
        { new NetworkArchitecture { Width = 16, Activation = Activation.Relu, Normalisation = Normalisation.Layer, Layers = 0 }, 3, 2 },
        { new NetworkArchitecture { Width = 16, Readout = Readout.Split }, 3, 2 },
        { Tuned, 1, 3 },
        { Tuned, 2, 3 },
        { Tuned with { ThresholdInput = true, Antennas = 6 }, 4, 2 },
        { Tuned, 6, 1 },
        { NetworkArchitecture.Preset("dnn") with { Width = 32, Users = 3, Targets = 2, ThresholdInput = true }, 3, 2 },
        {
            NetworkArchitecture.Preset("dnn") with
            {
                Width = 32, Readout = Readout.Split, Refinements = 2, UserFeatures = UserFeatures.Covariance,
                Normalisation = Normalisation.Layer,
            },
            2, 3
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Designs_are_those_of_the_inference(NetworkArchitecture architecture, int users, int targets)
    {
        DesignModel model = RandomNetworks.Model(architecture);
        IReadOnlyList<IsacInstance> instances = RandomNetworks.Instances(architecture.Antennas, users, targets, 40);
        byte[] file = OnnxExport.ToOnnx(model, instances[0].Objective.BeamwidthDeg, instances[0].Objective.AnglesDeg.Count);
        (Complex[] c, Complex[] s) = Run(file, instances);
        IReadOnlyList<Design> expected = model.CreateNetwork().Infer(instances);
        for (int i = 0; i < expected.Count; i++)
        {
            double norm = Math.Sqrt(instances[i].Power);
            Assert.InRange(Distance(expected[i].C, c, i) / norm, 0, 1e-5);
            Assert.InRange(Distance(expected[i].S, s, i) / norm, 0, 1e-5);
        }
    }

    [Theory]
    [InlineData(Readout.Direct)]
    [InlineData(Readout.Split)]
    public void A_network_that_says_nothing_is_isotropic(Readout readout)
    {
        NetworkArchitecture architecture = new() { Width = 4, Readout = readout };
        DesignModel model = RandomNetworks.Model(architecture, new float[NetworkLayout.ParameterCount(architecture)]);
        IReadOnlyList<IsacInstance> instances = RandomNetworks.Instances(10, 2, 2, 1);
        (Complex[] c, Complex[] s) = Run(OnnxExport.ToOnnx(model, 10, 18), instances);
        Assert.All(c, entry => Assert.Equal(Complex.Zero, entry));
        Assert.Equal(Math.Sqrt(0.2), s[0].Real, 1e-15);
        Assert.Equal(model.CreateNetwork().Infer(instances)[0].S.Data, s);
    }

    public static TheoryData<NetworkArchitecture, int> ClosedLoops { get; } = new()
    {
        { Loop with { Scalars = DescentScalarChoice.Learned, ThresholdInput = true }, 1 },
        { Loop with { Scalars = DescentScalarChoice.Learned }, 2 },
        { Loop with { Refinements = 6, Antennas = 7, UpdateWidth = 5, UserFeatures = UserFeatures.PhaseNormalised }, 5 },
        {
            NetworkArchitecture.Preset("dnn") with
            {
                Width = 16, Users = 3, Readout = Readout.Split, Refinements = 3, Refinement = Refinement.Feedback,
            },
            3
        },
    };

    private static NetworkArchitecture Loop => Tuned with { Refinement = Refinement.Feedback };

    [Theory]
    [MemberData(nameof(ClosedLoops))]
    public void A_closed_loop_is_that_of_the_inference(NetworkArchitecture architecture, int users)
    {
        DesignModel model = RandomNetworks.Model(architecture);
        IReadOnlyList<IsacInstance> all = RandomNetworks.Instances(architecture.Antennas, users, 3, 60);
        BeampatternObjective objective = all[0].Objective;
        IReadOnlyList<IsacInstance> instances =
            [.. all.Where(instance => instance.Objective.TargetsDeg.SequenceEqual(objective.TargetsDeg))];
        var start = new DescentStart(objective, Covariance(architecture.Antennas));
        (Complex[] c, Complex[] s) = Run(OnnxExport.ToOnnx(model, objective, start), instances);
        IReadOnlyList<Design> expected = model.CreateNetwork(_ => start).Infer(instances);
        Assert.True(expected.Count >= 40);
        for (int i = 0; i < expected.Count; i++)
        {
            double norm = Math.Sqrt(instances[i].Power);
            Assert.InRange(Distance(expected[i].C, c, i) / norm, 0, 1e-7);
            Assert.InRange(Distance(expected[i].S, s, i) / norm, 0, 1e-7);
        }
    }

    [Fact]
    public void Outputs_that_are_not_finite_correct_nothing_in_a_closed_loop()
    {
        var parameters = new float[NetworkLayout.ParameterCount(Loop)];
        DesignModel none = RandomNetworks.Model(Loop, [.. parameters]);
        int at = 0;
        foreach (DenseShape layer in NetworkLayout.Of(Loop))
        {
            int weights = layer.Inputs * layer.Outputs;
            if (layer.Name == "radar_out") parameters.AsSpan(at, weights).Fill(1e30f);
            at += layer.ParameterCount;
            if (layer.Name == "radar_mix.1") parameters.AsSpan(at - layer.Outputs, layer.Outputs).Fill(1e30f);
        }

        IReadOnlyList<IsacInstance> instances = [RandomNetworks.Instances(10, 2, 3, 1)[0]];
        var start = new DescentStart(instances[0].Objective, Covariance(10));
        (Complex[] c, Complex[] s) = Run(
            OnnxExport.ToOnnx(RandomNetworks.Model(Loop, parameters), instances[0].Objective, start), instances);
        Design expected = none.CreateNetwork(_ => start).Infer(instances)[0];
        Assert.InRange(Distance(expected.C, c, 0) + Distance(expected.S, s, 0), 0, 1e-7);
    }

    [Fact]
    public void The_objective_is_that_of_the_training()
    {
        var metadata = new Dictionary<string, string>
        {
            ["spec"] = """{"settings":{"scenario":{"beamwidth_deg":12.5,"grid_points":36}},"targets":{"angles_deg":[-7.5,30]}}""",
        };
        DesignModel model = DesignModel.Parse(ModelFile.Encode(Tuned, RandomNetworks.Parameters(Tuned), metadata));
        Assert.Equal((12.5, 36), OnnxExport.Objective(model));
        Assert.Equal([-7.5, 30], OnnxExport.Targets(model));
        Assert.Null(OnnxExport.Objective(RandomNetworks.Model(Tuned)));
        Assert.Null(OnnxExport.Targets(RandomNetworks.Model(Tuned)));
        Assert.Throws<ArgumentException>(() => OnnxExport.ToOnnx(RandomNetworks.Model(Loop), 10, 18));
        BeampatternObjective objective = new(10, [0], 10, 18);
        Assert.Throws<ArgumentException>(
            () => OnnxExport.ToOnnx(model, objective, new DescentStart(objective, Covariance(10))));
    }

    /// <summary>Some positive definite matrix of trace 1.</summary>
    private static ComplexMatrix Covariance(int m)
    {
        var factor = new ComplexMatrix(m, m);
        for (int i = 0; i < m; i++)
        {
            for (int k = 0; k <= i; k++) factor[i, k] = new Complex(Math.Cos(1 + i + 3 * k), Math.Sin(2 * i - k)) / (1 + i - k);
        }

        double trace = factor.Data.Sum(entry => entry.Real * entry.Real + entry.Imaginary * entry.Imaginary);
        for (int i = 0; i < factor.Data.Length; i++) factor.Data[i] /= Math.Sqrt(trace);
        return factor.Gram();
    }

    private static double Distance(ComplexMatrix expected, Complex[] all, int place)
    {
        int size = expected.Data.Length;
        return Math.Sqrt(expected.Data.Select((entry, k) => (entry - all[place * size + k]).Magnitude).Sum(x => x * x));
    }

    /// <summary>C and S of all instances.</summary>
    private static (Complex[] C, Complex[] S) Run(byte[] file, IReadOnlyList<IsacInstance> instances)
    {
        int count = instances.Count, m = instances[0].Antennas, users = instances[0].Users;
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(file, options);
        double[] Values(Func<IsacInstance, IEnumerable<double>> of) => [.. instances.SelectMany(of)];
        var all = new Dictionary<string, (double[] Values, long[] Shape)>
        {
            ["channels"] = (Values(i => i.Channel.Data.SelectMany(z => new[] { z.Real, z.Imaginary })), [count, users, m, 2]),
            ["targets_deg"] = (Values(i => i.Objective.TargetsDeg), [count, instances[0].Objective.TargetsDeg.Count]),
            ["sinr_db"] = (Values(i => Enumerable.Repeat(Decibel.FromLinear(i.SinrThreshold), users)), [count, users]),
            ["power"] = (Values(i => [i.Power]), [count]),
            ["noise"] = (Values(i => Enumerable.Repeat(i.Noise, users)), [count, users]),
        };
        using var run = new RunOptions();
        OrtValue[] inputs = [.. session.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(all[name].Values, all[name].Shape))];
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, session.InputNames, inputs, ["c", "s"]);
        foreach (OrtValue input in inputs) input.Dispose();
        return (Numbers(outputs[0]), Numbers(outputs[1]));
    }

    private static Complex[] Numbers(OrtValue value)
    {
        ReadOnlySpan<double> parts = value.GetTensorDataAsSpan<double>();
        var numbers = new Complex[parts.Length / 2];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = new Complex(parts[2 * i], parts[2 * i + 1]);
        return numbers;
    }
}
