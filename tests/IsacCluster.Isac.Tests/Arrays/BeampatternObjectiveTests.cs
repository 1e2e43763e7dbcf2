using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Arrays;

public sealed class BeampatternObjectiveTests
{
    private static readonly double[] PaperTargets = [-40, 0, 40];

    [Theory]
    [InlineData(2, 7)]
    [InlineData(10, 180)]
    [InlineData(16, 45)]
    public void The_beampattern_equals_the_quadratic_form_of_the_covariance(int antennas, int points)
    {
        var objective = new BeampatternObjective(antennas, PaperTargets, 10, points);
        ComplexMatrix covariance = RandomDesigns.Design(antennas, 2, 1).Covariance();
        double[] pattern = objective.Beampattern(DiagonalSums.Of(covariance));
        for (int n = 0; n < points; n++)
            Assert.Equal(QuadraticForm(covariance, objective.AnglesDeg[n]), pattern[n], 1e-10 * antennas * antennas);
    }

    [Theory]
    [InlineData(2, 7, 10)]
    [InlineData(10, 180, 10)]
    [InlineData(10, 180, 0)]
    [InlineData(10, 9, 10)]
    [InlineData(5, 360, 33.3)]
    public void The_gram_form_equals_the_mean_square_error_on_the_grid(int antennas, int points, double beamwidthDeg)
    {
        var objective = new BeampatternObjective(antennas, PaperTargets, beamwidthDeg, points);
        for (ulong sample = 0; sample < 5; sample++)
        {
            ComplexMatrix covariance = RandomDesigns.Design(antennas, 2, sample).Covariance();
            double[] r = DiagonalSums.Of(covariance);
            double expected = GridError(objective, covariance);
            Assert.Equal(1, objective.Mse(covariance) / expected, 1e-10);
            Assert.Equal(1, Form(objective.Gram, r) / expected, 1e-10);
        }
    }

    [Fact]
    public void The_gram_matrix_is_symmetric()
    {
        double[,] gram = new BeampatternObjective(10, PaperTargets, 10, 180).Gram;
        Assert.Equal((19, 19), (gram.GetLength(0), gram.GetLength(1)));
        for (int i = 0; i < 19; i++)
        {
            for (int j = 0; j < 19; j++) Assert.Equal(gram[i, j], gram[j, i]);
        }
    }

    [Fact]
    public void The_best_scale_beats_its_neighbours()
    {
        var objective = new BeampatternObjective(10, PaperTargets, 10, 180);
        double[] pattern = objective.Beampattern(DiagonalSums.Of(RandomDesigns.Design(10, 2, 3).Covariance()));
        double best = objective.BestScale(pattern);
        Assert.True(Error(best) < Error(best * 1.001) && Error(best) < Error(best * 0.999));

        double Error(double beta) => pattern.Select((p, n) => Math.Pow(beta * objective.Desired[n] - p, 2)).Sum();
    }

    /// <summary>A beam width of 10 degrees on a grid of 1 degree holds 11 points, both edges among them.</summary>
    [Theory]
    [InlineData(10, 11)]
    [InlineData(10 - 1e-9, 11)]
    [InlineData(10 - 1e-8, 9)]
    [InlineData(0, 1)]
    public void Edges_of_a_sector_belong_to_it(double beamwidthDeg, int points)
    {
        var objective = new BeampatternObjective(4, [20], beamwidthDeg, 180);
        Assert.Equal(points, objective.Desired.Sum());
        Assert.Equal(1, objective.Desired[110]);
        Assert.Equal(20, objective.AnglesDeg[110]);
    }

    [Fact]
    public void Overlapping_sectors_count_once() =>
        Assert.Equal(16, new BeampatternObjective(4, [0, 5], 10, 180).Desired.Sum());

    [Fact]
    public void Without_a_grid_point_in_a_sector_the_scale_is_zero_and_the_error_is_the_mean_square_of_the_pattern()
    {
        var objective = new BeampatternObjective(6, [7], 1, 9);
        Assert.All(objective.Desired, b => Assert.Equal(0, b));
        ComplexMatrix covariance = RandomDesigns.Design(6, 1, 4).Covariance();
        double[] pattern = objective.Beampattern(DiagonalSums.Of(covariance));
        Assert.Equal(0, objective.BestScale(pattern));
        Assert.Equal(pattern.Average(p => p * p), objective.Mse(covariance), 1e-10);
    }

    [Fact]
    public void Phases_of_beams_and_a_unitary_on_the_radar_beams_leave_the_error_unchanged()
    {
        var objective = new BeampatternObjective(10, PaperTargets, 10, 180);
        Design design = RandomDesigns.Design(10, 2, 5);
        double expected = objective.Mse(design.Covariance());
        var turned = new Design(
            RandomDesigns.Scaled(design.C, Complex.FromPolarCoordinates(1, 0.7)), design.S * RandomDesigns.Unitary(10));
        Assert.Equal(1, objective.Mse(turned.Covariance()) / expected, 1e-12);
    }

    [Fact]
    public void The_error_scales_with_the_square_of_the_power()
    {
        var objective = new BeampatternObjective(10, PaperTargets, 10, 180);
        Design design = RandomDesigns.Design(10, 2, 6);
        var scaled = new Design(RandomDesigns.Scaled(design.C, 3), RandomDesigns.Scaled(design.S, 3));
        Assert.Equal(9, scaled.Power() / design.Power(), 1e-12);
        Assert.Equal(81, objective.Mse(scaled.Covariance()) / objective.Mse(design.Covariance()), 1e-10);
    }

    [Fact]
    public void An_isotropic_covariance_has_a_flat_pattern_and_the_error_of_the_points_outside()
    {
        var objective = new BeampatternObjective(10, PaperTargets, 10, 180);
        var isotropic = new ComplexMatrix(10, 10);
        for (int m = 0; m < 10; m++) isotropic[m, m] = 0.1;
        Assert.All(objective.Beampattern(DiagonalSums.Of(isotropic)), p => Assert.Equal(1, p, 1e-12));
        Assert.Equal((180 - 33) / 180.0, objective.Mse(isotropic), 1e-12);
    }

    [Fact]
    public void The_grid_runs_from_minus_90_in_equal_steps()
    {
        Assert.Equal([-90, -45, 0, 45], AngleGrid.Angles(4));
        Assert.Equal([-90, -45, 0, 45, 90], AngleGrid.Closed(5));
        Assert.Equal(AngleGrid.Closed(181), new BeampatternObjective(4, [0], 10, 181, closedGrid: true).AnglesDeg);
        Assert.Equal((-90, 89), (AngleGrid.Angles(180)[0], AngleGrid.Angles(180)[^1]));
    }

    /// <summary>a^H R a, summed entry by entry.</summary>
    private static double QuadraticForm(ComplexMatrix covariance, double angleDeg)
    {
        Complex[] a = UniformLinearArray.SteeringVector(angleDeg, covariance.Rows);
        Complex sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < a.Length; k++) sum += Complex.Conjugate(a[i]) * covariance[i, k] * a[k];
        }

        Assert.Equal(0, sum.Imaginary, 1e-9 * a.Length * a.Length);
        return sum.Real;
    }

    /// <summary>min over beta of (1/N) sum |beta b - P|^2 from its definition.</summary>
    private static double GridError(BeampatternObjective objective, ComplexMatrix covariance)
    {
        double[] pattern = [.. objective.AnglesDeg.Select(angle => QuadraticForm(covariance, angle))];
        double inside = objective.Desired.Sum();
        double beta = inside == 0 ? 0 : pattern.Zip(objective.Desired, (p, b) => p * b).Sum() / inside;
        return pattern.Zip(objective.Desired, (p, b) => (beta * b - p) * (beta * b - p)).Sum() / pattern.Length;
    }

    private static double Form(double[,] gram, double[] r) =>
        r.Select((ri, i) => ri * r.Select((rj, j) => gram[i, j] * rj).Sum()).Sum();
}
