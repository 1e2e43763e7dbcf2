using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Arrays;

/// <summary>Levels and weights of desired patterns, against sums over the grid from steering vectors.</summary>
public sealed class DesiredPatternTests
{
    private static readonly TablePattern Table = new(new([-60, -30, 0, 50]), new([]), new([0, 2, 0.5, 0.5]), new([1, 3, 0, 0.25]));

    private static readonly SectorPattern Sectors = new(new([1, 0.25]), new([4, 2]), 0.5);

    public static TheoryData<DesiredPattern> Patterns =>
        [Table, Sectors, new ReferencePattern(5, Covariance(RandomDesigns.Design(5, 2, 8).Covariance()))];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_error_is_the_weighted_sum_over_the_grid_at_the_best_height(DesiredPattern pattern)
    {
        var objective = new BeampatternObjective(5, [-40, 20], 12, 61, closedGrid: true, pattern: pattern);
        ComplexMatrix covariance = RandomDesigns.Design(5, 2, 4).Covariance();
        double[] powers = [.. objective.AnglesDeg.Select(angle => Power(covariance, angle))];
        double best = objective.BestScale(powers), expected = Error(objective, powers, best);
        Assert.Equal(1, objective.Mse(covariance) / expected, 1e-11);
        Assert.True(Error(objective, powers, 1.001 * best) > expected && Error(objective, powers, 0.999 * best) > expected);
        double[] r = DiagonalSums.Of(covariance);
        double form = 0;
        for (int i = 0; i < r.Length; i++)
        {
            for (int k = 0; k < r.Length; k++) form += r[i] * objective.Gram[i, k] * r[k];
        }

        Assert.Equal(1, form / expected, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_gradient_is_the_slope_of_the_error(DesiredPattern pattern)
    {
        var objective = new BeampatternObjective(5, [-40, 20], 12, 60, pattern: pattern);
        ComplexMatrix covariance = RandomDesigns.Design(5, 2, 6).Covariance(), along = RandomDesigns.Design(5, 1, 7).Covariance();
        var gradient = new ComplexMatrix(5, 5);
        objective.WriteGradient(DiagonalSums.Of(covariance), gradient);
        double slope = 0;
        for (int i = 0; i < gradient.Data.Length; i++) slope += (Complex.Conjugate(gradient.Data[i]) * along.Data[i]).Real;
        const double Step = 1e-4;
        double difference = objective.Mse(covariance + RandomDesigns.Scaled(along, Step))
            - objective.Mse(covariance + RandomDesigns.Scaled(along, -Step));
        Assert.Equal(1, difference / (2 * Step) / slope, 1e-8);
    }

    [Theory]
    [InlineData(-90, 0, 1)]
    [InlineData(-60, 0, 1)]
    [InlineData(-45, 1, 2)]
    [InlineData(-30, 2, 3)]
    [InlineData(-10, 1, 1)]
    [InlineData(0, 0.5, 0)]
    [InlineData(90, 0.5, 0.25)]
    public void A_table_is_linear_between_its_angles_and_constant_beyond(double angle, double level, double weight)
    {
        (double[] levels, double[] weights) = Table.On([new Direction(angle, 20)], Array(), [], 10);
        Assert.Equal((level, weight), (levels[0], weights[0]));
    }

    [Fact]
    public void A_table_of_elevations_is_bilinear()
    {
        var table = new TablePattern(new([0, 10]), new([-10, 10]), new([0, 1, 2, 7]), new([1, 1, 1, 1]));
        (double[] levels, _) = table.On([new(5, 0), new(10, 5), new(-9, 90), new(0, -90)], Array(), [], 10);
        Assert.Equal([2.5, 5.5, 2, 0], levels);
    }

    [Fact]
    public void A_sector_belongs_to_the_nearest_target()
    {
        (double[] levels, double[] weights) = Sectors.On(
            [new(0), new(5), new(9), new(10.5), new(16), new(0, 4)], Array(), [new(0), new(10)], 11);
        Assert.Equal([1, 1, 0.25, 0.25, 0, 1], levels);
        Assert.Equal([4, 4, 2, 2, 0.5, 4], weights);
        Assert.Equal("a list of 2 levels for 3 targets", Sectors.Mismatch(5, 3));
        Assert.Null(Sectors.Mismatch(5, 2));
    }

    /// <summary>A design whose pattern is the desired one is matched exactly, at any power.</summary>
    [Fact]
    public void The_reference_design_has_no_error()
    {
        ComplexMatrix covariance = RandomDesigns.Design(5, 2, 9).Covariance();
        var objective = new BeampatternObjective(5, [0], 10, 90, pattern: new ReferencePattern(5, Covariance(covariance)));
        Assert.InRange(objective.Mse(RandomDesigns.Scaled(covariance, 3)), 0, 1e-20);
        Assert.NotNull(objective.Pattern!.Mismatch(6, 1));
    }

    [Fact]
    public void Without_a_pattern_nothing_changes()
    {
        var plain = new BeampatternObjective(5, [-40, 20], 12, 60);
        var ones = new BeampatternObjective(5, [-40, 20], 12, 60, pattern: new SectorPattern(new([1]), new([1]), 1));
        Assert.Equal(plain.Desired, ones.Desired);
        Assert.Equal(plain.Gram, ones.Gram);
        ComplexMatrix covariance = RandomDesigns.Design(5, 2, 4).Covariance();
        Assert.Equal(plain.Mse(covariance), ones.Mse(covariance));
    }

    private static AntennaArray Array() => new(null, 5);

    private static double Error(BeampatternObjective objective, double[] powers, double scale) =>
        Enumerable.Range(0, powers.Length).Sum(n => objective.Weights[n] * Math.Pow(scale * objective.Desired[n] - powers[n], 2))
        / objective.Weights.Sum();

    private static double Power(ComplexMatrix covariance, double angle)
    {
        Complex[] a = UniformLinearArray.SteeringVector(angle, covariance.Rows);
        Complex sum = Complex.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < a.Length; k++) sum += Complex.Conjugate(a[i]) * covariance[i, k] * a[k];
        }

        return sum.Real;
    }

    private static ValueList Covariance(ComplexMatrix matrix) =>
        new(matrix.Data.SelectMany(entry => new[] { entry.Real, entry.Imaginary }));
}
