using System.Collections.Concurrent;
using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// Coordinates in which every steering vector is real. With the unitary J that pairs antennas m and M-1-m,
/// <code>
///   (J^H x)_m = (x_m + x_(M-1-m)) / 2^1/2,   (J^H x)_(M-1-m) = i (x_m - x_(M-1-m)) / 2^1/2   (m below the middle),
/// </code>
/// J^H f_n is, up to a phase, the real vector of 2^1/2 cos(d w_n) and 2^1/2 sin(d w_n), d the distance from the middle: Hermitian Toeplitz
/// matrices become real symmetric, and congruences with the 2M-1 frequencies w_n = 2 pi n / (2M-1) need two real products instead of four.
/// The same of a planar array of R rows and C columns, whose antennas m and M-1-m mirror each other in its centre: two-level Toeplitz
/// matrices become real symmetric, with the (2R-1)(2C-1) frequencies of both directions.
/// </summary>
internal sealed class SteeringBasis
{
    private static readonly ConcurrentDictionary<(int Antennas, int Rows), SteeringBasis> Cache = [];

    private SteeringBasis(int antennas, int rows)
    {
        int columns = antennas / rows, across = 2 * columns - 1, up = 2 * rows - 1;
        (Antennas, Frequencies) = (antennas, across * up);
        (Stride, TransposedStride) = (PlanarMatrix.Padded(Frequencies), PlanarMatrix.Padded(antennas));
        (Columns, Rows) = (new double[antennas * Stride], new double[Frequencies * TransposedStride]);
        for (int n = 0; n < Frequencies; n++)
        {
            for (int m = 0; 2 * m < antennas; m++)
            {
                int mirror = antennas - 1 - m;
                // Half the angle of the reduced product: (C-1-2c) w / 2, modulo 2 pi, and the same of the rows.
                double angle = Math.PI * ((columns - 1 - 2 * (m % columns)) * (n % across) % (2 * across)) / across
                    + Math.PI * ((rows - 1 - 2 * (m / columns)) * (n / across) % (2 * up)) / up;
                (double sin, double cos) = Math.SinCos(angle);
                Set(m, n, m == mirror ? 1 : Math.Sqrt(2) * cos);
                if (m != mirror) Set(mirror, n, -Math.Sqrt(2) * sin);
            }
        }
    }

    public int Antennas { get; }

    /// <summary>2M-1, or (2R-1)(2C-1).</summary>
    public int Frequencies { get; }

    /// <summary>Distance of two rows of <see cref="Columns"/>.</summary>
    public int Stride { get; }

    /// <summary>Distance of two rows of <see cref="Rows"/>.</summary>
    public int TransposedStride { get; }

    /// <summary>M padded rows; column n is the real steering vector of frequency n.</summary>
    public double[] Columns { get; }

    /// <summary>The transpose, padded rows.</summary>
    public double[] Rows { get; }

    /// <summary>The basis of an array; thread-safe.</summary>
    /// <param name="rows">Of a planar array.</param>
    public static SteeringBasis Of(int antennas, int rows = 1) =>
        Cache.GetOrAdd((antennas, rows), static key => new SteeringBasis(key.Antennas, key.Rows));

    /// <summary>target (row) = J^H x, x row <paramref name="row"/> of the source.</summary>
    public void ToReal(PlanarMatrix source, int row, PlanarMatrix target, int targetRow)
    {
        double half = Math.Sqrt(0.5);
        for (int m = 0; 2 * m < Antennas; m++)
        {
            int mirror = Antennas - 1 - m;
            Complex a = source[row, m], b = source[row, mirror];
            if (m == mirror)
            {
                target[targetRow, m] = a;
                continue;
            }

            target[targetRow, m] = half * (a + b);
            target[targetRow, mirror] = half * Complex.ImaginaryOne * (a - b);
        }
    }

    /// <summary>Column <paramref name="row"/> of the target = J x, x that row of the source.</summary>
    public void FromReal(PlanarMatrix source, int row, ComplexMatrix target)
    {
        double half = Math.Sqrt(0.5);
        for (int m = 0; 2 * m < Antennas; m++)
        {
            int mirror = Antennas - 1 - m;
            Complex p = source[row, m], q = -Complex.ImaginaryOne * source[row, mirror];
            target[m, row] = m == mirror ? p : half * (p + q);
            if (m != mirror) target[mirror, row] = half * (p - q);
        }
    }

    /// <summary>Replaces A by J A J^H.</summary>
    public void FromReal(PlanarMatrix a)
    {
        double half = Math.Sqrt(0.5);
        for (int m = 0; 2 * m < Antennas - 1; m++)
        {
            int mirror = Antennas - 1 - m;
            for (int j = 0; j < Antennas; j++)
            {
                Complex p = a[m, j], q = -Complex.ImaginaryOne * a[mirror, j];
                (a[m, j], a[mirror, j]) = (half * (p + q), half * (p - q));
            }
        }

        for (int m = 0; 2 * m < Antennas - 1; m++)
        {
            int mirror = Antennas - 1 - m;
            for (int i = 0; i < Antennas; i++)
            {
                Complex p = a[i, m], q = Complex.ImaginaryOne * a[i, mirror];
                (a[i, m], a[i, mirror]) = (half * (p + q), half * (p - q));
            }
        }
    }

    private void Set(int m, int n, double value) => (Columns[m * Stride + n], Rows[n * TransposedStride + m]) = (value, value);
}
