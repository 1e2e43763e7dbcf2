using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>The real symmetric tridiagonal matrices T that Lanczos' iteration builds, in lanes.</summary>
internal sealed class LaneTridiagonal(int mostSteps)
{
    private const int MostPasses = 20;

    /// <summary>The last step of Laguerre's iteration, whose error falls with the third power, in parts of the eigenvalue.</summary>
    private const double LastStep = 1e-2;

    private readonly LaneArray _scaled = new(2 * mostSteps);

    public LaneArray Diagonal { get; } = new(mostSteps);

    /// <summary>Entry k couples k - 1 and k.</summary>
    public LaneArray OffDiagonal { get; } = new(mostSteps + 1);

    /// <summary>Of <see cref="OffDiagonal"/>; 0 for 0.</summary>
    public LaneArray Inverse { get; } = new(mostSteps + 1);

    /// <summary>
    /// Laguerre's iteration from Gershgorin's bound, which rises monotonically to the smallest eigenvalue, with the leading minors
    /// p_i = (d_i - x) p_(i-1) - b_i^2 p_(i-2) of T - x I and their derivatives; T is scaled to a norm of about 1. Stops a little below.
    /// </summary>
    /// <param name="size">Leading rows.</param>
    /// <param name="lanes">Those that matter.</param>
    public Vector256<double> Smallest(int size, Vector256<double> lanes)
    {
        (Vector256<double> x, Vector256<double> scale) = Start(size);
        Vector256<double> open = lanes, zero = Vector256<double>.Zero;
        for (int pass = 0; pass < MostPasses && Any(open); pass++)
        {
            (Vector256<double> gradient, Vector256<double> curvature, Vector256<double> below) = Expansion(size, x);
            open &= below;
            Vector256<double> inner = (size - 1.0) * (size * curvature - gradient * gradient);
            Vector256<double> root = Vector256.Sqrt(Vector256.ConditionalSelect(Vector256.GreaterThan(inner, zero), inner, zero));
            Vector256<double> step = Vector256.Create(size * (1 - 1e-9)) / (root + gradient);
            // A step that is no number ends the lane where it is.
            open &= Vector256.GreaterThan(step, Vector256.Create(1e-12));
            x = Vector256.ConditionalSelect(open, x + step, x);
            open &= Vector256.GreaterThan(step, LastStep * Vector256.Abs(x));
        }

        return x * scale;
    }

    /// <summary>The last component of T's unit eigenvector, in magnitude.</summary>
    public Vector256<double> LastComponent(Vector256<double> value, int size)
    {
        Vector256<double> before = default, current = Vector256<double>.One, norm = current;
        for (int i = 0; i + 1 < size; i++)
        {
            Vector256<double> next = (value - Diagonal[i]) * current;
            if (i > 0) next = Subtract(OffDiagonal[i], before, next);
            next *= Inverse[i + 1];
            (before, current) = (current, next);
            norm = Add(next, next, norm);
        }

        return Vector256.Min(Vector256<double>.One, Vector256.Abs(current) / Vector256.Sqrt(norm));
    }

    /// <summary>A little below Gershgorin's bound, in units of the largest row.</summary>
    private (Vector256<double> X, Vector256<double> Scale) Start(int size)
    {
        Vector256<double> lowest = Vector256.Create(double.PositiveInfinity), largest = Vector256.Create(1e-300);
        for (int i = 0; i < size; i++)
        {
            Vector256<double> radius = i > 0 ? OffDiagonal[i] : Vector256<double>.Zero;
            if (i + 1 < size) radius += OffDiagonal[i + 1];
            lowest = Vector256.Min(lowest, Diagonal[i] - radius);
            largest = Vector256.Max(largest, Vector256.Abs(Diagonal[i]) + radius);
        }

        Vector256<double> inverse = Vector256<double>.One / largest;
        for (int i = 0; i < size; i++)
        {
            Vector256<double> off = i > 0 ? OffDiagonal[i] * inverse : Vector256<double>.Zero;
            (_scaled[2 * i], _scaled[2 * i + 1]) = (Diagonal[i] * inverse, off * off);
        }

        return (lowest * inverse - Vector256.Create(1e-12), largest);
    }

    /// <summary>Sums of 1 / (lambda_i - x) and 1 / (lambda_i - x)^2, and the lanes where x is below all eigenvalues.</summary>
    private (Vector256<double> Gradient, Vector256<double> Curvature, Vector256<double> Below) Expansion(int size, Vector256<double> x)
    {
        Vector256<double> p = Vector256<double>.One, p1 = default, p2 = default, q = default, q1 = default, q2 = default;
        Vector256<double> below = AllLanes;
        ref Vector256<double> entry = ref _scaled.First;
        for (int i = 0; i < size; i++)
        {
            nuint at = Bytes(2 * i);
            Vector256<double> d = At(ref entry, at) - x, b = At(ref entry, at, 1);
            // What the minors before the last add comes first, so that one multiply-add after the other waits.
            Vector256<double> r = Add(d, p, -b * q), r1 = Add(d, p1, Subtract(b, q1, -p)), r2 = Add(d, p2, Subtract(b, q2, -p1 - p1));
            (q, q1, q2) = (p, p1, p2);
            (p, p1, p2) = (r, r1, r2);
            below &= Vector256.GreaterThan(p, Vector256<double>.Zero);
        }

        Vector256<double> inverse = Vector256<double>.One / p, first = p1 * inverse;
        return (-first, first * first - p2 * inverse, below);
    }
}
