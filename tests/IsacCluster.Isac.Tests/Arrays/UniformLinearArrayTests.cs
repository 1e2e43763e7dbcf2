using System.Numerics;
using IsacCluster.Isac.Arrays;

namespace IsacCluster.Isac.Tests.Arrays;

public sealed class UniformLinearArrayTests
{
    [Theory]
    [InlineData(-73.2, 10)]
    [InlineData(12.5, 2)]
    [InlineData(89, 256)]
    public void Every_entry_has_modulus_one(double angleDeg, int antennas) =>
        Assert.All(UniformLinearArray.SteeringVector(angleDeg, antennas), entry => Assert.Equal(1, entry.Magnitude, 12));

    [Fact]
    public void At_broadside_all_entries_are_one() =>
        Assert.Equal(Enumerable.Repeat(Complex.One, 5), UniformLinearArray.SteeringVector(0, 5));

    /// <summary>sin 30 deg = 1/2 turns by -90 degrees per antenna, sin 90 deg = 1 by 180.</summary>
    [Fact]
    public void Phases_fall_by_pi_sin_theta_per_antenna()
    {
        AssertEqual([1, -Complex.ImaginaryOne, -1, Complex.ImaginaryOne], UniformLinearArray.SteeringVector(30, 4));
        AssertEqual([1, Complex.ImaginaryOne, -1, -Complex.ImaginaryOne], UniformLinearArray.SteeringVector(-30, 4));
        AssertEqual([1, -1, 1, -1], UniformLinearArray.SteeringVector(90, 4));
    }

    private static void AssertEqual(Complex[] expected, Complex[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int m = 0; m < expected.Length; m++) Assert.Equal(0, (expected[m] - actual[m]).Magnitude, 12);
    }
}
