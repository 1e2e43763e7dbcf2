using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Tests.Inference;

/// <summary>Users in another order get their beams in that order and the same radar beams; the order of the targets is nothing.</summary>
public sealed class PermutationTests
{
    private const double Tolerance = 1e-5;

    public static MatrixTheoryData<string, int> Cases => new(["paper", "tuned"], [1, 2, 3, 4, 5, 6, 7, 8]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Beams_follow_their_users(string preset, int users)
    {
        DesignNetwork network = Network(preset);
        foreach (IsacInstance instance in RandomNetworks.Instances(16, users, 3, 3))
        {
            int[] order = [.. Enumerable.Range(0, users).Select(l => (l + users / 3) % users).Reverse()];
            var channel = new ComplexMatrix(users, 16, [.. order.SelectMany(l => instance.Channel.Row(l).ToArray())]);
            Design design = network.Infer([instance])[0], permuted = network.Infer([instance with { Channel = channel }])[0];
            var expected = new ComplexMatrix(16, users, [.. Enumerable.Range(0, 16).SelectMany(m => order.Select(l => design.C[m, l]))]);
            AssertClose(expected, permuted.C);
            AssertClose(design.S, permuted.S);
            AssertClose(design.S.Gram(), permuted.S.Gram());
            // Other users get other beams, or this test would say nothing.
            if (users > 1) Assert.True(Distance(design.C, permuted.C) > 10 * Tolerance);
        }
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("tuned")]
    public void The_order_of_the_targets_does_not_matter(string preset)
    {
        DesignNetwork network = Network(preset);
        IsacInstance instance = RandomNetworks.Instances(16, 2, 1, 1)[0];
        Design design = network.Infer([With(instance, -40, 0, 25, 50)])[0], permuted = network.Infer([With(instance, 25, -40, 50, 0)])[0];
        AssertClose(design.C, permuted.C);
        AssertClose(design.S, permuted.S);
        // Other targets give another design, or this test would say nothing.
        double change = Distance(design.S, network.Infer([With(instance, -60, -30, 0, 10)])[0].S);
        Assert.True(change > 10 * Tolerance, $"{change}");
    }

    private static DesignNetwork Network(string preset) =>
        RandomNetworks.Model(NetworkArchitecture.Preset(preset) with { Antennas = 16, Width = 32 }).CreateNetwork();

    private static IsacInstance With(IsacInstance instance, params double[] targets) =>
        instance with { Objective = new BeampatternObjective(16, targets, 10, 18) };

    private static void AssertClose(ComplexMatrix expected, ComplexMatrix actual) =>
        Assert.InRange(Distance(expected, actual), 0, Tolerance);

    private static double Distance(ComplexMatrix x, ComplexMatrix y) => x.Data.Zip(y.Data, (a, b) => Complex.Abs(a - b)).Max();
}
