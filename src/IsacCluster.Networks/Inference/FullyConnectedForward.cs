using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>The fully connected network of <see cref="NetworkLayout"/>.</summary>
internal sealed class FullyConnectedForward : ForwardPass
{
    private readonly IReadOnlyList<PackedDense> _layers;
    private readonly RowBuffer _output;
    private readonly RowBuffer[] _inputs;
    private IReadOnlyList<IsacInstance> _instances = [];
    private TargetSets _targets = new([]);

    public FullyConnectedForward(PackedNetwork network, int users) : base(network.Architecture, users)
    {
        _layers = network.Layers;
        // Hidden layers of one width take turns in two buffers.
        RowBuffer even = new(Chunk, Architecture.Width), odd = new(Chunk, Architecture.Width);
        IEnumerable<RowBuffer> hidden = Enumerable.Range(0, Architecture.Layers).Select(i => i % 2 == 0 ? even : odd);
        _inputs = [new RowBuffer(Chunk, _layers[0].Inputs), .. hidden];
        _output = new RowBuffer(Chunk, _layers[^1].Outputs);
    }

    public override void Begin(IReadOnlyList<IsacInstance> instances) => (_instances, _targets) = (instances, new TargetSets(instances));

    public override void Run(int start, int count, Span<float> outputs)
    {
        for (int i = 0; i < count; i++) Encode(start + i, _inputs[0].Row(i));
        for (int layer = 0; layer < Architecture.Layers; layer++)
        {
            DenseKernel.Multiply(_layers[layer], _inputs[layer], _inputs[layer + 1], count, Architecture.Activation);
            DenseBlock.Normalise(Architecture, _inputs[layer + 1], count);
        }

        DenseKernel.Multiply(_layers[^1], _inputs[^1], _output, count, null);
        for (int i = 0; i < count; i++) _output.Row(i)[..Outputs].CopyTo(outputs.Slice(i * Outputs, Outputs));
    }

    private void Encode(int index, Span<float> row)
    {
        IsacInstance instance = _instances[index];
        int user = NetworkLayout.UserInputs(Architecture), target = 2 * Architecture.Antennas, used = Users * user;
        for (int l = 0; l < Users; l++) InputEncoding.WriteUser(Architecture, instance, l, row.Slice(l * user, user));
        for (int k = 0; k < Architecture.Targets; k++) _targets.WriteSteering(_targets.Of(index), k, row.Slice(used + k * target, target));
        if (Architecture.ThresholdInput) row[used + Architecture.Targets * target] = (float)InputEncoding.Threshold(instance);
    }
}
