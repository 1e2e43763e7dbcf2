using System.Collections.Concurrent;
using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The real numbers through which the beampattern of a covariance R depends on R: for every difference delta of two antennas' places
/// (one of delta and -delta) the sum rho_delta of the entries R_ik with p_i - p_k = delta,
/// <code>
///   r = [rho_0, Re rho_1, Im rho_1, ..., Re rho_D, Im rho_D],   P = a^H R a = rho_0 + 2 sum_d Re(rho_d e^{j 2 pi d delta_d . u}).
/// </code>
/// For a uniform linear array these are <see cref="DiagonalSums"/>; for a planar one of R rows and C columns there are (2R-1)(2C-1), the
/// sums of a two-level Toeplitz matrix; an array of irregular places has up to M^2 - M + 1. Immutable and shared.
/// </summary>
public sealed class PatternLags
{
    /// <summary>Differences that agree to this part of a spacing are one.</summary>
    private const double Tolerance = 1e-6;

    private static readonly ConcurrentDictionary<(ArrayGeometry Geometry, int Antennas), PatternLags> Cache = [];

    private readonly ArrayPlace[] _differences;
    private readonly (int I, int K)[] _pairs;

    /// <summary>At i (i-1) / 2 + k of the entry (i, k), i > k: the number of its difference, negative where it is that of (k, i).</summary>
    private readonly int[] _lags;

    private PatternLags(ArrayGeometry geometry, int antennas)
    {
        (Antennas, Places, IsToeplitz) = (antennas, geometry.Places(antennas), geometry is LinearGeometry);
        if (Places.Length != antennas) throw new ArgumentException($"{Places.Length} places for {antennas} antennas.", nameof(geometry));
        var numbers = new Dictionary<(long X, long Y, long Z), int>();
        var differences = new List<ArrayPlace>();
        var pairs = new List<(int, int)>();
        _lags = new int[antennas * (antennas - 1) / 2];
        for (int i = 1; i < antennas; i++)
        {
            // Neighbours first: a line's differences are then numbered 1, 2, ... as its diagonals are.
            for (int k = i - 1; k >= 0; k--)
            {
                ArrayPlace difference = Places[i] - Places[k];
                if (numbers.TryGetValue(Key(difference, 1), out int number))
                    _lags[i * (i - 1) / 2 + k] = number;
                else if (numbers.TryGetValue(Key(difference, -1), out number))
                    _lags[i * (i - 1) / 2 + k] = -number;
                else
                {
                    differences.Add(difference);
                    pairs.Add((i, k));
                    _lags[i * (i - 1) / 2 + k] = numbers[Key(difference, 1)] = differences.Count;
                }
            }
        }

        (_differences, _pairs) = ([.. differences], [.. pairs]);
        Lattice = ArrayLattice.Of(Places) is { } lattice && lattice.Frequencies == Count ? lattice : null;
    }

    /// <summary>M.</summary>
    public int Antennas { get; }

    /// <summary>2D + 1, the length of r.</summary>
    public int Count => 2 * _differences.Length + 1;

    /// <summary>Whether it is a uniform linear array.</summary>
    public bool IsToeplitz { get; }

    /// <summary>
    /// The sites of the antennas on a lattice of rows and columns all of whose differences they have; null: there is no such.
    /// </summary>
    public ArrayLattice? Lattice { get; }

    internal ArrayPlace[] Places { get; }

    /// <summary>The lags of a geometry; thread-safe.</summary>
    public static PatternLags Of(ArrayGeometry geometry, int antennas) =>
        Cache.GetOrAdd((geometry, antennas), static key => new PatternLags(key.Geometry, key.Antennas));

    /// <summary>A pair of antennas i > k whose difference has the number d, from 1 on, as it is.</summary>
    public (int I, int K) PairOf(int d) => _pairs[d - 1];

    /// <summary>The number d of the difference of antennas i > k, negative where its sum holds the conjugate of R_ik.</summary>
    public int LagOf(int i, int k) => _lags[i * (i - 1) / 2 + k];

    /// <summary>r of a Hermitian M x M matrix (its lower triangle is read).</summary>
    public double[] Of(ComplexMatrix covariance)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        if (IsToeplitz) return DiagonalSums.Of(covariance);
        var sums = new double[Count];
        for (int i = 0; i < Antennas; i++)
        {
            sums[0] += covariance[i, i].Real;
            for (int k = 0; k < i; k++)
            {
                int lag = LagOf(i, k), d = Math.Abs(lag);
                Complex entry = covariance[i, k];
                sums[2 * d - 1] += entry.Real;
                sums[2 * d] += lag > 0 ? entry.Imaginary : -entry.Imaginary;
            }
        }

        return sums;
    }

    /// <summary>[1, 2 cos phi_1, -2 sin phi_1, ...].</summary>
    /// <param name="phase">phi of a difference: a linear function of it.</param>
    public double[] Row(Func<ArrayPlace, double> phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        var row = new double[Count];
        row[0] = 1;
        for (int d = 1; d <= _differences.Length; d++)
        {
            (double sin, double cos) = Math.SinCos(phase(_differences[d - 1]));
            (row[2 * d - 1], row[2 * d]) = (2 * cos, -2 * sin);
        }

        return row;
    }

    /// <summary>
    /// The Hermitian matrix with first on its diagonal and x_d + j y_d, d the difference of i and k, at (i, k), from
    /// [first, x_1, y_1, ...]: Toeplitz, two-level Toeplitz or without a structure, as the array is.
    /// </summary>
    public void Write(ReadOnlySpan<double> values, ComplexMatrix target)
    {
        ArgumentNullException.ThrowIfNull(target);
        for (int i = 0; i < Antennas; i++)
        {
            target[i, i] = values[0];
            for (int k = 0; k < i; k++)
            {
                int lag = LagOf(i, k), d = Math.Abs(lag);
                var entry = new Complex(values[2 * d - 1], lag > 0 ? values[2 * d] : -values[2 * d]);
                (target[i, k], target[k, i]) = (entry, Complex.Conjugate(entry));
            }
        }
    }

    private static (long X, long Y, long Z) Key(ArrayPlace place, int sign) =>
        (Rounded(sign * place.X), Rounded(sign * place.Y), Rounded(sign * place.Z));

    private static long Rounded(double value) => (long)Math.Round(value / Tolerance);
}
