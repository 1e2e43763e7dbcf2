using System.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>A uniform linear array of M antennas, d wavelengths apart.</summary>
public static class UniformLinearArray
{
    /// <summary>d where nothing else is said, in wavelengths.</summary>
    public const double HalfWavelength = 0.5;

    /// <summary>a(theta) = [1, e^{-j 2 pi d sin theta}, ..., e^{-j 2 pi d (M-1) sin theta}]^T, length M; theta in degrees.</summary>
    public static Complex[] SteeringVector(double angleDeg, int antennas, double spacing = HalfWavelength)
    {
        double phase = -ElectricalAngle(angleDeg, spacing);
        var vector = new Complex[antennas];
        for (int m = 0; m < antennas; m++) vector[m] = Complex.FromPolarCoordinates(1, phase * m);
        return vector;
    }

    /// <summary>target += gain a(theta) from sin theta, by powers of the phase between neighbours: for many rays at once.</summary>
    public static void AddSteering(Span<Complex> target, Complex gain, double sine, double spacing)
    {
        var step = Complex.FromPolarCoordinates(1, -2 * spacing * Math.PI * sine);
        for (int m = 0; m < target.Length; m++)
        {
            target[m] += gain;
            gain *= step;
        }
    }

    /// <summary>2 pi d sin theta, the phase between neighbours.</summary>
    public static double ElectricalAngle(double angleDeg, double spacing) =>
        2 * spacing * Math.PI * Math.Sin(angleDeg * (Math.PI / 180));
}
