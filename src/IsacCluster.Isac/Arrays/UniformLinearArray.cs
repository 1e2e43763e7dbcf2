using System.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>A uniform linear array of M antennas at half a wavelength.</summary>
public static class UniformLinearArray
{
    /// <summary>a(theta) = [1, e^{-j pi sin theta}, ..., e^{-j pi (M-1) sin theta}]^T, length M; theta in degrees.</summary>
    public static Complex[] SteeringVector(double angleDeg, int antennas)
    {
        double phase = -Math.PI * Math.Sin(angleDeg * (Math.PI / 180));
        var vector = new Complex[antennas];
        for (int m = 0; m < antennas; m++) vector[m] = Complex.FromPolarCoordinates(1, phase * m);
        return vector;
    }
}
