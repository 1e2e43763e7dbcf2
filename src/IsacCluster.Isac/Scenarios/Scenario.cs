using System.Text.Json.Serialization;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Scenarios;

/// <summary>
/// Everything that a random design problem is drawn from. The defaults are the paper's (Zhao et al., section V).
/// Ranges are checked once, where specifications are read.
/// </summary>
public sealed record Scenario
{
    /// <summary>N_e where nothing is said: steps of 5 degrees.</summary>
    public const int UsualElevationPoints = 36;

    /// <summary>M, antennas of the base station, 2..256.</summary>
    public int Antennas { get; init; } = 10;

    /// <summary>L, single-antenna users, 1..M.</summary>
    public int Users { get; init; } = 2;

    /// <summary>Sector centres, fixed or random.</summary>
    public TargetModel Targets { get; init; } = new FixedTargets([-40, 0, 40]);

    /// <summary>Full width of a sector in degrees.</summary>
    public double BeamwidthDeg { get; init; } = 10;

    /// <summary>N, points of the angle grid on which designs are optimised.</summary>
    public int GridPoints { get; init; } = 180;

    /// <summary>N of the grid on which designs are evaluated; null: the same grid. The paper's Table II uses 180.</summary>
    public int? EvaluationGridPoints { get; init; }

    /// <summary>Whether the grids have +90 degrees too, theta_n = -90 + 180 n / (N - 1).</summary>
    [JsonIgnore]
    public bool HasClosedGrid { get; init; }

    /// <summary>The levels and weights that beampatterns are to resemble; null: 1 in the sectors, 0 elsewhere, all of weight 1.</summary>
    [JsonIgnore]
    public DesiredPattern? Pattern { get; init; }

    /// <summary>P0, transmit power, where no <see cref="AntennaPowers"/> are given.</summary>
    public double Power { get; init; } = 1;

    /// <summary>sigma^2, noise power; the mean where users differ.</summary>
    public double Noise { get; init; } = 1e-10;

    /// <summary>Gamma0 in dB; the mean where users differ.</summary>
    public double SinrDb { get; init; } = 8;

    /// <summary>
    /// P_m, W: the power that each antenna radiates, one number for all or M of them, in the place of <see cref="Power"/>. Null: only the
    /// total is given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList? AntennaPowers { get; init; }

    /// <summary>sigma_l^2, W, of L users; null: <see cref="Noise"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList? UserNoise { get; init; }

    /// <summary>Gamma_l, dB, of L users; null: <see cref="SinrDb"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList? UserSinrDb { get; init; }

    /// <summary>Where the antennas stand; where it says how many there are, that is <see cref="Antennas"/>.</summary>
    [JsonIgnore]
    public ArrayGeometry Array { get; init; } = LinearGeometry.Instance;

    /// <summary>
    /// Elevations of the grids of arrays that see them, phi_n = -90 + 180 n / N_e degrees or, of a closed grid, -90 + 180 n / (N_e - 1).
    /// </summary>
    [JsonIgnore]
    public int ElevationPoints { get; init; } = UsualElevationPoints;

    /// <summary>d, between neighbouring antennas, in wavelengths.</summary>
    [JsonIgnore]
    public double Spacing { get; init; } = UniformLinearArray.HalfWavelength;

    /// <summary>w_c of the objective L(R) + w_c X(R), X the targets' cross-correlation; 0: L alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CrossCorrelationWeight { get; init; }

    /// <summary>What designs optimise in the place of L(R) + w_c X(R); null: that.</summary>
    [JsonIgnore]
    public SensingCriterion? Criterion { get; init; }

    /// <summary>v of the channel estimates that designs are made for; 0: the channels themselves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CsiErrorVariance { get; init; }

    /// <summary>Added in dB to the thresholds that designs are made for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CsiMarginDb { get; init; }

    /// <summary>A model of small-scale fading, or a file of channels.</summary>
    public ChannelSource Channel { get; init; } = new RayleighChannel();

    /// <summary>
    /// Slots of a trajectory; 1 is the static scenario, where every sample draws fresh positions. With T slots, sample i is
    /// slot i mod T of trajectory i / T: in each slot every user moves uniformly within +-1 m (x) and +-2 m (y).
    /// </summary>
    public int Slots { get; init; } = 1;

    /// <summary>
    /// Whether this is the plain problem: total power, one noise and one threshold for all users, half a wavelength, an open grid, L(R)
    /// alone of the sectors. Networks and their trainings know no other.
    /// </summary>
    public bool IsPlain() =>
        AntennaPowers is null && CrossCorrelationWeight == 0 && Criterion is null && Spacing == UniformLinearArray.HalfWavelength
        && UserNoise is null or { Count: 1 } && UserSinrDb is null or { Count: 1 } && !HasClosedGrid && Pattern is null
        && Array is LinearGeometry;

    /// <summary>Whether designs are made for the very channels and thresholds that they are judged on.</summary>
    public bool HasPerfectCsi() => CsiErrorVariance == 0 && CsiMarginDb == 0;

    /// <summary>P0, of all antennas together.</summary>
    public double TotalPower() => AntennaPowers is null ? Power : Antennas * AntennaPowers.Average();

    /// <summary>The array.</summary>
    public AntennaArray AntennaArray() => new(Array, Antennas, Spacing);

    /// <summary>The objective of a target set on the horizon on a grid of so many azimuths.</summary>
    public BeampatternObjective ObjectiveOf(IReadOnlyList<double> targetsDeg, int gridPoints) =>
        ObjectiveOf(Direction.OnHorizon(targetsDeg), gridPoints);

    /// <summary>The objective of a target set on a grid of so many azimuths.</summary>
    public BeampatternObjective ObjectiveOf(IReadOnlyList<Direction> targets, int gridPoints)
    {
        AntennaArray array = AntennaArray();
        return new BeampatternObjective(array, targets, BeamwidthDeg, GridOf(gridPoints, array), Pattern, CrossCorrelationWeight);
    }

    /// <summary>Whether the desired pattern of fixed targets has a weight in some direction of each grid.</summary>
    public bool HasWeights()
    {
        if (Pattern is null || Targets is not FixedTargets targets) return true;
        AntennaArray array = AntennaArray();
        Direction[] centres = targets.Directions();
        return new[] { GridPoints, EvaluationGridPoints ?? GridPoints }.Distinct().All(points =>
            Pattern.On(GridOf(points, array), array, centres, BeamwidthDeg).Weights.Any(static weight => weight > 0));
    }

    /// <summary>The directions of a grid of so many azimuths: those of one elevation after those of another.</summary>
    private Direction[] GridOf(int points, AntennaArray array)
    {
        double[] azimuths = Angles(points);
        return array.SeesElevation
            ? [.. Angles(ElevationPoints).SelectMany(elevation => azimuths.Select(azimuth => new Direction(azimuth, elevation)))]
            : Direction.OnHorizon(azimuths);
    }

    private double[] Angles(int points) => HasClosedGrid ? AngleGrid.Closed(points) : AngleGrid.Angles(points);

    /// <summary>The design problem of an objective and a channel.</summary>
    public IsacInstance InstanceOf(BeampatternObjective objective, ComplexMatrix channel)
    {
        if (IsPlain()) return new IsacInstance(objective, channel, Power, Noise, Decibel.ToLinear(SinrDb));
        IReadOnlyList<double>? powers = AntennaPowers is { Count: 1 } ? [.. Enumerable.Repeat(AntennaPowers[0], Antennas)] : AntennaPowers;
        return IsacInstance.Of(
            objective, channel, TotalPower(), powers, (IReadOnlyList<double>?)UserNoise ?? [Noise],
            [.. ((IEnumerable<double>?)UserSinrDb ?? [SinrDb]).Select(Decibel.ToLinear)]) with
        { Criterion = Criterion };
    }

    /// <summary>Samples that its files have; null: as many as one asks for.</summary>
    public long? MostSamples() => (Channel.Samples(), Targets.Samples()) switch
    {
        ({ } channels, { } targets) => Math.Min(channels, targets),
        var (channels, targets) => channels ?? targets,
    };
}
