using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>Rows of doubles, padded to whole panels. What stands in the padding is never used by a real entry.</summary>
internal readonly record struct PreciseRows(double[] Data, int Count, int Stride)
{
    public Span<double> this[int row] => Data.AsSpan(row * Stride, Stride);
}

/// <summary>
/// A dense layer y = W x + b in doubles, from weights in floats. Every output is one chain of fused multiply-adds in the order of the
/// inputs, so that its bits depend neither on other rows nor on the machine. Immutable and shared between threads.
/// </summary>
internal sealed class PreciseLayer
{
    /// <summary>Outputs that are summed side by side.</summary>
    public const int Panel = 32;

    private const int Lanes = 8, TileRows = 3;
    private readonly double[] _weights, _bias;
    private readonly int _inputs, _stride;

    /// <param name="parameters">The layer's weights, row-major, then its biases.</param>
    private PreciseLayer(DenseShape shape, ReadOnlySpan<float> parameters)
    {
        (_inputs, _stride) = (shape.Inputs, StrideOf(shape.Outputs));
        (_weights, _bias) = (new double[_inputs * _stride], new double[_stride]);
        for (int o = 0; o < shape.Outputs; o++)
        {
            (int panel, int lane) = Math.DivRem(o, Panel);
            for (int i = 0; i < _inputs; i++) _weights[(panel * _inputs + i) * Panel + lane] = parameters[o * _inputs + i];
            _bias[o] = parameters[_inputs * shape.Outputs + o];
        }

        Outputs = shape.Outputs;
    }

    public int Outputs { get; }

    public static int StrideOf(int columns) => (columns + Panel - 1) / Panel * Panel;

    /// <summary>All layers of a network.</summary>
    /// <param name="parameters">In the order of the layout.</param>
    public static IReadOnlyList<PreciseLayer> Of(NetworkArchitecture architecture, ReadOnlySpan<float> parameters)
    {
        var layers = new List<PreciseLayer>();
        foreach (DenseShape shape in NetworkLayout.Of(architecture))
        {
            layers.Add(new PreciseLayer(shape, parameters));
            parameters = parameters[shape.ParameterCount..];
        }

        return layers;
    }

    public void Multiply(PreciseRows x, PreciseRows y)
    {
        if (x.Stride < _inputs || y.Stride != _stride || y.Count != x.Count) throw new InvalidOperationException("Rows do not fit.");
        for (int panel = 0; panel < _stride; panel += Panel)
        {
            ref double weights = ref _weights[panel * _inputs], bias = ref _bias[panel];
            int row = 0;
            for (; row + TileRows <= x.Count; row += TileRows) Tile(ref weights, ref bias, x, y, row, panel);
            for (; row < x.Count; row++) Single(ref weights, ref bias, x, y, row, panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Single(ref double w, ref double bias, PreciseRows x, PreciseRows y, int row, int panel)
    {
        Vector512<double> a0 = At(ref bias, 0), a1 = At(ref bias, 1), a2 = At(ref bias, 2), a3 = At(ref bias, 3);
        foreach (double value in x[row][.._inputs])
        {
            var v = Vector512.Create(value);
            a0 = Vector512.FusedMultiplyAdd(v, At(ref w, 0), a0);
            a1 = Vector512.FusedMultiplyAdd(v, At(ref w, 1), a1);
            a2 = Vector512.FusedMultiplyAdd(v, At(ref w, 2), a2);
            a3 = Vector512.FusedMultiplyAdd(v, At(ref w, 3), a3);
            w = ref Unsafe.Add(ref w, Panel);
        }

        Store(y[row][panel..], a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(ref double w, ref double bias, PreciseRows x, PreciseRows y, int row, int panel)
    {
        Vector512<double> a0 = At(ref bias, 0), a1 = At(ref bias, 1), a2 = At(ref bias, 2), a3 = At(ref bias, 3);
        Vector512<double> b0 = a0, b1 = a1, b2 = a2, b3 = a3, c0 = a0, c1 = a1, c2 = a2, c3 = a3;
        ReadOnlySpan<double> first = x[row][.._inputs], second = x[row + 1][.._inputs], third = x[row + 2][.._inputs];
        for (int i = 0; i < first.Length; i++)
        {
            Vector512<double> w0 = At(ref w, 0), w1 = At(ref w, 1), w2 = At(ref w, 2), w3 = At(ref w, 3);
            var v = Vector512.Create(first[i]);
            a0 = Vector512.FusedMultiplyAdd(v, w0, a0);
            a1 = Vector512.FusedMultiplyAdd(v, w1, a1);
            a2 = Vector512.FusedMultiplyAdd(v, w2, a2);
            a3 = Vector512.FusedMultiplyAdd(v, w3, a3);
            v = Vector512.Create(second[i]);
            b0 = Vector512.FusedMultiplyAdd(v, w0, b0);
            b1 = Vector512.FusedMultiplyAdd(v, w1, b1);
            b2 = Vector512.FusedMultiplyAdd(v, w2, b2);
            b3 = Vector512.FusedMultiplyAdd(v, w3, b3);
            v = Vector512.Create(third[i]);
            c0 = Vector512.FusedMultiplyAdd(v, w0, c0);
            c1 = Vector512.FusedMultiplyAdd(v, w1, c1);
            c2 = Vector512.FusedMultiplyAdd(v, w2, c2);
            c3 = Vector512.FusedMultiplyAdd(v, w3, c3);
            w = ref Unsafe.Add(ref w, Panel);
        }

        Store(y[row][panel..], a0, a1, a2, a3);
        Store(y[row + 1][panel..], b0, b1, b2, b3);
        Store(y[row + 2][panel..], c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ref double from, int vector) => Vector512.LoadUnsafe(ref from, (nuint)(vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Span<double> target, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        ref double first = ref MemoryMarshal.GetReference(target[..Panel]);
        a.StoreUnsafe(ref first);
        b.StoreUnsafe(ref first, Lanes);
        c.StoreUnsafe(ref first, 2 * Lanes);
        d.StoreUnsafe(ref first, 3 * Lanes);
    }
}
