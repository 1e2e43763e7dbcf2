using static TorchSharp.torch;

namespace IsacCluster.Training.Tensors;

/// <summary>
/// Tensors in memory of libtorch. One made of a managed array may use the array's own memory, whose alignment changes from run to run, and
/// with it the last bits of products and sums; libtorch aligns its own.
/// </summary>
internal static class AlignedTensor
{
    public static Tensor Of(float[] values, Device device, params long[] shape)
    {
        using Tensor source = tensor(values, shape);
        return source.clone().to(device);
    }
}
