using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// Y = act(X W^T + b) in tiles of 6 rows x 16 outputs that stay in registers. Every output is one chain of fused multiply-adds,
/// ((b + x_0 w_0) + x_1 w_1) + ..., in the order of the inputs: its bits depend neither on the other rows nor on where its row stands, and
/// are the same on all machines, since lanes never meet and a fused multiply-add is exactly rounded everywhere.
/// </summary>
internal static unsafe class DenseKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 6;

    /// <summary>Outputs of a tile.</summary>
    public const int Panel = 16;

    /// <summary>Rows that meet one panel of weights before the next: with inputs and outputs they fit the first-level cache.</summary>
    private const int GroupRows = 4 * TileRows;

    /// <summary>Writes the first rows of <paramref name="output"/> (and up to 5 rows of padding).</summary>
    /// <param name="continues">Whether the sums start at what <paramref name="output"/> holds instead of at the bias.</param>
    /// <param name="activation">Null: linear.</param>
    public static void Multiply(
        PackedDense layer, RowBuffer input, RowBuffer output, int rows, Activation? activation, bool continues = false)
    {
        int padded = RowBuffer.RoundUp(rows, TileRows), panels = layer.Bias.Stride / Panel;
        Require(layer.Inputs <= input.Stride && layer.Bias.Stride == output.Stride);
        Require(padded * input.Stride <= input.Length && padded * output.Stride <= output.Length);
        fixed (float* x = input.Data, y = output.Data, weights = layer.Panels.Data, bias = layer.Bias.Data)
        {
            for (int group = 0; group < padded; group += GroupRows)
            {
                int end = Math.Min(group + GroupRows, padded);
                for (int panel = 0; panel < panels; panel++)
                {
                    float* w = weights + panel * layer.Inputs * Panel;
                    for (int row = group; row < end; row += TileRows)
                    {
                        float* target = y + row * output.Stride + panel * Panel;
                        float* start = continues ? target : bias + panel * Panel;
                        nint startStride = continues ? output.Stride : 0;
                        Tile(x + row * input.Stride, input.Stride, w, layer.Inputs, start, startStride, target, output.Stride);
                    }
                }

                if (activation is { } function)
                    ActivationKernels.Apply(function, output.Data.Slice(group * output.Stride, (end - group) * output.Stride));
            }
        }
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("A buffer does not fit its dense layer.");
    }

    /// <summary>Six rows of x (stride in floats) times one panel; the sums start at s (its stride is 0 for one row of biases).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* x, nint xStride, float* w, int inputs, float* s, nint sStride, float* y, nint yStride)
    {
        Vector256<float> a0 = Vector256.Load(s), a1 = Vector256.Load(s + 8);
        Vector256<float> b0 = Vector256.Load(s + sStride), b1 = Vector256.Load(s + sStride + 8);
        Vector256<float> c0 = Vector256.Load(s + 2 * sStride), c1 = Vector256.Load(s + 2 * sStride + 8);
        Vector256<float> d0 = Vector256.Load(s + 3 * sStride), d1 = Vector256.Load(s + 3 * sStride + 8);
        Vector256<float> e0 = Vector256.Load(s + 4 * sStride), e1 = Vector256.Load(s + 4 * sStride + 8);
        Vector256<float> f0 = Vector256.Load(s + 5 * sStride), f1 = Vector256.Load(s + 5 * sStride + 8);
        float* z = x + 3 * xStride;
        for (float* end = w + (nint)inputs * Panel; w < end; w += Panel, x++, z++)
        {
            Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + 8);
            Vector256<float> v = Vector256.Create(x[0]);
            a0 = Vector256.FusedMultiplyAdd(v, w0, a0);
            a1 = Vector256.FusedMultiplyAdd(v, w1, a1);
            v = Vector256.Create(x[xStride]);
            b0 = Vector256.FusedMultiplyAdd(v, w0, b0);
            b1 = Vector256.FusedMultiplyAdd(v, w1, b1);
            v = Vector256.Create(x[2 * xStride]);
            c0 = Vector256.FusedMultiplyAdd(v, w0, c0);
            c1 = Vector256.FusedMultiplyAdd(v, w1, c1);
            v = Vector256.Create(z[0]);
            d0 = Vector256.FusedMultiplyAdd(v, w0, d0);
            d1 = Vector256.FusedMultiplyAdd(v, w1, d1);
            v = Vector256.Create(z[xStride]);
            e0 = Vector256.FusedMultiplyAdd(v, w0, e0);
            e1 = Vector256.FusedMultiplyAdd(v, w1, e1);
            v = Vector256.Create(z[2 * xStride]);
            f0 = Vector256.FusedMultiplyAdd(v, w0, f0);
            f1 = Vector256.FusedMultiplyAdd(v, w1, f1);
        }

        Store(a0, a1, y);
        Store(b0, b1, y + yStride);
        Store(c0, c1, y + 2 * yStride);
        Store(d0, d1, y + 3 * yStride);
        Store(e0, e1, y + 4 * yStride);
        Store(f0, f1, y + 5 * yStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* target)
    {
        low.Store(target);
        high.Store(target + 8);
    }
}
