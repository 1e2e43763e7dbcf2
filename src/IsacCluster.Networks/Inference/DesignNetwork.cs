using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// Maps instances to designs with Tr R = P0. The design of an instance is the same bits whatever else is in the batch, wherever it stands,
/// and on every machine whose processor has fused multiply-adds. Not thread-safe.
/// </summary>
public sealed class DesignNetwork
{
    private readonly PackedNetwork _network;
    private readonly NetworkReadout? _readout;
    private readonly FeedbackReadout? _loop;
    private ForwardPass? _forward;
    private float[] _outputs = [];

    internal DesignNetwork(PackedNetwork network, Func<BeampatternObjective, DescentStart>? start = null)
    {
        _network = network;
        if (network.Precise is { } layers)
        {
            _loop = new FeedbackReadout(
                network.Architecture, layers,
                start ?? throw new ArgumentNullException(nameof(start), "A closed loop needs the radar-only optimum."));
        }
        else
        {
            _readout = NetworkReadout.Create(network.Architecture);
        }
    }

    /// <summary>Designs of all instances, in order. Outputs that are all 0 or not finite give R = (P0 / M) I without user beams.</summary>
    /// <param name="instances">All of one M, L and K; any number.</param>
    /// <exception cref="ArgumentException">Instances differ in M, L or K, or the network serves another M (a DNN: L or K).</exception>
    public IReadOnlyList<Design> Infer(IReadOnlyList<IsacInstance> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        if (instances.Count == 0) return [];
        Check(instances);
        if (_loop is not null) return _loop.Designs(instances);
        ForwardPass forward = Begin(instances);
        if (_outputs.Length < forward.Chunk * forward.Outputs) _outputs = new float[forward.Chunk * forward.Outputs];
        var designs = new Design[instances.Count];
        for (int start = 0; start < designs.Length; start += forward.Chunk)
        {
            int count = Math.Min(forward.Chunk, designs.Length - start);
            forward.Run(start, count, _outputs);
            for (int i = 0; i < count; i++)
                designs[start + i] = _readout!.Design(instances[start + i], _outputs.AsSpan(i * forward.Outputs, forward.Outputs));
        }

        return designs;
    }

    /// <summary>
    /// Raw outputs of an instance of L users: L times the user's, then the radar's, as <see cref="NetworkLayout"/> counts them.
    /// </summary>
    public int OutputsPerInstance(int users) =>
        users * NetworkLayout.UserOutputs(_network.Architecture) + NetworkLayout.RadarOutputs(_network.Architecture);

    /// <summary>The network alone, before the read-out: instance after instance as <see cref="OutputsPerInstance"/> says.</summary>
    /// <param name="instances">As for <see cref="Infer"/>.</param>
    /// <param name="outputs">Length instances times <see cref="OutputsPerInstance"/>.</param>
    /// <exception cref="ArgumentException">As <see cref="Infer"/>; or the length of the outputs is wrong.</exception>
    public void Evaluate(IReadOnlyList<IsacInstance> instances, Span<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(instances);
        if (instances.Count == 0) return;
        Check(instances);
        ForwardPass forward = Begin(instances);
        if (outputs.Length != instances.Count * forward.Outputs)
        {
            int needed = instances.Count * forward.Outputs;
            throw new ArgumentException($"{instances.Count} instances have {needed} outputs, not {outputs.Length}.", nameof(outputs));
        }

        for (int start = 0; start < instances.Count; start += forward.Chunk)
        {
            int count = Math.Min(forward.Chunk, instances.Count - start);
            forward.Run(start, count, outputs.Slice(start * forward.Outputs, count * forward.Outputs));
        }
    }

    private void Check(IReadOnlyList<IsacInstance> instances)
    {
        InstanceShape shape = InstanceShape.Of(instances[0]);
        foreach (IsacInstance instance in instances)
        {
            if (InstanceShape.Of(instance) != shape)
                throw new ArgumentException($"One batch has instances of {shape} and of {InstanceShape.Of(instance)}.", nameof(instances));
        }

        if (shape.Refusal(_network.Architecture) is { } refusal) throw new ArgumentException(refusal, nameof(instances));
    }

    private ForwardPass Begin(IReadOnlyList<IsacInstance> instances)
    {
        int users = instances[0].Users;
        if (_forward?.Users != users) _forward = ForwardPass.Create(_network, users);
        _forward.Begin(instances);
        return _forward;
    }
}
