using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Derivative;

/// <summary>
/// The common eigenbasis of W = R^ - sum_l X_l and Z / 2 at a solution, in which complementarity is differentiated. It comes from
/// T = W - tau Z / 2, whose positive part is W: the indices gamma of negative eigenvalues, listed first, span the range of Z; all others
/// are alpha. tau only balances the two.
/// </summary>
internal sealed class ComplementaritySplit(int antennas)
{
    /// <summary>Eigenvalues below this part of the largest count as zero; solutions are accurate to about 1e-11.</summary>
    public const double ZeroEigenvalue = 1e-11;

    private readonly PlanarMatrix _difference = new(antennas, antennas), _work = new(antennas, antennas);

    /// <summary>U, the eigenvectors of T, ascending.</summary>
    public HermitianEigen Basis { get; } = new(antennas);

    /// <summary>Coordinates of dZ, which vanishes on (alpha, alpha).</summary>
    public HermitianCoordinates Free { get; } = new(antennas);

    /// <summary>For each coordinate w_j / zeta_i on (gamma, alpha), 0 on (gamma, gamma).</summary>
    public double[] Weights { get; } = new double[antennas * antennas];

    /// <summary>Takes an optimal solution; false when the decomposition broke down.</summary>
    public bool Load(ScaledProblem problem, ProjectionSolution solution)
    {
        double power = problem.Power, largest = 0;
        _difference.CopyFrom(solution.Covariance!, 1 / power);
        foreach (ComplexMatrix beam in solution.BeamCovariances!)
        {
            _work.CopyFrom(beam, 1 / power);
            _difference.Add(-1, _work);
        }

        _work.CopyFrom(solution.Multipliers!.Z, 1 / (2 * power));
        double tau = 1 / Math.Max(1, Math.Sqrt(_work.SquaredNorm()));
        _difference.Add(-tau, _work);
        if (!Basis.Decompose(_difference.Re, _difference.Im)) return false;
        double[] values = Basis.Values;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        Free.Rank = 0;
        while (Free.Rank < antennas && values[Free.Rank] < -ZeroEigenvalue * largest) Free.Rank++;
        SetWeights(values, tau);
        return true;
    }

    /// <summary>target := U^H H U, the columns of U the eigenvectors.</summary>
    public void ToBasis(PlanarMatrix h, PlanarMatrix target) => target.SetInBasis(h, Basis);

    /// <summary>target := U H U^H.</summary>
    public void FromBasis(PlanarMatrix h, PlanarMatrix target)
    {
        target.Clear();
        Span<double> yRe = stackalloc double[h.Stride], yIm = stackalloc double[h.Stride];
        for (int j = 0; j < antennas; j++)
        {
            // U H U^H = sum_j u_j (sum_k conj(H_jk) u_k)^H.
            yRe.Clear();
            yIm.Clear();
            ReadOnlySpan<double> hRe = h.RowRe(j), hIm = h.RowIm(j);
            for (int k = 0; k < antennas; k++) PlanarVector.Axpy(hRe[k], -hIm[k], Basis.VectorRe(k), Basis.VectorIm(k), yRe, yIm);
            for (int r = 0; r < antennas; r++)
            {
                double re = Basis.VectorRe(j)[r], im = Basis.VectorIm(j)[r];
                PlanarVector.AxpyConjugate(re, im, yRe, yIm, target.RowRe(r), target.RowIm(r));
            }
        }
    }

    private void SetWeights(double[] values, double tau)
    {
        Array.Clear(Weights);
        for (int i = 0, k = 0; i < Free.Rank; i++)
        {
            k++;
            for (int j = i + 1; j < antennas; j++, k += 2)
                Weights[k] = Weights[k + 1] = j < Free.Rank ? 0 : tau * Math.Max(0, values[j]) / -values[i];
        }
    }
}
