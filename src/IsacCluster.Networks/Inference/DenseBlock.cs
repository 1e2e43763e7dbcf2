using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>A dense block: two dense layers with activations and, where the architecture has it, layer normalisation.</summary>
internal static class DenseBlock
{
    /// <summary>output = MLP(input) for a block whose first layer is in one part.</summary>
    public static void Apply(
        NetworkArchitecture architecture, PackedMlp mlp, RowBuffer input, RowBuffer hidden, RowBuffer output, int rows)
    {
        DenseKernel.Multiply(mlp.Parts[0], input, hidden, rows, architecture.Activation);
        Finish(architecture, mlp, hidden, output, rows);
    }

    /// <summary>The second layer and what follows it.</summary>
    public static void Finish(NetworkArchitecture architecture, PackedMlp mlp, RowBuffer hidden, RowBuffer output, int rows)
    {
        DenseKernel.Multiply(mlp.Second, hidden, output, rows, architecture.Activation);
        Normalise(architecture, output, rows);
    }

    /// <summary>Layer normalisation, if the architecture has it.</summary>
    public static void Normalise(NetworkArchitecture architecture, RowBuffer buffer, int rows)
    {
        if (architecture.Normalisation == Normalisation.None) return;
        for (int i = 0; i < rows; i++) RowKernels.Normalise(buffer.Row(i)[..architecture.Width]);
    }
}
