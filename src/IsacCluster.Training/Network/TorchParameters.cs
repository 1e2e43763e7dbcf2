using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Tensors;
using static TorchSharp.torch;

namespace IsacCluster.Training.Network;

/// <summary>
/// All weights and biases of a network in one flat vector (the order of <see cref="NetworkLayout"/>), with a leaf tensor per weight and
/// bias that shares its memory: an optimiser step, a norm or a checkpoint is one operation on the whole.
/// </summary>
internal sealed class TorchParameters : IDisposable
{
    private readonly Dictionary<string, (Tensor Weight, Tensor Bias)> _layers = new(StringComparer.Ordinal);
    private readonly List<Tensor> _leaves = [];

    public TorchParameters(NetworkArchitecture architecture, ReadOnlySpan<float> values, Device device)
    {
        Flat = AlignedTensor.Of(values.ToArray(), device, values.Length).DetachFromDisposeScope();
        long offset = 0;
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            Tensor weight = Leaf(ref offset, layer.Outputs, layer.Inputs), bias = Leaf(ref offset, layer.Outputs);
            _layers.Add(layer.Name, (weight, bias));
        }
    }

    public Tensor Flat { get; }

    public (Tensor Weight, Tensor Bias) this[string layer] => _layers[layer];

    /// <summary>The gradients of the last backward pass as one vector; they are cleared.</summary>
    public Tensor TakeGradient()
    {
        var parts = new Tensor[_leaves.Count];
        for (int k = 0; k < parts.Length; k++)
        {
            Tensor leaf = _leaves[k];
            parts[k] = leaf.grad is { } gradient ? gradient.reshape(-1) : zeros(leaf.numel(), device: leaf.device);
        }

        Tensor flat = cat(parts);
        foreach (Tensor leaf in _leaves) leaf.grad = null;
        return flat;
    }

    public void Dispose()
    {
        foreach (Tensor leaf in _leaves) leaf.Dispose();
        Flat.Dispose();
    }

    private Tensor Leaf(ref long offset, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        using Tensor part = Flat.narrow(0, offset, count);
        using Tensor shaped = part.view(shape);
        Tensor leaf = shaped.detach().requires_grad_(true).DetachFromDisposeScope();
        offset += count;
        _leaves.Add(leaf);
        return leaf;
    }
}
