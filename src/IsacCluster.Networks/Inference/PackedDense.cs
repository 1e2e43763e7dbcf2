using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The part W[:, first..first+inputs) of a dense layer y = W x + b as <see cref="DenseKernel"/> reads it: panels of 16 outputs, in each the
/// weights of input 0, then of input 1, ...; outputs are padded with zeros. Immutable and shared between threads.
/// </summary>
internal sealed class PackedDense
{
    /// <param name="parameters">The layer's weights, row-major, then its biases.</param>
    public PackedDense(DenseShape shape, ReadOnlySpan<float> parameters, int first, int inputs)
    {
        (Inputs, Outputs) = (inputs, shape.Outputs);
        Bias = new RowBuffer(1, Outputs);
        Panels = new RowBuffer(Inputs, Bias.Stride);
        parameters[(shape.Inputs * Outputs)..].CopyTo(Bias.Data);
        Span<float> panels = Panels.Data;
        for (int output = 0; output < Outputs; output++)
        {
            ReadOnlySpan<float> row = parameters.Slice(output * shape.Inputs + first, Inputs);
            (int panel, int lane) = Math.DivRem(output, DenseKernel.Panel);
            Span<float> target = panels[(panel * Inputs * DenseKernel.Panel + lane)..];
            for (int input = 0; input < Inputs; input++) target[input * DenseKernel.Panel] = row[input];
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public RowBuffer Panels { get; }

    /// <summary>b, which a product adds unless it continues the sum of another part.</summary>
    public RowBuffer Bias { get; }
}
