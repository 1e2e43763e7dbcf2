namespace IsacCluster.Isac.Arrays;

/// <summary>
/// Where the antennas of an array stand. A geometry is one file: it places antennas and describes itself; <see cref="ArrayGeometries"/>
/// lists those that specifications may name. What follows from the places - steering vectors, what of a covariance the beampattern sees,
/// which solver's form applies - is in <see cref="AntennaArray"/> and <see cref="PatternLags"/>. Immutable and thread-safe.
/// </summary>
public abstract record ArrayGeometry
{
    /// <summary>The name, meaning and parameters of the geometry, the same for all of a type.</summary>
    public abstract ArrayDescription Describe();

    /// <summary>M, where the parameters say it; null: any.</summary>
    public virtual int? Antennas() => null;

    /// <summary>The places of M antennas, in units of the spacing.</summary>
    /// <param name="antennas">M, as <see cref="Antennas"/> says, if it does.</param>
    public abstract ArrayPlace[] Places(int antennas);
}
