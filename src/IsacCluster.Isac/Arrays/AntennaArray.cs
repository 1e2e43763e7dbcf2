using System.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>
/// An array: M antennas at the places of a geometry, d wavelengths a spacing. The one place where steering vectors are made,
/// <code>
///   a_m = e^{-j 2 pi d p_m . u},   u = (cos phi sin theta, cos phi cos theta, sin phi),
/// </code>
/// p_m the antenna's place. Immutable and thread-safe.
/// </summary>
public sealed class AntennaArray
{
    private readonly ArrayPlace[] _places;

    /// <param name="geometry">Null: linear.</param>
    /// <param name="antennas">M, that of the geometry if it says one.</param>
    /// <param name="spacing">d, in wavelengths.</param>
    public AntennaArray(ArrayGeometry? geometry, int antennas, double spacing = UniformLinearArray.HalfWavelength)
    {
        (Geometry, Antennas, Spacing) = (geometry ?? LinearGeometry.Instance, antennas, spacing);
        if (Geometry.Antennas() is int own && own != antennas)
            throw new ArgumentException($"{antennas} antennas for a geometry of {own}.", nameof(antennas));
        Lags = PatternLags.Of(Geometry, antennas);
        _places = Lags.Places;
        SeesElevation = _places.Any(place => place.Z != _places[0].Z);
    }

    public ArrayGeometry Geometry { get; }

    /// <summary>M.</summary>
    public int Antennas { get; }

    /// <summary>d, in wavelengths.</summary>
    public double Spacing { get; }

    /// <summary>What of a covariance the beampattern sees.</summary>
    public PatternLags Lags { get; }

    /// <summary>Whether it is the uniform linear array.</summary>
    public bool IsLinear => Lags.IsToeplitz;

    /// <summary>
    /// Whether antennas stand at different heights. Else grids, targets and channels stay on the horizon: a line along it sees
    /// cos phi sin theta alone.
    /// </summary>
    public bool SeesElevation { get; }

    /// <summary>[x, y, z] of every antenna, wavelengths.</summary>
    public double[][] PlacesInWavelengths() =>
        [.. _places.Select(place => (double[])[Spacing * place.X, Spacing * place.Y, Spacing * place.Z])];

    /// <summary>a, length M.</summary>
    public Complex[] Steering(Direction direction)
    {
        if (IsLinear && direction.ElevationDeg == 0) return UniformLinearArray.SteeringVector(direction.AzimuthDeg, Antennas, Spacing);
        (double x, double y, double z) = direction.Cosines();
        double turn = -2 * Math.PI * Spacing;
        return [.. _places.Select(place => Complex.FromPolarCoordinates(1, turn * (place.X * x + place.Y * y + place.Z * z)))];
    }

    /// <summary>target += gain a, for many rays at once.</summary>
    /// <param name="x">cos phi sin theta.</param>
    /// <param name="y">cos phi cos theta.</param>
    /// <param name="z">sin phi.</param>
    public void AddSteering(Span<Complex> target, Complex gain, double x, double y, double z)
    {
        for (int m = 0; m < target.Length; m++)
        {
            ArrayPlace place = _places[m];
            double phase = -2 * Math.PI * Spacing * (place.X * x + place.Y * y + place.Z * z);
            target[m] += gain * Complex.FromPolarCoordinates(1, phase);
        }
    }

    /// <summary>
    /// The derivative of a in the azimuth, phases counted from the array's centre so that a^H a' = 0: j 2 pi d (c - p_m . u') a_m with c
    /// the mean of p . u'. For a linear array -j 2 pi d cos theta (m - (M-1)/2) a_m.
    /// </summary>
    public Complex[] AzimuthSlope(Direction direction)
    {
        Complex[] a = Steering(direction);
        (double x, double y, _) = direction.Cosines();
        double turn = 2 * Math.PI * Spacing;
        double[] along = [.. _places.Select(place => place.X * y - place.Y * x)];
        double mean = along.Average();
        return [.. a.Select((entry, m) => new Complex(0, turn * (mean - along[m])) * entry)];
    }

    /// <summary>The row v with P = a^H R a = v^T r, r the sums of <see cref="Lags"/>.</summary>
    public double[] PatternRow(Direction direction)
    {
        if (IsLinear && direction.ElevationDeg == 0) return DiagonalSums.BeampatternRow(direction.AzimuthDeg, Antennas, Spacing);
        (double x, double y, double z) = direction.Cosines();
        return Lags.Row(place => 2 * Math.PI * Spacing * (place.X * x + place.Y * y + place.Z * z));
    }
}
