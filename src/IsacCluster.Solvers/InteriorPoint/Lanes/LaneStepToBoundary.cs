using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// <see cref="StepToBoundary"/> in lanes: Lanczos' iteration on C = L^-1 D L^-H, which a lane leaves as soon as its own eigenvalue is
/// accurate enough.
/// </summary>
internal sealed class LaneStepToBoundary(int order)
{
    private const int MostSteps = 32;

    /// <summary>Steps between two looks at the eigenvalue: a look costs as much as three steps.</summary>
    private const int StepsBetweenChecks = 4;

    private const double HarmlessEigenvalue = -0.5;

    private readonly int _steps = Math.Min(order, MostSteps);
    private readonly LaneMatrix _basis = StartingBasis(order), _half = new(order, order), _transformed = new(order, order);
    private readonly LaneTridiagonal _tridiagonal = new(MostSteps);

    /// <param name="inverseFactor">L^-1, lower triangular with zeros above.</param>
    /// <param name="direction">D, Hermitian.</param>
    /// <param name="accuracy">Accepted relative error of the eigenvalue, on the safe side.</param>
    /// <param name="lanes">Those that matter.</param>
    /// <returns>The steps, infinite where D is positive semidefinite.</returns>
    public Vector256<double> Largest(LaneMatrix inverseFactor, LaneMatrix direction, double accuracy, Vector256<double> lanes)
    {
        LaneProducts.Multiply(inverseFactor, direction, _half, lowerLeft: true);
        LaneProducts.MultiplyAdjoint(_half, inverseFactor, _transformed);
        Vector256<double> smallest = order <= 2 ? SmallestOfFew() : SmallestEigenvalue(accuracy, lanes);
        return Vector256.ConditionalSelect(
            Vector256.LessThan(smallest, Vector256<double>.Zero), -Vector256<double>.One / smallest,
            Vector256.Create(double.PositiveInfinity));
    }

    private Vector256<double> SmallestOfFew()
    {
        Vector256<double> first = _transformed.Re(0, 0);
        if (order == 1) return first;
        Vector256<double> second = _transformed.Re(1, 1), half = 0.5 * (first - second);
        Vector256<double> re = _transformed.Re(1, 0), im = _transformed.Im(1, 0);
        return 0.5 * (first + second) - Vector256.Sqrt(Add(im, im, Add(re, re, half * half)));
    }

    private Vector256<double> SmallestEigenvalue(double accuracy, Vector256<double> lanes)
    {
        Vector256<double> open = lanes, result = Vector256.Create(double.NegativeInfinity);
        for (int k = 0; k < _steps; k++)
        {
            Apply(k);
            Vector256<double> beta = Orthogonalise(k);
            Vector256<double> exhausted = open & Vector256.LessThanOrEqual(
                beta, 1e-13 * (Vector256.Abs(_tridiagonal.Diagonal[k]) + Vector256.Create(1e-300)));
            bool last = k + 1 == _steps, check = last || k % StepsBetweenChecks == StepsBetweenChecks - 1;
            if (!check && !Any(exhausted)) continue;
            Vector256<double> value = _tridiagonal.Smallest(k + 1, open);
            Vector256<double> bound = value - beta * _tridiagonal.LastComponent(value, k + 1);
            Vector256<double> done = exhausted;
            if (check) done |= open & Sufficient(value, bound, accuracy);
            if (last) done = open;
            result = Vector256.ConditionalSelect(done, Vector256.ConditionalSelect(exhausted, value, bound), result);
            open = Vector256.AndNot(open, done);
            if (!Any(open)) break;
        }

        return result;
    }

    private static Vector256<double> Sufficient(Vector256<double> value, Vector256<double> bound, double accuracy) =>
        Vector256.GreaterThan(bound, Vector256.Create(HarmlessEigenvalue))
        | Vector256.LessThanOrEqual(value - bound, accuracy * Vector256.Abs(value));

    /// <summary>The fixed start vector of <see cref="StepToBoundary"/> in row 0.</summary>
    private static LaneMatrix StartingBasis(int order)
    {
        var basis = new LaneMatrix(Math.Min(order, MostSteps) + 1, order);
        double norm = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            double scale = pass == 0 ? 1 : 1 / Math.Sqrt(norm);
            for (int i = 0; i < order; i++)
            {
                double re = 0.5 + 0.618033988749895 * (i + 1) % 1, im = 0.754877666246693 * (i + 1) % 1 - 0.5;
                (basis.Re(0, i), basis.Im(0, i)) = (Vector256.Create(scale * re), Vector256.Create(scale * im));
                norm += re * re + im * im;
            }
        }

        return basis;
    }

    /// <summary>Row k+1 of the basis = C q_k - beta_k q_(k-1), four entries at a time.</summary>
    private void Apply(int k)
    {
        ref Vector256<double> q = ref _basis.Re(k, 0);
        for (int i = 0; i < order; i += 4)
        {
            int last = order - 1, i1 = Math.Min(i + 1, last), i2 = Math.Min(i + 2, last), i3 = Math.Min(i + 3, last);
            ref Vector256<double> c0 = ref _transformed.Re(i, 0), c1 = ref _transformed.Re(i1, 0);
            ref Vector256<double> c2 = ref _transformed.Re(i2, 0), c3 = ref _transformed.Re(i3, 0);
            Vector256<double> r0 = default, m0 = default, r1 = default, m1 = default;
            Vector256<double> r2 = default, m2 = default, r3 = default, m3 = default;
            nuint at = 0;
            for (int j = 0; j < order; j++, at += 64)
            {
                Vector256<double> x = At(ref q, at), y = At(ref q, at, 1);
                r0 = Add(x, At(ref c0, at), r0);
                m0 = Add(x, At(ref c0, at, 1), m0);
                r1 = Add(x, At(ref c1, at), r1);
                m1 = Add(x, At(ref c1, at, 1), m1);
                r2 = Add(x, At(ref c2, at), r2);
                m2 = Add(x, At(ref c2, at, 1), m2);
                r3 = Add(x, At(ref c3, at), r3);
                m3 = Add(x, At(ref c3, at, 1), m3);
                r0 = Subtract(y, At(ref c0, at, 1), r0);
                m0 = Add(y, At(ref c0, at), m0);
                r1 = Subtract(y, At(ref c1, at, 1), r1);
                m1 = Add(y, At(ref c1, at), m1);
                r2 = Subtract(y, At(ref c2, at, 1), r2);
                m2 = Add(y, At(ref c2, at), m2);
                r3 = Subtract(y, At(ref c3, at, 1), r3);
                m3 = Add(y, At(ref c3, at), m3);
            }

            Put(k, i, r0, m0);
            Put(k, i1, r1, m1);
            Put(k, i2, r2, m2);
            Put(k, i3, r3, m3);
        }
    }

    private void Put(int k, int i, Vector256<double> re, Vector256<double> im)
    {
        if (k > 0)
        {
            Vector256<double> beta = _tridiagonal.OffDiagonal[k];
            (re, im) = (Subtract(beta, _basis.Re(k - 1, i), re), Subtract(beta, _basis.Im(k - 1, i), im));
        }

        (_basis.Re(k + 1, i), _basis.Im(k + 1, i)) = (re, im);
    }

    /// <summary>Fills alpha_k, beta_(k+1) and normalises q_(k+1).</summary>
    private Vector256<double> Orthogonalise(int k)
    {
        ref Vector256<double> q = ref _basis.Re(k, 0), w = ref _basis.Re(k + 1, 0);
        int count = 2 * order;
        Vector256<double> alpha = LaneRealProducts.Dot(ref q, ref w, count);
        _tridiagonal.Diagonal[k] = alpha;
        LaneRealProducts.AddScaled(-alpha, ref q, ref w, count);
        Vector256<double> norm = Vector256.Sqrt(LaneRealProducts.Dot(ref w, ref w, count));
        Vector256<double> scale = Vector256.ConditionalSelect(
            Vector256.GreaterThan(norm, Vector256<double>.Zero), Vector256<double>.One / norm, Vector256<double>.Zero);
        _tridiagonal.OffDiagonal[k + 1] = norm;
        _tridiagonal.Inverse[k + 1] = scale;
        nuint at = 0;
        for (int i = 0; i < count; i++, at += 32) At(ref w, at) *= scale;
        return norm;
    }
}
