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
    /// <summary>Steps between two looks at the eigenvalue: a look costs as much as three steps.</summary>
    private const int StepsBetweenChecks = 4;

    private readonly int _steps = Math.Min(order, StepToBoundary.MostSteps);
    private readonly LaneMatrix _basis = StartingBasis(order), _half = new(order, order), _transformed = new(order, order);
    private readonly LaneTridiagonal _tridiagonal = new(StepToBoundary.MostSteps);

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
        Vector256.GreaterThan(bound, Vector256.Create(StepToBoundary.HarmlessEigenvalue))
        | Vector256.LessThanOrEqual(value - bound, accuracy * Vector256.Abs(value));

    /// <summary>The fixed start vector of <see cref="StepToBoundary"/> in row 0.</summary>
    private static LaneMatrix StartingBasis(int order)
    {
        var basis = new LaneMatrix(Math.Min(order, StepToBoundary.MostSteps) + 1, order);
        foreach ((int i, (double re, double im)) in StepToBoundary.Start(order).Index())
            (basis.Re(0, i), basis.Im(0, i)) = (Vector256.Create(re), Vector256.Create(im));
        return basis;
    }

    /// <summary>Row k+1 of the basis = C q_k - beta_k q_(k-1), two entries at a time.</summary>
    private void Apply(int k)
    {
        nuint row = _transformed.RowBytes;
        ref Vector256<double> matrix = ref _transformed.First, q = ref _basis.Re(k, 0), target = ref _basis.Re(k + 1, 0);
        ref Vector256<double> before = ref _basis.Re(Math.Max(k - 1, 0), 0);
        Vector256<double> beta = k > 0 ? _tridiagonal.OffDiagonal[k] : Vector256<double>.Zero;
        for (int i = 0; i < order; i += 2)
        {
            int next = Math.Min(i + 1, order - 1);
            ref Vector256<double> c0 = ref At(ref matrix, (nuint)i * row), c1 = ref At(ref matrix, (nuint)next * row);
            Vector256<double> rr0 = default, ii0 = default, ri0 = default, ir0 = default;
            Vector256<double> rr1 = default, ii1 = default, ri1 = default, ir1 = default;
            nuint at = 0;
            for (int j = 0; j < order; j++, at += 64)
            {
                Vector256<double> x = At(ref q, at), y = At(ref q, at, 1), p = At(ref c0, at), s = At(ref c0, at, 1);
                rr0 = Add(p, x, rr0);
                ii0 = Add(s, y, ii0);
                ri0 = Add(p, y, ri0);
                ir0 = Add(s, x, ir0);
                p = At(ref c1, at);
                s = At(ref c1, at, 1);
                rr1 = Add(p, x, rr1);
                ii1 = Add(s, y, ii1);
                ri1 = Add(p, y, ri1);
                ir1 = Add(s, x, ir1);
            }

            nuint to = Bytes(2 * i);
            At(ref target, to) = Subtract(beta, At(ref before, to), rr0 - ii0);
            At(ref target, to, 1) = Subtract(beta, At(ref before, to, 1), ri0 + ir0);
            if (next == i) continue;
            At(ref target, to, 2) = Subtract(beta, At(ref before, to, 2), rr1 - ii1);
            At(ref target, to, 3) = Subtract(beta, At(ref before, to, 3), ri1 + ir1);
        }
    }

    /// <summary>Fills alpha_k, beta_(k+1) and normalises q_(k+1).</summary>
    private Vector256<double> Orthogonalise(int k)
    {
        ref Vector256<double> q = ref _basis.Re(k, 0), w = ref _basis.Re(k + 1, 0);
        int count = 2 * order;
        Vector256<double> alpha = LaneRealProducts.Dot(ref q, ref w, count);
        _tridiagonal.Diagonal[k] = alpha;
        Vector256<double> even = default, odd = default;
        for (int i = 0; i < count; i += 2)
        {
            nuint at = Bytes(i);
            Vector256<double> x = Subtract(alpha, At(ref q, at), At(ref w, at)), y = Subtract(alpha, At(ref q, at, 1), At(ref w, at, 1));
            (At(ref w, at), At(ref w, at, 1)) = (x, y);
            even = Add(x, x, even);
            odd = Add(y, y, odd);
        }

        Vector256<double> norm = Vector256.Sqrt(even + odd);
        Vector256<double> scale = Vector256.ConditionalSelect(
            Vector256.GreaterThan(norm, Vector256<double>.Zero), Vector256<double>.One / norm, Vector256<double>.Zero);
        _tridiagonal.OffDiagonal[k + 1] = norm;
        _tridiagonal.Inverse[k + 1] = scale;
        for (int i = 0; i < count; i++) At(ref w, Bytes(i)) *= scale;
        return norm;
    }
}
