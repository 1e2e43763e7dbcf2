using System.Globalization;
using IsacCluster.Campaigns.Studies.Programs;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Tests.Studies.Programs;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData(-8.5e-5, "--x=-0.000085")]
    [InlineData(0.1, "--x=0.1")]
    [InlineData(-0.0, "--x=0")]
    [InlineData(3, "--x=3")]
    [InlineData(1200, "--x=1200")]
    [InlineData(1e-9, "--x=0.000000001")]
    [InlineData(1.25e-12, "--x=1.25e-12")]
    [InlineData(1e20, "--x=100000000000000000000")]
    [InlineData(-1e21, "--x=-1e21")]
    [InlineData(123456.75, "--x=123456.75")]
    [InlineData(1.7976931348623157e308, "--x=1.7976931348623157e308")]
    [InlineData(5e-324, "--x=5e-324")]
    public void A_real_number_is_one_plain_argument(double value, string expected) =>
        Assert.Equal(expected, ArgumentText.Of("x", new ParameterValue(ParameterKind.Real, value, null)));

    [Fact]
    public void Every_finite_number_reads_back_exactly()
    {
        var random = new RandomStreamOfBits(3);
        for (int n = 0; n < 5000; n++)
        {
            double value = random.NextFinite();
            string text = ArgumentText.Of("x", new ParameterValue(ParameterKind.Real, value, null))["--x=".Length..];
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Matches(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?(e-?[1-9][0-9]*)?$", text);
        }
    }

    [Fact]
    public void Whole_numbers_and_categories_are_as_they_are_written()
    {
        var space = new ParameterSpace([new IntParameter("n", -5, -5), new CategoricalParameter("k", ["-a b"])]);
        Assert.Equal(["--n=-5", "--k=-a b"], space.Parse("n=-5;k=-a b").Values.Select(pair => ArgumentText.Of(pair.Key, pair.Value)));
    }

    /// <summary>Bits of a linear congruence, as doubles of every exponent.</summary>
    private sealed class RandomStreamOfBits(ulong state)
    {
        public double NextFinite()
        {
            double value;
            do
            {
                state = state * 6364136223846793005 + 1442695040888963407;
                value = BitConverter.UInt64BitsToDouble(state ^ (state >> 29));
            }
            while (!double.IsFinite(value) || value == 0);
            return value;
        }
    }
}
