using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Tests.Inference;

/// <summary>The design of an instance is the same bits whatever else is in its batch.</summary>
public sealed class BatchIndependenceTests
{
    [Theory]
    [InlineData("paper", 2)]
    [InlineData("paper", 1)]
    [InlineData("tuned", 2)]
    [InlineData("tuned", 5)]
    [InlineData("dnn", 2)]
    public void Size_and_place_change_no_bit(string preset, int users)
    {
        NetworkArchitecture architecture = NetworkArchitecture.Preset(preset);
        architecture = architecture with { Width = 40, Users = users, Normalisation = Normalisation.Layer };
        DesignNetwork network = RandomNetworks.Model(architecture).CreateNetwork();
        IReadOnlyList<IsacInstance> instances = RandomNetworks.Instances(10, users, 3, 131);
        IReadOnlyList<Design> together = network.Infer(instances);
        IReadOnlyList<Design> backwards = network.Infer([.. instances.Reverse()]);
        IReadOnlyList<Design> again = network.Infer(instances);
        IReadOnlyList<Design> parts = [.. instances.Chunk(7).SelectMany(network.Infer)];
        for (int i = 0; i < instances.Count; i++)
        {
            AssertSame(together[i], backwards[^(i + 1)]);
            AssertSame(together[i], again[i]);
            AssertSame(together[i], parts[i]);
        }

        AssertSame(together[130], network.Infer([instances[130]])[0]);
    }

    [Fact]
    public void Networks_of_one_model_and_batches_of_other_sizes_in_between_change_no_bit()
    {
        var model = RandomNetworks.Model(new NetworkArchitecture { Width = 40 });
        IReadOnlyList<IsacInstance> instances = RandomNetworks.Instances(10, 3, 2, 5);
        DesignNetwork used = model.CreateNetwork();
        used.Infer(RandomNetworks.Instances(10, 1, 4, 9));
        used.Infer(RandomNetworks.Instances(10, 8, 1, 30));
        IReadOnlyList<Design> fresh = model.CreateNetwork().Infer(instances), later = used.Infer(instances);
        for (int i = 0; i < instances.Count; i++) AssertSame(fresh[i], later[i]);
    }

    private static void AssertSame(Design a, Design b)
    {
        Assert.Equal(a.C.Data, b.C.Data);
        Assert.Equal(a.S.Data, b.S.Data);
    }
}
