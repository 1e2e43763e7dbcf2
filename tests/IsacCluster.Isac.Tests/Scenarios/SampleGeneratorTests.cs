using System.Numerics;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Isac.Tests.Scenarios;

public sealed class SampleGeneratorTests
{
    private const ulong Seed = 2025;

    public static TheoryData<ChannelModel> Channels => [new RayleighChannel(), new RicianChannel(6), new GeometricChannel(3, 20)];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Channels_depend_on_neither_power_noise_threshold_grid_nor_targets(ChannelModel channel)
    {
        var scenario = new Scenario { Channel = channel };
        Scenario[] others =
        [
            scenario with { Power = 5 }, scenario with { Noise = 1e-8 }, scenario with { SinrDb = 3 }, scenario with { GridPoints = 45 },
            scenario with { EvaluationGridPoints = 360 }, scenario with { BeamwidthDeg = 20 },
            scenario with { Targets = new FixedTargets([10]) }, scenario with { Targets = new RandomTargets(3, -60, 60, 10) },
        ];
        foreach (Scenario other in others)
        {
            Assert.Equal(
                new SampleGenerator(scenario, Seed).Generate(17).Instance.Channel.Data,
                new SampleGenerator(other, Seed).Generate(17).Instance.Channel.Data);
        }
    }

    [Fact]
    public void Random_targets_depend_on_neither_the_channel_model_nor_the_users()
    {
        var scenario = new Scenario { Targets = new RandomTargets(3, -60, 60, 10) };
        IReadOnlyList<double> expected = new SampleGenerator(scenario, Seed).Generate(4).Evaluation.TargetsDeg;
        Scenario other = scenario with { Channel = new GeometricChannel(2, 10), Users = 5, Antennas = 8 };
        Assert.Equal(expected, new SampleGenerator(other, Seed).Generate(4).Evaluation.TargetsDeg);
    }

    [Fact]
    public void A_sample_is_the_same_in_any_order_and_differs_from_its_neighbours()
    {
        var generator = new SampleGenerator(new Scenario(), Seed);
        Complex[] first = generator.Generate(8).Instance.Channel.Data;
        Assert.NotEqual(first, generator.Generate(9).Instance.Channel.Data);
        Assert.NotEqual(first, new SampleGenerator(new Scenario(), Seed + 1).Generate(8).Instance.Channel.Data);
        Assert.Equal(first, generator.Generate(8).Instance.Channel.Data);
    }

    [Fact]
    public void The_instance_carries_the_scenario_in_linear_units()
    {
        Sample sample = new SampleGenerator(new Scenario { SinrDb = 10, Power = 2, Noise = 1e-9, Users = 3 }, Seed).Generate(0);
        Assert.Equal((10.0, 2.0, 1e-9), (sample.Instance.SinrThreshold, sample.Instance.Power, sample.Instance.Noise));
        Assert.Equal((10, 3), (sample.Instance.Antennas, sample.Instance.Users));
    }

    [Fact]
    public void A_coarse_design_grid_is_evaluated_on_its_own_grid()
    {
        Sample same = new SampleGenerator(new Scenario(), Seed).Generate(0);
        Assert.Same(same.Instance.Objective, same.Evaluation);
        Sample coarse = new SampleGenerator(new Scenario { GridPoints = 45, EvaluationGridPoints = 180 }, Seed).Generate(0);
        Assert.Equal((45, 180), (coarse.Instance.Objective.AnglesDeg.Count, coarse.Evaluation.AnglesDeg.Count));
    }

    [Fact]
    public void Fixed_targets_share_one_objective()
    {
        var generator = new SampleGenerator(new Scenario(), Seed);
        Assert.Same(generator.Generate(0).Evaluation, generator.Generate(1).Evaluation);
    }
}
