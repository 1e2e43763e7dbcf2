using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Sensing;

/// <summary>
/// A target at one angle, seen by the array that transmits: the response alpha b(theta) a(theta)^H with b = conj(a) up to a phase, alpha
/// unknown. With a' the derivative of a in theta, phases counted from the array's centre so that a^H a' = 0, and D = ||a'||^2,
/// <code>
///   J(R) = D p + M (q - |c|^2 / p),   p = a^H R a,  q = a'^H R a',  c = a^H R a'
/// </code>
/// is the information on theta that is left once alpha is estimated too, over 2 N |alpha|^2 / sigma_r^2 (Li and Stoica 2007, Liu et al.
/// 2022, (14)). It is concave in R and at most D M Tr R.
/// </summary>
public static class PointTarget
{
    /// <summary>a, a' and D of any array, a' in the azimuth.</summary>
    public static (Complex[] Steering, Complex[] Slope, double Squared) Response(Direction direction, AntennaArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.IsLinear && direction.ElevationDeg == 0) return Response(direction.AzimuthDeg, array.Antennas, array.Spacing);
        Complex[] slope = array.AzimuthSlope(direction);
        return (array.Steering(direction), slope, slope.Sum(Squared));
    }

    /// <summary>The same of a linear array; theta in degrees.</summary>
    public static (Complex[] Steering, Complex[] Slope, double Squared) Response(double angleDeg, int antennas, double spacing)
    {
        Complex[] a = UniformLinearArray.SteeringVector(angleDeg, antennas, spacing), slope = new Complex[antennas];
        double turn = -2 * spacing * Math.PI * Math.Cos(angleDeg * (Math.PI / 180)), squared = 0;
        for (int m = 0; m < antennas; m++)
        {
            double place = m - (antennas - 1) / 2.0;
            slope[m] = new Complex(0, turn * place) * a[m];
            squared += turn * turn * place * place;
        }

        return (a, slope, squared);
    }

    /// <summary>1 / J(R), rad^2; infinite where the target is not lit.</summary>
    public static double Bound(double angleDeg, ComplexMatrix covariance, double spacing)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        return Bound(covariance, Response(angleDeg, covariance.Rows, spacing));
    }

    /// <summary>The same of the azimuth of a target whose elevation is known.</summary>
    public static double Bound(Direction direction, ComplexMatrix covariance, AntennaArray array)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        return Bound(covariance, Response(direction, array));
    }

    private static double Bound(ComplexMatrix covariance, (Complex[] Steering, Complex[] Slope, double Squared) response)
    {
        int antennas = covariance.Rows;
        (Complex[] a, Complex[] slope, double squared) = response;
        double lit = Form(a, covariance, a).Real, mixed = Form(slope, covariance, slope).Real;
        Complex cross = Form(a, covariance, slope);
        double first = antennas * lit, second = squared * lit + antennas * mixed, third = antennas * antennas * Squared(cross);
        double information = second * first - third;
        return information > 0 ? first / information : double.PositiveInfinity;
    }

    /// <summary>x^H R y.</summary>
    private static Complex Form(Complex[] x, ComplexMatrix covariance, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            ReadOnlySpan<Complex> row = covariance.Row(i);
            Complex inner = Complex.Zero;
            for (int k = 0; k < y.Length; k++) inner += row[k] * y[k];
            sum += Complex.Conjugate(x[i]) * inner;
        }

        return sum;
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
