using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Channels;

/// <summary>The random numbers of one sample's channels, one stream a purpose; its users draw one after another.</summary>
public sealed class ChannelStreams(ulong seed, ulong sample)
{
    private RandomStream _fading = new(seed, StreamPurpose.Fading, sample);
    private RandomStream _lineOfSight = new(seed, StreamPurpose.LineOfSight, sample);
    private RandomStream _paths = new(seed, StreamPurpose.Paths, sample);

    /// <summary>The array; null: a linear one at half a wavelength.</summary>
    public AntennaArray? Array { get; init; }

    /// <summary>d of the array, in wavelengths.</summary>
    public double Spacing => Array?.Spacing ?? UniformLinearArray.HalfWavelength;

    /// <summary>Where the user is seen above the horizon, degrees; 0 for an array that sees azimuths alone.</summary>
    public double ElevationDeg { get; internal set; }

    /// <summary>Scattered components and gains of paths.</summary>
    public ref RandomStream Fading => ref _fading;

    /// <summary>Phases of lines of sight.</summary>
    public ref RandomStream LineOfSight => ref _lineOfSight;

    /// <summary>Angles of paths.</summary>
    public ref RandomStream Paths => ref _paths;
}
