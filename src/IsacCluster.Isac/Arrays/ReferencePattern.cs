using System.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>The pattern of a reference design, b = a^H R a of its covariance R; all weights are 1.</summary>
/// <param name="Antennas">M.</param>
/// <param name="Covariance">R, Hermitian, real and imaginary parts in turn, row by row.</param>
public sealed record ReferencePattern(int Antennas, ValueList Covariance) : DesiredPattern
{
    public override (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(array);
        return ([.. grid.Select(direction => Math.Max(0, Power(array.Steering(direction))))], [.. grid.Select(static _ => 1.0)]);
    }

    public override string? Mismatch(int antennas, int targets) =>
        antennas == Antennas ? null : $"a reference design of {Antennas} antennas for an array of {antennas}";

    private double Power(Complex[] a)
    {
        double sum = 0;
        for (int i = 0; i < Antennas; i++)
        {
            Complex inner = Complex.Zero;
            for (int k = 0; k < Antennas; k++)
            {
                int at = 2 * (i * Antennas + k);
                inner += new Complex(Covariance[at], Covariance[at + 1]) * a[k];
            }

            sum += (Complex.Conjugate(a[i]) * inner).Real;
        }

        return sum;
    }
}
