using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Floats = System.Runtime.Intrinsics.Vector256<float>;

namespace IsacCluster.Networks.Inference;

/// <summary>Sums, means and maxima of padded rows, entry by entry in a fixed order; lengths are multiples of 8.</summary>
internal static class RowKernels
{
    private const float NormalisationEpsilon = 1e-5f;

    /// <summary>sum = a + b.</summary>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sum)
    {
        ReadOnlySpan<Floats> x = Cast(a), y = Cast(b);
        Span<Floats> target = Cast(sum);
        for (int i = 0; i < target.Length && i < x.Length && i < y.Length; i++) target[i] = x[i] + y[i];
    }

    /// <summary>sum = (a + b) + c.</summary>
    public static void AddThree(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> sum)
    {
        ReadOnlySpan<Floats> x = Cast(a), y = Cast(b), z = Cast(c);
        Span<Floats> target = Cast(sum);
        for (int i = 0; i < target.Length && i < x.Length && i < y.Length && i < z.Length; i++) target[i] = x[i] + y[i] + z[i];
    }

    /// <summary>Adds b to the mean of consecutive rows, as long as the mean; without rows the mean is 0. No b: the mean alone.</summary>
    public static void Mean(ReadOnlySpan<float> rows, ReadOnlySpan<float> b, Span<float> mean)
    {
        ReadOnlySpan<Floats> x = Cast(rows), y = Cast(b);
        Span<Floats> target = Cast(mean);
        int width = target.Length;
        float weight = rows.IsEmpty ? 0 : (float)mean.Length / rows.Length;
        for (int i = 0; i < width; i++)
        {
            Floats sum = Floats.Zero;
            for (int row = i; row < x.Length; row += width) sum += x[row];
            sum *= weight;
            target[i] = y.IsEmpty ? sum : y[i] + sum;
        }
    }

    /// <summary>Row l of the result is the largest of the other rows, 0 if there is only one row.</summary>
    public static void MaximumOfOthers(ReadOnlySpan<float> rows, int width, Span<float> result)
    {
        ReadOnlySpan<Floats> x = Cast(rows);
        Span<Floats> target = Cast(result);
        int stride = width / Floats.Count;
        if (x.Length == stride) target[..stride].Clear();
        for (int own = 0; own < x.Length && x.Length > stride; own += stride)
        {
            int first = own == 0 ? stride : 0;
            for (int i = 0; i < stride; i++)
            {
                Floats most = x[first + i];
                for (int other = first + stride; other < x.Length; other += stride)
                {
                    if (other != own) most = Vector256.ConditionalSelect(Vector256.GreaterThan(x[other + i], most), x[other + i], most);
                }

                target[own + i] = most;
            }
        }
    }

    /// <summary>x := (x - mean) / sqrt(var + 1e-5) over the entries of a row, without its padding.</summary>
    public static void Normalise(Span<float> row)
    {
        float mean = Sum(row) / row.Length;
        foreach (ref float value in row) value -= mean;
        float scale = 1 / MathF.Sqrt(SumOfSquares(row) / row.Length + NormalisationEpsilon);
        foreach (ref float value in row) value *= scale;
    }

    private static float Sum(ReadOnlySpan<float> row)
    {
        Floats lanes = Floats.Zero;
        foreach (Floats x in Cast(row)) lanes += x;
        float sum = SumLanes(lanes);
        foreach (float x in row[(row.Length / Floats.Count * Floats.Count)..]) sum += x;
        return sum;
    }

    private static float SumOfSquares(ReadOnlySpan<float> row)
    {
        Floats lanes = Floats.Zero;
        foreach (Floats x in Cast(row)) lanes = Vector256.FusedMultiplyAdd(x, x, lanes);
        float sum = SumLanes(lanes);
        foreach (float x in row[(row.Length / Floats.Count * Floats.Count)..]) sum = MathF.FusedMultiplyAdd(x, x, sum);
        return sum;
    }

    /// <summary>The order is written out, since that of the runtime's sum is its own affair.</summary>
    private static float SumLanes(Floats x)
    {
        Vector128<float> half = x.GetLower() + x.GetUpper();
        return (half[0] + half[2]) + (half[1] + half[3]);
    }

    private static ReadOnlySpan<Floats> Cast(ReadOnlySpan<float> row) => MemoryMarshal.Cast<float, Floats>(row);

    private static Span<Floats> Cast(Span<float> row) => MemoryMarshal.Cast<float, Floats>(row);
}
