using System.Numerics;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Vectors and matrices on the span of a few columns U, in the steering coordinates of <see cref="CoupledProgram"/> and back.
/// </summary>
internal static class SteeringSpan
{
    /// <summary>R in antenna coordinates.</summary>
    public static ComplexMatrix Covariance(CoupledPoint point)
    {
        SteeringBasis.Of(point.Covariance.Rows).FromReal(point.Covariance);
        return point.Covariance.ToComplex();
    }

    /// <summary>The rows in steering coordinates.</summary>
    public static PlanarMatrix ToReal(PlanarMatrix rows)
    {
        var result = new PlanarMatrix(rows.Rows, rows.Columns);
        var basis = SteeringBasis.Of(rows.Columns);
        for (int l = 0; l < rows.Rows; l++) basis.ToReal(rows, l, result, l);
        return result;
    }

    /// <summary>seen = U^H x, x row j of the vectors.</summary>
    public static void Receive(PlanarMatrix columns, PlanarMatrix vectors, int j, PlanarMatrix seen)
    {
        for (int a = 0; a < columns.Rows; a++) seen[0, a] = PlanarKernels.DotConjugate(columns, a, vectors, j);
    }

    /// <summary>sum_i weight_i x_i x_i^H + identity I, x_i the rows.</summary>
    public static PlanarMatrix Gram(PlanarMatrix rows, double[] weights, double identity)
    {
        var result = new PlanarMatrix(rows.Columns, rows.Columns);
        result.SetIdentity(identity);
        for (int i = 0; i < rows.Rows; i++)
        {
            if (weights[i] != 0) HermitianKernels.AddOuter(weights[i], rows, i, result);
        }

        return result;
    }

    /// <summary>U A U^H + level I from the rows u_a.</summary>
    public static PlanarMatrix Lifted(PlanarMatrix columns, PlanarMatrix a, double level)
    {
        int users = columns.Rows, antennas = columns.Columns;
        PlanarMatrix result = new(antennas, antennas), transposed = new(antennas, users), conjugate = new(users, antennas),
            mixed = new(users, antennas);
        HermitianKernels.Conjugate(columns, conjugate);
        HermitianKernels.Adjoint(conjugate, transposed);
        MatrixProducts.Multiply(a, conjugate, mixed);
        MatrixProducts.Multiply(transposed, mixed, result);
        result.AddIdentity(level);
        return result;
    }

    /// <summary>Changes the columns within the span of the channels so that h_l^H x_k = 0, or with gains gain_l^1/2 [l = k].</summary>
    public static void RemoveSpan(ComplexMatrix factor, PlanarMatrix channels, PlanarMatrix inverse, double[]? gains)
    {
        int users = channels.Rows, antennas = channels.Columns;
        var seen = new Complex[users];
        for (int k = 0; k < factor.Columns; k++)
        {
            for (int l = 0; l < users; l++)
            {
                seen[l] = Complex.Zero;
                for (int m = 0; m < antennas; m++) seen[l] += Complex.Conjugate(channels[l, m]) * factor[m, k];
                if (gains is not null && l == k) seen[l] -= Math.Sqrt(gains[l]);
            }

            for (int l = 0; l < users; l++)
            {
                Complex weight = Complex.Zero;
                for (int j = 0; j < users; j++) weight += inverse[l, j] * seen[j];
                for (int m = 0; m < antennas; m++) factor[m, k] -= weight * channels[l, m];
            }
        }
    }
}
