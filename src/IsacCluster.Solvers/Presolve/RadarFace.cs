using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// The radar-only optima of an objective around one of them, R* = B B^H with B of full column rank d:
/// <code>
///   { B W B^H : W >= 0,  f_n^H B W B^H f_n = f_n^H R* f_n for the frequencies kept }
/// </code>
/// All have R*'s pattern, hence its value. A covariance of this face has a pattern of the form q(w) t(w) with the fixed trigonometric
/// polynomial q that vanishes where the range of R* does, and t of degree d - 1: it is fixed by 2d-1 frequencies, and (d-1)^2 dimensions
/// are left to serve users. Immutable, made once per objective.
/// </summary>
internal sealed class RadarFace
{
    /// <summary>Eigenvalues of R* below this part of the largest are what the interior-point method left of zero.</summary>
    private const double RangeTolerance = 1e-6;

    /// <summary>Least pivot of the Gram matrix of the frequencies' rows, relative to the largest.</summary>
    private const double RankTolerance = 1e-12;

    private RadarFace(PlanarMatrix basis, PlanarMatrix features) =>
        (Basis, Features, FeaturesAdjoint) = (basis, features, new PlanarMatrix(features.Columns, features.Rows));

    /// <summary>d.</summary>
    public int Order => Basis.Columns;

    /// <summary>B, M x d.</summary>
    public PlanarMatrix Basis { get; }

    /// <summary>d x (frequencies kept), column k is B^H f_k.</summary>
    public PlanarMatrix Features { get; }

    /// <summary>The adjoint of <see cref="Features"/>.</summary>
    public PlanarMatrix FeaturesAdjoint { get; }

    /// <summary>Null if the eigenvalues do not settle.</summary>
    public static RadarFace? Of(ComplexMatrix covariance, PlanarMatrix frequencies)
    {
        int antennas = covariance.Rows;
        var planar = new PlanarMatrix(antennas, antennas);
        planar.CopyFrom(covariance, 1);
        var eigen = new HermitianEigen(antennas);
        if (!eigen.Decompose(planar.Re, planar.Im)) return null;
        int first = 0;
        while (!(eigen.Values[first] > RangeTolerance * eigen.Values[antennas - 1])) first++;
        var basis = new PlanarMatrix(antennas, antennas - first);
        for (int k = 0; k < basis.Columns; k++)
        {
            double root = Math.Sqrt(eigen.Values[first + k]);
            for (int m = 0; m < antennas; m++)
                basis[m, k] = root * new Complex(eigen.VectorRe(first + k)[m], eigen.VectorIm(first + k)[m]);
        }

        PlanarMatrix adjoint = new(basis.Columns, antennas), all = new(basis.Columns, frequencies.Columns);
        HermitianKernels.Adjoint(basis, adjoint);
        MatrixProducts.Multiply(adjoint, frequencies, all);
        List<int> kept = Independent(all);
        var features = new PlanarMatrix(basis.Columns, kept.Count);
        for (int k = 0; k < kept.Count; k++)
        {
            for (int m = 0; m < basis.Columns; m++) features[m, k] = all[m, kept[k]];
        }

        var face = new RadarFace(basis, features);
        HermitianKernels.Adjoint(features, face.FeaturesAdjoint);
        return face;
    }

    /// <summary>Frequencies whose rows are independent, by Cholesky with pivoting of |phi_i^H phi_j|^2.</summary>
    private static List<int> Independent(PlanarMatrix features)
    {
        int count = features.Columns;
        var gram = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                Complex inner = Complex.Zero;
                for (int m = 0; m < features.Rows; m++) inner += Complex.Conjugate(features[m, i]) * features[m, j];
                gram[i, j] = inner.Real * inner.Real + inner.Imaginary * inner.Imaginary;
            }
        }

        var kept = new List<int>();
        double largest = 0;
        for (int step = 0; step < count; step++)
        {
            int pivot = 0;
            for (int i = 1; i < count; i++)
            {
                if (gram[i, i] > gram[pivot, pivot]) pivot = i;
            }

            double value = gram[pivot, pivot];
            largest = Math.Max(largest, value);
            if (!(value > RankTolerance * largest)) break;
            kept.Add(pivot);
            var column = new double[count];
            for (int i = 0; i < count; i++) column[i] = gram[i, pivot] / Math.Sqrt(value);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++) gram[i, j] -= column[i] * column[j];
            }

            gram[pivot, pivot] = 0;
        }

        return kept;
    }
}
