using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// How far one may go from a positive definite A in a Hermitian direction D: the largest t with A + t D positive semidefinite is
/// -1 / min(0, smallest eigenvalue of C) with C = L^-1 D L^-H and A = L L^H. The eigenvalue comes from plain Lanczos
/// (the extreme Ritz value is right even where orthogonality is lost), stopped when its error bound (Toh 2002) is small against what a
/// step needs; callers factor the new point and step back if that bound was too bold.
/// </summary>
internal sealed class StepToBoundary
{
    public const int MostSteps = 32;

    /// <summary>Steps between two looks at the eigenvalue.</summary>
    private const int StepsBetweenChecks = 3;

    /// <summary>Eigenvalues above this allow a step of 2 and more: how much more does not matter.</summary>
    public const double HarmlessEigenvalue = -0.5;

    private readonly int _order, _steps;
    private readonly PlanarMatrix _basis, _half, _transformed;
    private readonly double[] _diagonal = new double[MostSteps], _offDiagonal = new double[MostSteps + 1];

    public StepToBoundary(int order)
    {
        (_order, _steps) = (order, Math.Min(order, MostSteps));
        (_basis, _half, _transformed) = (new(_steps + 1, order), new(order, order), new(order, order));
        foreach ((int i, (double re, double im)) in Start(order).Index()) (_basis.Re[i], _basis.Im[i]) = (re, im);
    }

    /// <param name="inverseFactor">L^-1, lower triangular.</param>
    /// <param name="inverseFactorAdjoint">L^-H.</param>
    /// <param name="direction">D, Hermitian.</param>
    /// <param name="accuracy">Accepted relative error of the eigenvalue, on the safe side.</param>
    /// <returns>The step, infinity if D is positive semidefinite.</returns>
    public double Largest(PlanarMatrix inverseFactor, PlanarMatrix inverseFactorAdjoint, PlanarMatrix direction, double accuracy)
    {
        MatrixProducts.Multiply(inverseFactor, direction, _half, lowerLeft: true);
        MatrixProducts.Multiply(_half, inverseFactorAdjoint, _transformed, upperRight: true);
        double smallest = _order <= 2 ? SmallestOfFew() : SmallestEigenvalue(accuracy);
        return smallest < 0 ? -1 / smallest : double.PositiveInfinity;
    }

    /// <summary>In closed form for order 1 and 2.</summary>
    private double SmallestOfFew()
    {
        double first = _transformed.Re[0];
        if (_order == 1) return first;
        int stride = _transformed.Stride;
        double second = _transformed.Re[stride + 1], half = (first - second) / 2;
        double re = _transformed.Re[stride], im = _transformed.Im[stride];
        return (first + second) / 2 - Math.Sqrt(half * half + re * re + im * im);
    }

    private double SmallestEigenvalue(double accuracy)
    {
        for (int k = 0; k < _steps; k++)
        {
            Apply(k);
            double beta = Orthogonalise(k);
            bool exhausted = beta <= 1e-13 * (Math.Abs(_diagonal[k]) + 1e-300);
            if (!exhausted && k + 1 < _steps && k % StepsBetweenChecks != StepsBetweenChecks - 1) continue;
            double value = SmallestOfTridiagonal(k + 1);
            if (exhausted) return value;
            double error = beta * LastComponent(value, k + 1);
            if (value - error > HarmlessEigenvalue || error <= accuracy * Math.Abs(value) || k + 1 == _steps) return value - error;
        }

        return double.NegativeInfinity;
    }

    /// <summary>
    /// The vector that the iteration starts from, fixed, with a part along every coordinate: the outcome must not depend on anything but
    /// the input.
    /// </summary>
    public static IReadOnlyList<(double Re, double Im)> Start(int order)
    {
        var vector = new (double Re, double Im)[order];
        double norm = 0;
        for (int i = 0; i < order; i++)
        {
            // Multiples of the golden section modulo 1 have no pattern that a structured C could share.
            double re = 0.5 + 0.618033988749895 * (i + 1) % 1, im = 0.754877666246693 * (i + 1) % 1 - 0.5;
            vector[i] = (re, im);
            norm += re * re + im * im;
        }

        double scale = 1 / Math.Sqrt(norm);
        return [.. vector.Select(entry => (scale * entry.Re, scale * entry.Im))];
    }

    /// <summary>Row k+1 of the basis = C q_k, as the sum of conj(rows of C) weighted by q_k: C is Hermitian.</summary>
    private void Apply(int k)
    {
        int stride = _basis.Stride;
        ref double cr = ref MemoryMarshal.GetArrayDataReference(_transformed.Re),
            ci = ref MemoryMarshal.GetArrayDataReference(_transformed.Im);
        ref double qr = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_basis.Re), k * stride);
        ref double qi = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_basis.Im), k * stride);
        for (int j = 0; j < stride; j += PlanarMatrix.Lanes)
        {
            Vector256<double> pr = default, qs = default, ps = default, qq = default;
            nuint at = (nuint)j;
            for (int i = 0; i < _order; i++, at += (nuint)stride)
            {
                Vector256<double> p = Vector256.Create(Unsafe.Add(ref qr, i)), q = Vector256.Create(Unsafe.Add(ref qi, i));
                Vector256<double> r = Vector256.LoadUnsafe(ref cr, at), s = Vector256.LoadUnsafe(ref ci, at);
                pr = Vector256.FusedMultiplyAdd(p, r, pr);
                qs = Vector256.FusedMultiplyAdd(q, s, qs);
                ps = Vector256.FusedMultiplyAdd(p, s, ps);
                qq = Vector256.FusedMultiplyAdd(q, r, qq);
            }

            (pr + qs).StoreUnsafe(ref qr, (nuint)(stride + j));
            (qq - ps).StoreUnsafe(ref qi, (nuint)(stride + j));
        }
    }

    /// <summary>Fills alpha_k, beta_{k+1} and normalises q_{k+1}.</summary>
    private double Orthogonalise(int k)
    {
        int next = (k + 1) * _basis.Stride;
        for (int j = k; j >= Math.Max(0, k - 1); j--)
        {
            var inner = PlanarKernels.DotConjugate(_basis, j, _basis, k + 1);
            if (j == k) _diagonal[k] = inner.Real;
            PlanarKernels.AddScaled(-inner, _basis, j, _basis, k + 1);
        }

        double norm = Math.Sqrt(PlanarKernels.SquaredNorm(_basis, k + 1));
        _offDiagonal[k + 1] = norm;
        double scale = norm > 0 ? 1 / norm : 0;
        for (int i = next; i < next + _order; i++)
        {
            _basis.Re[i] *= scale;
            _basis.Im[i] *= scale;
        }

        return norm;
    }

    /// <summary>
    /// Laguerre's iteration from Gershgorin's bound: it rises monotonically to the smallest eigenvalue, with the pivots
    /// q_i = d_i - x - b_i^2 / q_(i-1) of T - x I and their derivatives. Stops a little below, on the safe side.
    /// </summary>
    private double SmallestOfTridiagonal(int size)
    {
        double x = double.PositiveInfinity;
        for (int i = 0; i < size; i++)
            x = Math.Min(x, _diagonal[i] - (i > 0 ? _offDiagonal[i] : 0) - (i + 1 < size ? _offDiagonal[i + 1] : 0));
        x -= 1e-12 * (1 + Math.Abs(x));
        for (int pass = 0; pass < 20; pass++)
        {
            double pivot = _diagonal[0] - x, first = -1, second = 0;
            double gradient = first / pivot, curvature = gradient * gradient;
            for (int i = 1; i < size; i++)
            {
                double inverse = 1 / pivot, b = _offDiagonal[i] * _offDiagonal[i] * inverse, ratio = first * inverse;
                (second, first) = (b * (second * inverse - 2 * ratio * ratio), b * ratio - 1);
                pivot = _diagonal[i] - x - b;
                if (!(pivot > 0)) return x;
                double slope = first / pivot;
                gradient += slope;
                curvature += slope * slope - second / pivot;
            }

            double root = Math.Sqrt(Math.Max(0, (size - 1) * (size * curvature - gradient * gradient)));
            double step = size / (root - gradient);
            if (!(step > 1e-4 * Math.Abs(x) + 1e-12)) return x;
            x += step * (1 - 1e-9);
        }

        return x;
    }

    /// <summary>The last component of T's unit eigenvector, in magnitude.</summary>
    private double LastComponent(double value, int size)
    {
        double before = 0, current = 1, norm = 1;
        for (int i = 0; i + 1 < size; i++)
        {
            double next = ((value - _diagonal[i]) * current - (i > 0 ? _offDiagonal[i] * before : 0)) / _offDiagonal[i + 1];
            (before, current) = (current, next);
            norm += next * next;
        }

        return Math.Min(1, Math.Abs(current) / Math.Sqrt(norm));
    }
}
