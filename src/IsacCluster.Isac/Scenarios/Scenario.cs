using IsacCluster.Isac.Channels;

namespace IsacCluster.Isac.Scenarios;

/// <summary>
/// Everything that a random design problem is drawn from. The defaults are the paper's (Zhao et al., section V).
/// Ranges are checked once, where specifications are read.
/// </summary>
public sealed record Scenario
{
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

    /// <summary>P0, transmit power.</summary>
    public double Power { get; init; } = 1;

    /// <summary>sigma^2, noise power.</summary>
    public double Noise { get; init; } = 1e-10;

    /// <summary>Gamma0 in dB.</summary>
    public double SinrDb { get; init; } = 8;

    /// <summary>Small-scale fading.</summary>
    public ChannelModel Channel { get; init; } = new RayleighChannel();

    /// <summary>
    /// Slots of a trajectory; 1 is the static scenario, where every sample draws fresh positions. With T slots, sample i is
    /// slot i mod T of trajectory i / T: in each slot every user moves uniformly within +-1 m (x) and +-2 m (y).
    /// </summary>
    public int Slots { get; init; } = 1;
}
