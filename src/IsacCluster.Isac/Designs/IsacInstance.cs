using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Designs;

/// <summary>One design problem: sensing objective, channels and limits.</summary>
/// <param name="Objective">The beampattern objective (target set, grid), shared by all instances of a target set.</param>
/// <param name="Channel">L x M, row l is h_l.</param>
/// <param name="Power">P0 > 0, the transmit power Tr R.</param>
/// <param name="Noise">sigma^2 > 0.</param>
/// <param name="SinrThreshold">Gamma0 > 0, linear.</param>
public sealed record IsacInstance(BeampatternObjective Objective, ComplexMatrix Channel, double Power, double Noise, double SinrThreshold)
{
    /// <summary>M.</summary>
    public int Antennas => Channel.Columns;

    /// <summary>L.</summary>
    public int Users => Channel.Rows;
}
