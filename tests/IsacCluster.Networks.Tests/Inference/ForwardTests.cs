using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Tests.Inference;

public sealed class ForwardTests
{
    /// <summary>Of the largest output.</summary>
    private const double Tolerance = 1e-4, PreciseTolerance = 1e-11;

    public static MatrixTheoryData<Activation, Combination> Blocks => new(Enum.GetValues<Activation>(), Enum.GetValues<Combination>());

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_graph_network_is_the_oracle_s(Activation activation, Combination combination)
    {
        int index = (int)activation * 2 + (int)combination;
        foreach ((Readout readout, Normalisation normalisation, bool residual, bool threshold) in Options())
        {
            var architecture = new NetworkArchitecture
            {
                Antennas = new[] { 4, 10, 16 }[index % 3],
                Width = index % 2 == 0 ? 20 : 32,
                Layers = index % 4,
                UpdateWidth = new[] { 0, 12, 48 }[index % 3],
                UserFeatures = Enum.GetValues<UserFeatures>()[index % 2],
                Activation = activation,
                Combination = combination,
                Readout = readout,
                Normalisation = normalisation,
                Residual = residual,
                ThresholdInput = threshold,
                InputScale = 0.3,
            };
            AssertOracle(architecture, users: 1 + index * 5 % 8, targets: 1 + index / 2 % 4);
            index++;
        }
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void A_fully_connected_network_is_the_oracle_s(Activation activation)
    {
        int index = (int)activation;
        foreach ((Readout readout, Normalisation normalisation, _, bool threshold) in Options().Where(options => !options.Residual))
        {
            var architecture = new NetworkArchitecture
            {
                Kind = NetworkKind.Dnn,
                Antennas = new[] { 4, 10, 16 }[index % 3],
                Users = 1 + index * 5 % 8,
                Targets = 1 + index / 2 % 4,
                Width = 50,
                Layers = index % 5,
                Activation = activation,
                Readout = readout,
                Normalisation = normalisation,
                ThresholdInput = threshold,
                InputScale = 0.3,
            };
            AssertOracle(architecture, architecture.Users, architecture.Targets);
            index++;
        }
    }

    [Theory]
    [InlineData(4, Combination.Sum)]
    [InlineData(10, Combination.Concat)]
    [InlineData(16, Combination.Sum)]
    public void One_graph_network_serves_all_numbers_of_users_and_targets(int antennas, Combination combination)
    {
        var architecture = new NetworkArchitecture
        {
            Antennas = antennas,
            Combination = combination,
            Width = 24,
            Activation = Activation.Tanh,
        };
        for (int users = 1; users <= 8; users++)
        {
            for (int targets = 1; targets <= 4; targets++) AssertOracle(architecture, users, targets);
        }
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("tuned")]
    [InlineData("dnn")]
    public void Presets_are_the_oracle_s(string preset) => AssertOracle(NetworkArchitecture.Preset(preset), users: 2, targets: 3);

    [Fact]
    public void Without_targets_their_mean_is_zero()
    {
        IsacInstance instance = RandomNetworks.Instances(10, 2, 1, 1)[0];
        instance = instance with { Objective = new BeampatternObjective(10, [], 10, 18) };
        var architecture = new NetworkArchitecture { Width = 16 };
        Assert.Equal(2, RandomNetworks.Model(architecture).CreateNetwork().Infer([instance])[0].Power(), 1e-12);
    }

    [Fact]
    public void A_batch_has_one_shape_that_the_network_serves()
    {
        DesignNetwork graph = RandomNetworks.Model(new NetworkArchitecture { Width = 16 }).CreateNetwork();
        DesignNetwork dense = RandomNetworks.Model(NetworkArchitecture.Preset("dnn") with { Width = 16 }).CreateNetwork();
        IReadOnlyList<IsacInstance> two = RandomNetworks.Instances(10, 2, 3, 1), three = RandomNetworks.Instances(10, 3, 3, 1);
        Assert.Empty(graph.Infer([]));
        AssertRefused(graph, [.. two, .. three], "L = 3");
        AssertRefused(graph, RandomNetworks.Instances(4, 2, 3, 1), "M = 10, not 4");
        AssertRefused(dense, three, "L = 2, not 3");
        Assert.Throws<ArgumentException>(() => graph.Evaluate(two, new float[1]));
    }

    private static void AssertRefused(DesignNetwork network, IReadOnlyList<IsacInstance> instances, string reason) => Assert.Contains(
        reason, Assert.Throws<ArgumentException>(() => network.Infer(instances)).Message, StringComparison.Ordinal);

    private static void AssertOracle(NetworkArchitecture architecture, int users, int targets)
    {
        float[] parameters = RandomNetworks.Parameters(architecture);
        DesignNetwork network = RandomNetworks.Model(architecture, parameters).CreateNetwork();
        IReadOnlyList<IsacInstance> instances = RandomNetworks.Instances(architecture.Antennas, users, targets, 3);
        int size = network.OutputsPerInstance(users);
        var outputs = new float[instances.Count * size];
        network.Evaluate(instances, outputs);
        var oracle = new ForwardOracle(architecture, parameters);
        var precise = new PreciseForward(architecture, PreciseLayer.Of(architecture, parameters));
        var exact = new double[instances.Count * size];
        precise.Run([.. instances], exact);
        for (int i = 0; i < instances.Count; i++)
        {
            double[] expected = oracle.Outputs(instances[i]);
            Assert.Equal(expected.Length, size);
            double largest = expected.Max(Math.Abs), error = expected.Select((value, k) => Math.Abs(value - outputs[i * size + k])).Max();
            Assert.True(error <= Tolerance * largest, $"{architecture}, L = {users}, K = {targets}: {error} of {largest}");
            error = expected.Select((value, k) => Math.Abs(value - exact[i * size + k])).Max();
            Assert.True(error <= PreciseTolerance * largest, $"in doubles, {architecture}: {error} of {largest}");
        }
    }

    private static IEnumerable<(Readout Readout, Normalisation Normalisation, bool Residual, bool Threshold)> Options() =>
        from readout in Enum.GetValues<Readout>()
        from normalisation in Enum.GetValues<Normalisation>()
        from residual in new[] { false, true }
        from threshold in new[] { false, true }
        select (readout, normalisation, residual, threshold);
}
