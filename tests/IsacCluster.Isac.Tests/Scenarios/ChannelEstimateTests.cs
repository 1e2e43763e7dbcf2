using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Scenarios;

/// <summary>Designs know an estimate and raised thresholds; the truth is the sample of perfect knowledge.</summary>
public sealed class ChannelEstimateTests
{
    [Fact]
    public void The_truth_is_the_sample_of_perfect_knowledge_and_the_error_has_its_variance()
    {
        var perfect = new Scenario { Users = 3, UserSinrDb = new([3, 6, 9]) };
        Scenario known = perfect with { CsiErrorVariance = 0.25, CsiMarginDb = 2 };
        SampleGenerator exact = new(perfect, 5), estimated = new(known, 5);
        double error = 0;
        const int Samples = 2000;
        for (int i = 0; i < Samples; i++)
        {
            Sample truth = exact.Generate(i), sample = estimated.Generate(i);
            Assert.Same(truth.Truth, truth.Instance);
            Assert.Equal(truth.Instance.Channel.Data, sample.Truth.Channel.Data);
            Assert.Equal(Decibel.ToLinear(11), sample.Instance.ThresholdOf(2), 1e-9);
            Assert.Equal(Decibel.ToLinear(9), sample.Truth.ThresholdOf(2), 1e-12);
            for (int l = 0; l < 3; l++) error += Relative(sample.Instance.Channel, sample.Truth.Channel, l) / (3 * Samples);
        }

        // |e|^2 / |h|^2 is v chi-square of 2M over 2M: deviation v / (M n)^1/2.
        double deviation = 0.25 / Math.Sqrt(10 * 3 * Samples);
        Assert.InRange(error, 0.25 - 4 * deviation, 0.25 + 4 * deviation);
    }

    private static double Relative(ComplexMatrix estimate, ComplexMatrix channel, int user)
    {
        double error = 0, energy = 0;
        for (int m = 0; m < channel.Columns; m++)
        {
            error += Math.Pow((estimate[user, m] - channel[user, m]).Magnitude, 2);
            energy += Math.Pow(channel[user, m].Magnitude, 2);
        }

        return error / energy;
    }
}
