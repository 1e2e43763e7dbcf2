using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Tests.Randomness;

namespace IsacCluster.Isac.Tests.Channels;

public sealed class UserGeometryTests
{
    private const ulong Seed = 2025;

    /// <summary>The station is 20 m above (0, -100): distances 20 m and sqrt(2900) m.</summary>
    [Theory]
    [InlineData(0, -100, 3.359308675906176e-07)]
    [InlineData(30, -60, 2.386155118826825e-08)]
    public void Path_gain_at_a_known_distance(double x, double y, double gain) =>
        Assert.Equal(1, UserGeometry.PathGain(new UserPosition(x, y)) / gain, 1e-13);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 0, 45)]
    [InlineData(-100, 0, -45)]
    public void Azimuth_is_counted_from_the_y_axis(double x, double y, double azimuthDeg) =>
        Assert.Equal(azimuthDeg, UserGeometry.AzimuthDeg(new UserPosition(x, y)), 1e-12);

    [Fact]
    public void Users_start_uniformly_in_the_cell()
    {
        UserPosition[] positions = [.. Enumerable.Range(0, 10_000).SelectMany(i => UserGeometry.Positions(Seed, (ulong)i, 0, 2))];
        Assert.All(positions, p => Assert.True(p is { X: >= 5 and <= 35, Y: >= -35 and <= 35 }));
        KolmogorovSmirnov.AssertFollows(positions.Select(p => p.X), x => (x - 5) / 30);
        KolmogorovSmirnov.AssertFollows(positions.Select(p => p.Y), y => (y + 35) / 70);
        KolmogorovSmirnov.AssertUncorrelated([.. positions.Select(p => (p.X, p.Y))]);
    }

    [Fact]
    public void Each_slot_moves_every_user_uniformly_within_one_and_two_metres()
    {
        var steps = new List<(double X, double Y)>();
        for (ulong trajectory = 0; trajectory < 200; trajectory++)
        {
            UserPosition[][] slots = [.. Enumerable.Range(0, 11).Select(slot => UserGeometry.Positions(Seed, trajectory, slot, 3))];
            for (int slot = 1; slot < slots.Length; slot++)
            {
                for (int l = 0; l < 3; l++)
                    steps.Add((slots[slot][l].X - slots[slot - 1][l].X, slots[slot][l].Y - slots[slot - 1][l].Y));
            }
        }

        // The differences of positions up to 50 m carry their rounding.
        Assert.All(steps, step => Assert.True(Math.Abs(step.X) <= 1 + 1e-12 && Math.Abs(step.Y) <= 2 + 1e-12));
        KolmogorovSmirnov.AssertFollows(steps.Select(step => step.X), x => (x + 1) / 2);
        KolmogorovSmirnov.AssertFollows(steps.Select(step => step.Y), y => (y + 2) / 4);
        KolmogorovSmirnov.AssertUncorrelated(steps);
    }

    [Fact]
    public void More_users_leave_the_first_ones_where_they_are() =>
        Assert.Equal(UserGeometry.Positions(Seed, 3, 0, 2), UserGeometry.Positions(Seed, 3, 0, 5)[..2]);
}
