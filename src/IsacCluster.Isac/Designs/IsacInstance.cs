using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Designs;

/// <summary>One design problem: sensing objective, channels and limits.</summary>
/// <param name="Objective">The beampattern objective (target set, grid), shared by all instances of a target set.</param>
/// <param name="Channel">L x M, row l is h_l.</param>
/// <param name="Power">P0 > 0, the transmit power Tr R.</param>
/// <param name="Noise">sigma^2 > 0; where users differ (<see cref="UserNoise"/>), their mean.</param>
/// <param name="SinrThreshold">Gamma0 > 0, linear; where users differ (<see cref="UserThresholds"/>), their mean.</param>
public sealed record IsacInstance(BeampatternObjective Objective, ComplexMatrix Channel, double Power, double Noise, double SinrThreshold)
{
    /// <summary>sigma_l^2 of each user, length L; null: <see cref="Noise"/> for every one.</summary>
    public IReadOnlyList<double>? UserNoise { get; init; }

    /// <summary>Gamma_l of each user, linear, length L; null: <see cref="SinrThreshold"/> for every one.</summary>
    public IReadOnlyList<double>? UserThresholds { get; init; }

    /// <summary>
    /// P_m of each antenna, length M, of sum P0: R_mm = P_m takes the place of Tr R = P0 (Liu et al. 2020). Null: the total only.
    /// </summary>
    public IReadOnlyList<double>? AntennaPowers { get; init; }

    /// <summary>What designs optimise in the place of the objective, whose array, targets and grid remain; null: the objective.</summary>
    public SensingCriterion? Criterion { get; init; }

    /// <summary>M.</summary>
    public int Antennas => Channel.Columns;

    /// <summary>L.</summary>
    public int Users => Channel.Rows;

    /// <summary>
    /// Whether this is the plain problem: L(R) alone, total power, one noise, one threshold. The faster methods are for these.
    /// </summary>
    public bool IsPlain =>
        UserNoise is null && UserThresholds is null && AntennaPowers is null && Objective.CrossCorrelationWeight == 0 && Criterion is null;

    /// <summary>sigma_l^2.</summary>
    public double NoiseOf(int user) => UserNoise is null ? Noise : UserNoise[user];

    /// <summary>Gamma_l, linear.</summary>
    public double ThresholdOf(int user) => UserThresholds is null ? SinrThreshold : UserThresholds[user];

    /// <summary>What designs optimise, of a covariance: the criterion, or L(R) + w_c X(R).</summary>
    public double Value(ComplexMatrix covariance) => Criterion?.Value(covariance, Objective, Power) ?? Objective.Value(covariance);

    /// <summary>P_m / P0 of each antenna, or null where only the total is given.</summary>
    public double[]? AntennaShares() => AntennaPowers is null ? null : [.. AntennaPowers.Select(power => power / Power)];

    /// <summary>An instance with limits of each user and antenna; lists of equal users become the one number.</summary>
    /// <param name="power">P0 > 0.</param>
    /// <param name="antennaPowers">P_m > 0 of sum P0, or null.</param>
    /// <param name="noise">sigma_l^2, one or L.</param>
    /// <param name="thresholds">Gamma_l, linear, one or L.</param>
    /// <exception cref="ArgumentException">A list of another length.</exception>
    public static IsacInstance Of(
        BeampatternObjective objective, ComplexMatrix channel, double power, IReadOnlyList<double>? antennaPowers,
        IReadOnlyList<double> noise, IReadOnlyList<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (antennaPowers is not null && antennaPowers.Count != channel.Columns)
            throw new ArgumentException($"{antennaPowers.Count} powers for {channel.Columns} antennas.", nameof(antennaPowers));
        return new IsacInstance(objective, channel, power, Mean(noise), Mean(thresholds))
        {
            UserNoise = Differing(noise, channel.Rows, nameof(noise)),
            UserThresholds = Differing(thresholds, channel.Rows, nameof(thresholds)),
            AntennaPowers = antennaPowers,
        };
    }

    private static double Mean(IReadOnlyList<double> values) => AreEqual(values) ? values[0] : values.Average();

    private static IReadOnlyList<double>? Differing(IReadOnlyList<double> values, int users, string name)
    {
        if (values.Count != 1 && values.Count != users) throw new ArgumentException($"{values.Count} values for {users} users.", name);
        return AreEqual(values) ? null : values;
    }

    private static bool AreEqual(IReadOnlyList<double> values) => values.All(value => value.Equals(values[0]));
}
