using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>t = mean_k MLP([Re a_k; Im a_k]) of a graph network, 0 without targets, once for each distinct target set of a batch.</summary>
internal sealed class TargetEncoder(NetworkArchitecture architecture, PackedMlp mlp)
{
    /// <summary>Targets that go through the network together, if a set has not more.</summary>
    private const int MostRows = 96;

    private TargetSets _sets = new([]);
    private RowBuffer _means = new(0, 1), _steering = new(0, 1), _hidden = new(0, 1), _encoded = new(0, 1);
    private int _rows;

    public ReadOnlySpan<float> Of(int instance) => _means.Row(_sets.Of(instance));

    /// <param name="instances">All of one K.</param>
    public void Encode(IReadOnlyList<IsacInstance> instances)
    {
        _sets = new TargetSets(instances);
        if (_means.Length < _sets.Count * RowBuffer.RoundUp(architecture.Width, DenseKernel.Panel))
            _means = new RowBuffer(_sets.Count, architecture.Width);
        int targets = instances[0].Objective.TargetsDeg.Count, block = Math.Max(1, MostRows / Math.Max(1, targets));
        Reserve(block * targets);
        for (int set = 0; set < _sets.Count; set += block) Encode(set, Math.Min(block, _sets.Count - set), targets);
    }

    private void Encode(int first, int count, int targets)
    {
        int rows = count * targets;
        for (int i = 0; i < rows; i++)
            _sets.WriteSteering(first + i / targets, i % targets, _steering.Row(i)[..(2 * architecture.Antennas)]);
        DenseBlock.Apply(architecture, mlp, _steering, _hidden, _encoded, rows);
        for (int set = 0; set < count; set++)
        {
            Span<float> own = _encoded.Data.Slice(set * targets * _encoded.Stride, targets * _encoded.Stride);
            RowKernels.Mean(own, [], _means.Row(first + set));
        }
    }

    private void Reserve(int rows)
    {
        if (_rows >= rows && _encoded.Length > 0) return;
        _rows = rows;
        _steering = new RowBuffer(rows, mlp.Parts[0].Inputs);
        (_hidden, _encoded) = (new RowBuffer(rows, architecture.Width), new RowBuffer(rows, architecture.Width));
    }
}
