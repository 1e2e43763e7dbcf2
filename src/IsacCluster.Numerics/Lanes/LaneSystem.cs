using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Real symmetric positive definite systems in lanes, A = L L^T, with the rule of <see cref="RealCholesky"/> for pivots that cancellation
/// left.
/// </summary>
public sealed class LaneSystem(int order)
{
    private readonly LaneArray _pivots = new(order), _left = new(order), _factor = new(order * order);

    public int Order { get; } = order;

    /// <summary>A, row-major; the lower triangle is read.</summary>
    public LaneArray Matrix { get; } = new(order * order);

    /// <summary>The lanes whose matrix is numerically positive definite.</summary>
    public Vector256<double> Factor()
    {
        Vector256<double> definite = AllLanes, one = Vector256<double>.One, infinity = Vector256.Create(double.PositiveInfinity);
        ref Vector256<double> matrix = ref Matrix.First, factor = ref _factor.First, left = ref _left.First;
        nuint step = Bytes(Order);
        for (int j = 0; j < Order; j++) At(ref left, Bytes(j)) = At(ref matrix, (nuint)j * (step + 32));
        for (int j = 0; j < Order; j++)
        {
            nuint at = (nuint)j * (step + 32);
            Vector256<double> diagonal = At(ref matrix, at), pivot = At(ref left, Bytes(j));
            Vector256<double> good = Positive(diagonal) & Vector256.LessThan(pivot, infinity)
                & Vector256.GreaterThanOrEqual(pivot, -1e-8 * diagonal);
            definite &= good;
            Vector256<double> floor = 1e-15 * diagonal;
            pivot = Vector256.ConditionalSelect(Vector256.GreaterThan(pivot, floor), pivot, floor);
            Vector256<double> root = Vector256.Sqrt(Vector256.ConditionalSelect(good, pivot, one)), scale = one / root;
            At(ref factor, at) = root;
            _pivots[j] = scale;
            for (int i = j + 1; i < Order; i += 8) Column(ref matrix, ref factor, ref left, Order, i, j, scale);
        }

        return definite;
    }

    /// <summary>Replaces b by A^-1 b.</summary>
    public void Solve(LaneArray b)
    {
        ref Vector256<double> x = ref b.First;
        for (int k = 0; k < Order; k++)
        {
            // The unknown before comes last, so that only its multiply-add waits for it.
            ref Vector256<double> row = ref _factor[k * Order];
            Vector256<double> s0 = At(ref x, Bytes(k)), s1 = default, s2 = default, s3 = default;
            int i = 0;
            for (; i + 4 < k; i += 4)
            {
                nuint at = Bytes(i);
                s0 = Subtract(At(ref row, at), At(ref x, at), s0);
                s1 = Subtract(At(ref row, at, 1), At(ref x, at, 1), s1);
                s2 = Subtract(At(ref row, at, 2), At(ref x, at, 2), s2);
                s3 = Subtract(At(ref row, at, 3), At(ref x, at, 3), s3);
            }

            s0 += s1 + (s2 + s3);
            for (; i < k; i++) s0 = Subtract(At(ref row, Bytes(i)), At(ref x, Bytes(i)), s0);
            At(ref x, Bytes(k)) = s0 * _pivots[k];
        }

        for (int k = Order - 1; k >= 0; k--)
        {
            Vector256<double> value = At(ref x, Bytes(k)) * _pivots[k];
            At(ref x, Bytes(k)) = value;
            ref Vector256<double> row = ref _factor[k * Order];
            // The next unknown first.
            for (int i = k - 1; i >= 0; i--) At(ref x, Bytes(i)) = Subtract(value, At(ref row, Bytes(i)), At(ref x, Bytes(i)));
        }
    }

    /// <summary>Eight rows of column j, and what they take from the pivots to come.</summary>
    private static void Column(
        ref Vector256<double> matrix, ref Vector256<double> factor, ref Vector256<double> left, int order, int i, int j,
        Vector256<double> scale)
    {
        int last = order - 1, count = Math.Min(8, order - i);
        nuint step = Bytes(order);
        ref Vector256<double> row = ref At(ref factor, (nuint)j * step), l0 = ref At(ref factor, (nuint)i * step);
        ref Vector256<double> l1 = ref At(ref factor, (nuint)Math.Min(i + 1, last) * step);
        ref Vector256<double> l2 = ref At(ref factor, (nuint)Math.Min(i + 2, last) * step);
        ref Vector256<double> l3 = ref At(ref factor, (nuint)Math.Min(i + 3, last) * step);
        ref Vector256<double> l4 = ref At(ref factor, (nuint)Math.Min(i + 4, last) * step);
        ref Vector256<double> l5 = ref At(ref factor, (nuint)Math.Min(i + 5, last) * step);
        ref Vector256<double> l6 = ref At(ref factor, (nuint)Math.Min(i + 6, last) * step);
        ref Vector256<double> l7 = ref At(ref factor, (nuint)Math.Min(i + 7, last) * step);
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

        nuint column = Bytes(j), source = (nuint)i * step + column;
        ref Vector256<double> rest = ref At(ref left, Bytes(i));
        Put(ref l0, column, scale * (At(ref matrix, source) - s0), ref rest);
        if (count > 1) Put(ref l1, column, scale * (At(ref matrix, source + 1 * step) - s1), ref Unsafe.Add(ref rest, 1));
        if (count > 2) Put(ref l2, column, scale * (At(ref matrix, source + 2 * step) - s2), ref Unsafe.Add(ref rest, 2));
        if (count > 3) Put(ref l3, column, scale * (At(ref matrix, source + 3 * step) - s3), ref Unsafe.Add(ref rest, 3));
        if (count > 4) Put(ref l4, column, scale * (At(ref matrix, source + 4 * step) - s4), ref Unsafe.Add(ref rest, 4));
        if (count > 5) Put(ref l5, column, scale * (At(ref matrix, source + 5 * step) - s5), ref Unsafe.Add(ref rest, 5));
        if (count > 6) Put(ref l6, column, scale * (At(ref matrix, source + 6 * step) - s6), ref Unsafe.Add(ref rest, 6));
        if (count > 7) Put(ref l7, column, scale * (At(ref matrix, source + 7 * step) - s7), ref Unsafe.Add(ref rest, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref Vector256<double> row, nuint column, Vector256<double> value, ref Vector256<double> rest)
    {
        At(ref row, column) = value;
        rest = Subtract(value, value, rest);
    }
}
