using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Arrays;

/// <summary>Planar and irregular arrays against closed forms and sums over pairs of antennas.</summary>
public sealed class AntennaArrayTests
{
    private static readonly PlanarGeometry Planar = new(3, 4, 1.5);

    public static TheoryData<ArrayGeometry, int> Geometries => new()
    {
        { new LinearGeometry(), 5 }, { Planar, 12 }, { new PlanarGeometry(1, 6), 6 }, { new PlanarGeometry(4, 1), 4 }, { new Ring(0.8), 7 },
    };

    /// <summary>A planar array's steering vector is the Kronecker product of a column's and a row's.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(35, 0)]
    [InlineData(-60, 25)]
    [InlineData(90, -10)]
    [InlineData(10, 90)]
    public void Planar_steering_is_a_product_of_two_lines(double azimuth, double elevation)
    {
        var array = new AntennaArray(Planar, 12, 0.45);
        Complex[] a = array.Steering(new Direction(azimuth, elevation));
        double theta = azimuth * Math.PI / 180, phi = elevation * Math.PI / 180;
        double across = 2 * Math.PI * 0.45 * Math.Cos(phi) * Math.Sin(theta), up = 2 * Math.PI * 0.45 * 1.5 * Math.Sin(phi);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                Complex expected = Complex.Exp(new Complex(0, -column * across)) * Complex.Exp(new Complex(0, -row * up));
                Assert.InRange((a[row * 4 + column] - expected).Magnitude, 0, 1e-12);
            }
        }

        var ray = new Complex[12];
        (double x, double y, double z) = new Direction(azimuth, elevation).Cosines();
        array.AddSteering(ray, new Complex(0, 2), x, y, z);
        for (int m = 0; m < 12; m++) Assert.InRange((ray[m] - new Complex(0, 2) * a[m]).Magnitude, 0, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void The_sums_give_the_pattern_of_every_direction(ArrayGeometry geometry, int antennas)
    {
        var array = new AntennaArray(geometry, antennas, 0.5);
        ComplexMatrix covariance = RandomDesigns.Design(antennas, 2, 3).Covariance();
        double[] sums = array.Lags.Of(covariance);
        foreach (Direction direction in (Direction[])[new(0), new(40), new(-75, 30), new(20, -55)])
        {
            if (array.IsLinear && direction.ElevationDeg != 0) continue;
            Complex[] a = array.Steering(direction);
            double expected = Form(a, covariance, a).Real;
            Assert.Equal(expected, array.PatternRow(direction).Zip(sums, (v, r) => v * r).Sum(), 1e-10 * Math.Abs(expected) + 1e-10);
        }
    }

    [Theory]
    [InlineData(1, 6, 11)]
    [InlineData(3, 4, 35)]
    [InlineData(8, 8, 225)]
    public void A_planar_array_has_a_two_level_toeplitz_structure(int rows, int columns, int count)
    {
        PatternLags lags = PatternLags.Of(new PlanarGeometry(rows, columns), rows * columns);
        Assert.Equal(count, lags.Count);
        Assert.True(lags.Lattice is { IsFull: true, IsCentrosymmetric: true });
        Assert.Equal((rows, columns), (lags.Lattice!.Rows, lags.Lattice.Columns));
        Assert.Null(PatternLags.Of(new Ring(0.8), 7).Lattice);
        Assert.Equal(43, PatternLags.Of(new Ring(0.8), 7).Count);
    }

    /// <summary>Sparse places whose differences fill a lattice keep the transform: a minimum-redundancy array.</summary>
    [Fact]
    public void A_sparse_line_without_holes_has_a_lattice()
    {
        PatternLags lags = PatternLags.Of(new Listed([0, 1, 4, 6]), 4);
        Assert.Equal((13, 7), (lags.Count, lags.Lattice!.Columns));
        Assert.False(lags.Lattice.IsFull);
        Assert.Null(PatternLags.Of(new Listed([0, 1, 4, 7]), 4).Lattice);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Error_gram_and_gradient_agree_with_the_grid(ArrayGeometry geometry, int antennas)
    {
        BeampatternObjective objective = Scenario(geometry, antennas).ObjectiveOf([new Direction(-30), new Direction(20)], 24);
        ComplexMatrix covariance = RandomDesigns.Design(antennas, 2, 5).Covariance();
        ComplexMatrix along = RandomDesigns.Design(antennas, 1, 6).Covariance();
        double[] powers = [.. objective.Grid.Select(direction => PowerAt(objective, direction, covariance))];
        double scale = objective.BestScale(powers);
        double expected = powers.Select((p, n) => Math.Pow(scale * objective.Desired[n] - p, 2)).Average();
        Assert.Equal(1, objective.Mse(covariance) / expected, 1e-10);
        double[] r = objective.Array.Lags.Of(covariance);
        double form = 0;
        for (int i = 0; i < r.Length; i++)
        {
            for (int k = 0; k < r.Length; k++) form += r[i] * objective.Gram[i, k] * r[k];
        }

        Assert.Equal(1, form / expected, 1e-9);
        var gradient = new ComplexMatrix(antennas, antennas);
        objective.WriteGradient(r, gradient);
        double slope = gradient.Data.Zip(along.Data, (g, x) => (Complex.Conjugate(g) * x).Real).Sum();
        const double Step = 1e-4;
        double difference = objective.Mse(covariance + RandomDesigns.Scaled(along, Step))
            - objective.Mse(covariance + RandomDesigns.Scaled(along, -Step));
        Assert.Equal(1, difference / (2 * Step) / slope, 1e-7);
    }

    [Fact]
    public void The_grid_of_a_planar_array_has_all_azimuths_at_every_elevation()
    {
        Scenario scenario = Scenario(Planar, 12) with { HasClosedGrid = true, ElevationPoints = 5 };
        BeampatternObjective objective = scenario.ObjectiveOf([new Direction(0, 45)], 3);
        Assert.Equal(15, objective.Grid.Count);
        Assert.Equal(
            [new Direction(-90, -90), new(0, -90), new(90, -90), new(-90, -45)], objective.Grid.Take(4));
        Assert.Equal(new Direction(90, 90), objective.Grid[14]);
        Assert.Equal(1, objective.Desired.Sum());
    }

    [Fact]
    public void Distances_are_angles_between_directions()
    {
        Assert.Equal(90, new Direction(0, 90).DistanceDeg(new(70, 0)), 1e-9);
        Assert.Equal(12, new Direction(30, -5).DistanceDeg(new(30, 7)), 1e-9);
        Assert.Equal(50, new Direction(-20).DistanceDeg(new(30)));
        Assert.Equal(0, new Direction(10, 90).DistanceDeg(new(-60, 90)), 1e-9);
    }

    /// <summary>The derivative of the steering vector in the azimuth, centred; for a line that of its own formula.</summary>
    [Theory]
    [MemberData(nameof(Geometries))]
    public void The_slope_is_the_centred_derivative(ArrayGeometry geometry, int antennas)
    {
        var array = new AntennaArray(geometry, antennas, 0.5);
        var direction = new Direction(25, array.IsLinear ? 0 : 15);
        (Complex[] a, Complex[] slope, double squared) = PointTarget.Response(direction, array);
        const double Step = 1e-5;
        Complex[] after = array.Steering(direction with { AzimuthDeg = 25 + Step });
        Complex[] before = array.Steering(direction with { AzimuthDeg = 25 - Step });
        Complex[] derivative = [.. after.Zip(before, (x, y) => (x - y) / (2 * Step * Math.PI / 180))];
        Complex mean = a.Zip(derivative, (x, d) => Complex.Conjugate(x) * d).Aggregate(Complex.Zero, (s, x) => s + x) / antennas;
        for (int m = 0; m < antennas; m++) Assert.InRange((derivative[m] - mean * a[m] - slope[m]).Magnitude, 0, 1e-5);
        Assert.Equal(slope.Sum(x => x.Magnitude * x.Magnitude), squared, 1e-9);
    }

    /// <summary>Strong line of sight: the channel is the steering vector of the user's azimuth and elevation.</summary>
    [Fact]
    public void Users_below_the_array_are_seen_below_the_horizon()
    {
        Scenario scenario = Scenario(Planar, 12) with { Users = 2, Channel = new RicianChannel(60) };
        ComplexMatrix channel = ChannelGenerator.Generate(scenario, 3, 0);
        UserPosition[] users = UserGeometry.Positions(3, 0, 0, 2);
        for (int l = 0; l < 2; l++)
        {
            double distance = Math.Sqrt(users[l].X * users[l].X + (users[l].Y + 100) * (users[l].Y + 100));
            Assert.Equal(-Math.Atan2(20, distance) * 180 / Math.PI, UserGeometry.ElevationDeg(users[l]), 1e-12);
            Complex[] a = scenario.AntennaArray().Steering(new(UserGeometry.AzimuthDeg(users[l]), UserGeometry.ElevationDeg(users[l])));
            Complex inner = Complex.Zero;
            for (int m = 0; m < 12; m++) inner += Complex.Conjugate(a[m]) * channel[l, m];
            double norm = 0;
            foreach (Complex entry in channel.Row(l)) norm += entry.Magnitude * entry.Magnitude;
            Assert.InRange(inner.Magnitude / Math.Sqrt(12 * norm), 0.995, 1 + 1e-9);
        }
    }

    /// <summary>E||g||^2 = M of every model on a planar array, as on a line.</summary>
    [Fact]
    public void Every_channel_model_keeps_its_power()
    {
        foreach (ChannelDescription model in ChannelModels.BuiltIn.All)
        {
            Scenario scenario = Scenario(Planar, 12) with { Users = 1, Channel = model.Default };
            double mean = 0;
            for (ulong sample = 0; sample < 300; sample++)
            {
                double gain = model.Default.HasPathLoss() ? UserGeometry.PathGain(UserGeometry.Positions(8, sample, 0, 1)[0]) : 1;
                foreach (Complex entry in ChannelGenerator.Generate(scenario, 8, sample).Data)
                    mean += entry.Magnitude * entry.Magnitude / gain / 300;
            }

            Assert.InRange(mean / 12, 0.7, 1.3);
        }
    }

    [Fact]
    public void Random_elevations_leave_the_azimuths_as_they_were()
    {
        var plain = new RandomTargets(3, -60, 60, 5);
        RandomTargets raised = plain with { LowElevationDeg = -20, HighElevationDeg = 10 };
        for (ulong sample = 0; sample < 20; sample++)
        {
            Direction[] targets = raised.Directions(4, sample);
            Assert.Equal(plain.Draw(4, sample), targets.Select(target => target.AzimuthDeg));
            Assert.All(targets, target => Assert.InRange(target.ElevationDeg, -20, 10));
        }

        Assert.All(plain.Directions(4, 0), target => Assert.Equal(0, target.ElevationDeg));
    }

    [Fact]
    public void A_catalogue_refuses_bad_names()
    {
        ArrayGeometries known = ArrayGeometries.BuiltIn;
        Assert.Throws<ArgumentException>(() => known.With(PlanarGeometry.Description with { Meaning = "another" }));
        Assert.Throws<ArgumentException>(() => known.With(Ring.Description with { Name = "Ring" }));
        Assert.Equal(["linear", "planar", "ring"], known.With(Ring.Description).Names);
        Assert.Same(known, known.With(PlanarGeometry.Description));
        Assert.Throws<ArgumentException>(() => new AntennaArray(Planar, 11));
    }

    private static Scenario Scenario(ArrayGeometry geometry, int antennas) =>
        new() { Array = geometry, Antennas = antennas, ElevationPoints = 9, BeamwidthDeg = 30 };

    private static double PowerAt(BeampatternObjective objective, Direction direction, ComplexMatrix covariance)
    {
        Complex[] a = objective.Array.Steering(direction);
        return Form(a, covariance, a).Real;
    }

    private static Complex Form(Complex[] x, ComplexMatrix matrix, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < y.Length; k++) sum += Complex.Conjugate(x[i]) * matrix[i, k] * y[k];
        }

        return sum;
    }

    private sealed record Listed(IReadOnlyList<double> Line) : ArrayGeometry
    {
        public override ArrayDescription Describe() => new("listed", "", this, []);

        public override ArrayPlace[] Places(int antennas) => [.. Line.Select(x => new ArrayPlace(x, 0, 0))];
    }

    /// <summary>An upright ring of odd numbers of antennas: no two differences are the same.</summary>
    private sealed record Ring(double Radius) : ArrayGeometry
    {
        public static ArrayDescription Description { get; } = new("ring", "", new Ring(1), []);

        public override ArrayDescription Describe() => Description;

        public override ArrayPlace[] Places(int antennas) =>
            [.. Enumerable.Range(0, antennas).Select(m => Math.SinCos(2 * Math.PI * m / antennas))
                .Select(turn => new ArrayPlace(Radius * turn.Cos, 0, Radius * turn.Sin))];
    }
}
