namespace IsacCluster.Isac.Arrays;

/// <summary>
/// A direction as an array at the origin sees it, whose broadside is the y axis and whose upward direction is z: the unit vector
/// (cos phi sin theta, cos phi cos theta, sin phi).
/// </summary>
/// <param name="AzimuthDeg">theta in degrees, in [-90, 90].</param>
/// <param name="ElevationDeg">phi in degrees, in [-90, 90]; 0 is the horizon.</param>
public readonly record struct Direction(double AzimuthDeg, double ElevationDeg = 0)
{
    private const double Degree = Math.PI / 180;

    /// <summary>Directions on the horizon.</summary>
    public static Direction[] OnHorizon(IEnumerable<double> azimuthsDeg) => [.. azimuthsDeg.Select(angle => new Direction(angle))];

    /// <summary>The angle between two directions, degrees; on the horizon the difference of azimuths, exactly.</summary>
    public double DistanceDeg(Direction other)
    {
        if (ElevationDeg == 0 && other.ElevationDeg == 0) return Math.Abs(AzimuthDeg - other.AzimuthDeg);
        (double x, double y, double z) = Cosines();
        (double u, double v, double w) = other.Cosines();
        // Half the chord keeps its digits where the cosine of a small angle does not.
        double chord = Math.Sqrt((x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w));
        return 2 * Math.Asin(Math.Min(1, chord / 2)) / Degree;
    }

    /// <summary>The unit vector.</summary>
    public (double X, double Y, double Z) Cosines()
    {
        double azimuth = AzimuthDeg * Degree;
        if (ElevationDeg == 0) return (Math.Sin(azimuth), Math.Cos(azimuth), 0);
        (double up, double flat) = Math.SinCos(ElevationDeg * Degree);
        return (flat * Math.Sin(azimuth), flat * Math.Cos(azimuth), up);
    }
}
