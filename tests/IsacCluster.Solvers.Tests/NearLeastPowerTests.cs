using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// Hostile instances, 320 for each of `sdr` and `zf`: any number of users, all channel models, coarse grids, nearly parallel users, and
/// powers that exceed the least power (the SDR's or zero forcing's) by a part of 1e-9 to 1e-2 only. Every one must end as an optimum or
/// with a proof.
/// </summary>
public sealed class NearLeastPowerTests
{
    private const int PerGroup = 32;

    /// <summary>Beyond this power the channels are so nearly dependent that the least power itself is not known to 1e-9.</summary>
    private const double LargestPower = 1e4;

    private static readonly int[] AntennaChoices = [4, 6, 10, 16], GridChoices = [180, 90, 45, 20, 10];
    private static readonly double[] NoiseChoices = [1e-10, 1e-9, 3e-9, 1e-8];

    public static TheoryData<string, int> Groups
    {
        get
        {
            var groups = new TheoryData<string, int>();
            foreach (string name in new[] { "sdr", "zf" })
            {
                for (int group = 0; group < 10; group++) groups.Add(name, group);
            }

            return groups;
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_instance_ends_optimal_or_with_a_proof(string name, int group)
    {
        IBeamformingSolver solver = Baseline.Create(name);
        int solved = 0;
        for (int i = 0; i < PerGroup; i++)
        {
            if (Draw(group * PerGroup + i, name == "zf") is not IsacInstance instance) continue;
            solved++;
            SolveResult result = solver.Solve(instance);
            string label = $"{name}, group {group}, {i}: {result}";
            if (result.Status == SolveStatus.Infeasible)
            {
                Assert.True(CertificateCheck.Verify(result.Certificate!, instance), label);
                continue;
            }

            Assert.True(result.Status == SolveStatus.Optimal, label);
            Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
        }

        Assert.InRange(solved, PerGroup / 2, PerGroup);
    }

    [Theory]
    [InlineData("sdr", 0)]
    [InlineData("sdr", 1e-12)]
    [InlineData("sdr", 1e-10)]
    [InlineData("zf", 0)]
    [InlineData("zf", 1e-12)]
    [InlineData("zf-pinv", 0)]
    public void Power_that_equals_the_least_up_to_rounding_is_enough(string name, double excess)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Users = 3, Noise = 1e-9 }, 3).Generate(0).Instance;
        double least = name == "sdr" ? MinimumPower.Solve(instance).Power : ZeroForcingPower(instance);
        instance = instance with { Power = least * (1 + excess) };
        SolveResult result = Baseline.Create(name).Solve(instance);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
    }

    private static IsacInstance? Draw(int index, bool forZeroForcing)
    {
        var stream = new RandomStream(99, StreamPurpose.Fading, (ulong)index);
        double Uniform() => stream.NextUniformPair().First;
        T Of<T>(T[] choices) => choices[(int)(Uniform() * choices.Length)];
        int antennas = Of(AntennaChoices);
        ChannelModel channel = Of<ChannelModel>([new RayleighChannel(), new RicianChannel(6), new GeometricChannel(6, 60)]);
        var scenario = new Scenario
        {
            Antennas = antennas,
            Users = 1 + (int)(Uniform() * (index % 4 == 0 ? antennas : Math.Min(antennas, 4))),
            Noise = Of(NoiseChoices),
            SinrDb = 30 * Uniform(),
            GridPoints = Of(GridChoices),
            Channel = channel,
        };
        IsacInstance instance = new SampleGenerator(scenario, 4711).Generate(index).Instance;
        if (index % 5 == 0 && instance.Users > 1) instance = WithNearlyParallelUsers(instance, Math.Pow(10, -3 * Uniform()));
        double excess = Math.Pow(10, -9 + 7 * Uniform());
        if (index % 4 == 1) return instance;
        double least = forZeroForcing ? ZeroForcingPower(instance) : MinimumPower.Solve(instance).Power;
        return least < LargestPower ? instance with { Power = least * (1 + excess) } : null;
    }

    private static IsacInstance WithNearlyParallelUsers(IsacInstance instance, double distance)
    {
        ComplexMatrix channel = instance.Channel.Clone();
        for (int m = 0; m < instance.Antennas; m++) channel[1, m] = new Complex(0.6, 0.8) * channel[0, m] + distance * channel[1, m];
        return instance with { Channel = channel };
    }

    /// <summary>Gamma0 sigma^2 Tr K^-1 with K the Gram matrix of the channels.</summary>
    private static double ZeroForcingPower(IsacInstance instance)
    {
        var h = MathNet.Numerics.LinearAlgebra.Matrix<Complex>.Build.Dense(
            instance.Antennas, instance.Users, (m, l) => instance.Channel[l, m]);
        return instance.SinrThreshold * instance.Noise * (h.ConjugateTranspose() * h).Inverse().Trace().Real;
    }
}
