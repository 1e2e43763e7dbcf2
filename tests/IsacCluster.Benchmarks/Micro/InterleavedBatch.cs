using System.Runtime.Intrinsics;
using IsacCluster.Numerics;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>
/// Four complex matrices of one shape, one in each lane of a vector: what the solvers would work on if they ran across a batch instead of
/// inside each matrix. Every loop is scalar code with four problems in it; no broadcast, no padding.
/// </summary>
internal sealed class InterleavedBatch(int order)
{
    private readonly Vector256<double>[] _re = new Vector256<double>[order * order], _im = new Vector256<double>[order * order];

    public void Load(IReadOnlyList<PlanarMatrix> matrices)
    {
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                int at = i * matrices[0].Stride + j;
                _re[i * order + j] = Vector256.Create(matrices[0].Re[at], matrices[1].Re[at], matrices[2].Re[at], matrices[3].Re[at]);
                _im[i * order + j] = Vector256.Create(matrices[0].Im[at], matrices[1].Im[at], matrices[2].Im[at], matrices[3].Im[at]);
            }
        }
    }

    /// <summary>One entry of one of the matrices.</summary>
    public (double Re, double Im) this[int lane, int i, int j] => (_re[i * order + j][lane], _im[i * order + j][lane]);

    /// <summary>result = this b, in blocks of 1 x 2 entries: eight independent sums, as in MatrixProducts.</summary>
    public void Multiply(InterleavedBatch b, InterleavedBatch result)
    {
        Vector256<double>[] ar = _re, ai = _im, br = b._re, bi = b._im;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j += 2)
            {
                int next = Math.Min(j + 1, order - 1);
                Vector256<double> rr0 = default, ii0 = default, ri0 = default, ir0 = default, rr1 = default, ii1 = default, ri1 = default,
                    ir1 = default;
                for (int k = 0; k < order; k++)
                {
                    Vector256<double> p = ar[i * order + k], q = ai[i * order + k];
                    Vector256<double> r = br[k * order + j], s = bi[k * order + j], t = br[k * order + next], u = bi[k * order + next];
                    rr0 = Vector256.FusedMultiplyAdd(p, r, rr0);
                    ii0 = Vector256.FusedMultiplyAdd(q, s, ii0);
                    ri0 = Vector256.FusedMultiplyAdd(p, s, ri0);
                    ir0 = Vector256.FusedMultiplyAdd(q, r, ir0);
                    rr1 = Vector256.FusedMultiplyAdd(p, t, rr1);
                    ii1 = Vector256.FusedMultiplyAdd(q, u, ii1);
                    ri1 = Vector256.FusedMultiplyAdd(p, u, ri1);
                    ir1 = Vector256.FusedMultiplyAdd(q, t, ir1);
                }

                (result._re[i * order + j], result._im[i * order + j]) = (rr0 - ii0, ri0 + ir0);
                (result._re[i * order + next], result._im[i * order + next]) = (rr1 - ii1, ri1 + ir1);
            }
        }
    }

    /// <summary>
    /// U with A = U^H U in the upper triangle of the factor, as HermitianKernels.Cholesky; false if one of the four is not positive
    /// definite.
    /// </summary>
    public bool Cholesky(InterleavedBatch factor)
    {
        Vector256<double>[] re = factor._re, im = factor._im;
        Array.Copy(_re, re, re.Length);
        Array.Copy(_im, im, im.Length);
        for (int k = 0; k < order; k++)
        {
            int row = k * order;
            Vector256<double> pivot = re[row + k];
            if (!Vector256.GreaterThanAll(pivot, Vector256<double>.Zero)) return false;
            Vector256<double> scale = Vector256<double>.One / Vector256.Sqrt(pivot);
            for (int j = k; j < order; j++) (re[row + j], im[row + j]) = (re[row + j] * scale, im[row + j] * scale);
            for (int i = k + 1; i < order; i++)
            {
                Vector256<double> p = re[row + i], q = im[row + i];
                for (int j = i; j < order; j++)
                {
                    // a_ij -= conj(u_ki) u_kj.
                    Vector256<double> r = re[row + j], s = im[row + j];
                    re[i * order + j] = Vector256.FusedMultiplyAdd(-q, s, Vector256.FusedMultiplyAdd(-p, r, re[i * order + j]));
                    im[i * order + j] = Vector256.FusedMultiplyAdd(q, r, Vector256.FusedMultiplyAdd(-p, s, im[i * order + j]));
                }
            }
        }

        return true;
    }
}
