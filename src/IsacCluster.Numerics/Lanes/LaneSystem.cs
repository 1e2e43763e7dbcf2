using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Real symmetric positive definite systems in lanes, A = L L^T, with the rule of <see cref="RealCholesky"/> for pivots that cancellation
/// left.
/// </summary>
public sealed class LaneSystem(int order)
{
    private readonly LaneArray _pivots = new(order), _factor = new(order * order);

    public int Order { get; } = order;

    /// <summary>A, row-major; the lower triangle is read.</summary>
    public LaneArray Matrix { get; } = new(order * order);

    /// <summary>The lanes whose matrix is numerically positive definite.</summary>
    public Vector256<double> Factor()
    {
        Vector256<double> definite = AllLanes, one = Vector256<double>.One;
        for (int j = 0; j < Order; j++)
        {
            Vector256<double> diagonal = Matrix[j * Order + j], pivot = diagonal - SquaredNorm(ref _factor[j * Order], j);
            Vector256<double> good = Positive(diagonal) & Vector256.LessThan(pivot, Vector256.Create(double.PositiveInfinity))
                & Vector256.GreaterThanOrEqual(pivot, -1e-8 * diagonal);
            definite &= good;
            Vector256<double> floor = 1e-15 * diagonal;
            pivot = Vector256.ConditionalSelect(Vector256.GreaterThan(pivot, floor), pivot, floor);
            Vector256<double> root = Vector256.Sqrt(Vector256.ConditionalSelect(good, pivot, one));
            (_factor[j * Order + j], _pivots[j]) = (root, one / root);
            for (int i = j + 1; i < Order; i += 8) Column(i, j);
        }

        return definite;
    }

    /// <summary>Replaces b by A^-1 b.</summary>
    public void Solve(LaneArray b)
    {
        ref Vector256<double> x = ref b.First;
        for (int k = 0; k < Order; k++)
        {
            Vector256<double> value = At(ref x, Bytes(k)) * _pivots[k];
            At(ref x, Bytes(k)) = value;
            ref Vector256<double> column = ref _factor[k];
            nuint at = Bytes((k + 1) * Order), step = Bytes(Order);
            for (int i = k + 1; i < Order; i++, at += step)
                At(ref x, Bytes(i)) = Subtract(value, At(ref column, at), At(ref x, Bytes(i)));
        }

        for (int k = Order - 1; k >= 0; k--)
        {
            Vector256<double> value = At(ref x, Bytes(k)) * _pivots[k];
            At(ref x, Bytes(k)) = value;
            ref Vector256<double> row = ref _factor[k * Order];
            for (int i = 0; i < k; i++) At(ref x, Bytes(i)) = Subtract(value, At(ref row, Bytes(i)), At(ref x, Bytes(i)));
        }
    }

    private static Vector256<double> SquaredNorm(ref Vector256<double> row, int count)
    {
        Vector256<double> even = default, odd = default;
        int k = 0;
        for (; k + 1 < count; k += 2)
        {
            even = Add(At(ref row, Bytes(k)), At(ref row, Bytes(k)), even);
            odd = Add(At(ref row, Bytes(k + 1)), At(ref row, Bytes(k + 1)), odd);
        }

        if (k < count) even = Add(At(ref row, Bytes(k)), At(ref row, Bytes(k)), even);
        return even + odd;
    }

    /// <summary>Eight rows of column j.</summary>
    private void Column(int i, int j)
    {
        int last = Order - 1, count = Math.Min(8, Order - i);
        ref Vector256<double> row = ref _factor[j * Order], l0 = ref _factor[i * Order];
        ref Vector256<double> l1 = ref _factor[Math.Min(i + 1, last) * Order], l2 = ref _factor[Math.Min(i + 2, last) * Order];
        ref Vector256<double> l3 = ref _factor[Math.Min(i + 3, last) * Order], l4 = ref _factor[Math.Min(i + 4, last) * Order];
        ref Vector256<double> l5 = ref _factor[Math.Min(i + 5, last) * Order], l6 = ref _factor[Math.Min(i + 6, last) * Order];
        ref Vector256<double> l7 = ref _factor[Math.Min(i + 7, last) * Order];
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        nuint at = 0;
        for (int k = 0; k < j; k++, at += 32)
        {
            Vector256<double> x = At(ref row, at);
            s0 = Add(x, At(ref l0, at), s0);
            s1 = Add(x, At(ref l1, at), s1);
            s2 = Add(x, At(ref l2, at), s2);
            s3 = Add(x, At(ref l3, at), s3);
            s4 = Add(x, At(ref l4, at), s4);
            s5 = Add(x, At(ref l5, at), s5);
            s6 = Add(x, At(ref l6, at), s6);
            s7 = Add(x, At(ref l7, at), s7);
        }

        Vector256<double> scale = _pivots[j];
        ref Vector256<double> a = ref Matrix[j];
        nuint target = Bytes(j), step = Bytes(Order), source = Bytes(i * Order);
        At(ref l0, target) = scale * (At(ref a, source) - s0);
        if (count > 1) At(ref l1, target) = scale * (At(ref a, source + step) - s1);
        if (count > 2) At(ref l2, target) = scale * (At(ref a, source + 2 * step) - s2);
        if (count > 3) At(ref l3, target) = scale * (At(ref a, source + 3 * step) - s3);
        if (count > 4) At(ref l4, target) = scale * (At(ref a, source + 4 * step) - s4);
        if (count > 5) At(ref l5, target) = scale * (At(ref a, source + 5 * step) - s5);
        if (count > 6) At(ref l6, target) = scale * (At(ref a, source + 6 * step) - s6);
        if (count > 7) At(ref l7, target) = scale * (At(ref a, source + 7 * step) - s7);
    }
}
