using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The graph network of <see cref="NetworkLayout"/>, in chunks. Two savings leave the function as it is: each distinct target set of a
/// batch is encoded once, and with concatenation the product of the radar's message s is made once for a sample, not for each user.
/// </summary>
internal sealed class GraphForward : ForwardPass
{
    private readonly PackedGraph _net;
    private readonly RowBuffer _channels, _hidden, _inner, _encoded, _mixed, _messages, _others, _userOut;
    private readonly RowBuffer _radarMixed, _radarMessage, _meanMessage, _shared, _radarOut;
    private readonly TargetEncoder _targets;
    private RowBuffer _users, _nextUsers, _radar, _nextRadar;
    private IReadOnlyList<IsacInstance> _instances = [];

    public GraphForward(NetworkArchitecture architecture, PackedGraph net, int users) : base(architecture, users)
    {
        _net = net;
        int width = architecture.Width, rows = Chunk * users;
        _channels = new RowBuffer(rows, net.UserIn.Parts[0].Inputs);
        _inner = new RowBuffer(rows, architecture.InnerWidth);
        (_hidden, _encoded, _mixed, _messages) = (new(rows, width), new(rows, width), new(rows, width), new(rows, width));
        (_others, _users, _nextUsers) = (new(rows, width), new(rows, width), new(rows, width));
        (_radarMixed, _radarMessage, _meanMessage) = (new(Chunk, width), new(Chunk, width), new(Chunk, width));
        (_shared, _radar, _nextRadar) = (new(Chunk, architecture.InnerWidth), new(Chunk, width), new(Chunk, width));
        (_userOut, _radarOut) = (new(rows, UserOutputs), new(Chunk, RadarOutputs));
        _targets = new TargetEncoder(architecture, net.TargetIn);
    }

    public override void Begin(IReadOnlyList<IsacInstance> instances)
    {
        _instances = instances;
        _targets.Encode(instances);
    }

    public override void Run(int start, int count, Span<float> outputs)
    {
        Enter(start, count);
        foreach (PackedUpdate update in _net.Updates)
        {
            Mlp(update.UserMessage, _users, _inner, _messages, count * Users);
            Mlp(update.RadarMessage, _radar, _inner, _radarMessage, count);
            if (Architecture.Combination == Combination.Sum) CombineSums(update, count);
            else CombineParts(update, count);
            Replace(ref _users, ref _nextUsers, count * Users);
            Replace(ref _radar, ref _nextRadar, count);
        }

        DenseKernel.Multiply(_net.UserOut, _users, _userOut, count * Users, null);
        DenseKernel.Multiply(_net.RadarOut, _radar, _radarOut, count, null);
        for (int i = 0; i < count; i++)
        {
            Span<float> own = outputs.Slice(i * Outputs, Outputs);
            for (int l = 0; l < Users; l++) _userOut.Row(i * Users + l)[..UserOutputs].CopyTo(own[(l * UserOutputs)..]);
            _radarOut.Row(i)[..RadarOutputs].CopyTo(own[(Users * UserOutputs)..]);
        }
    }

    private void Mlp(PackedMlp mlp, RowBuffer input, RowBuffer hidden, RowBuffer output, int rows) =>
        DenseBlock.Apply(Architecture, mlp, input, hidden, output, rows);

    /// <summary>u_l, t, then z_l and r.</summary>
    private void Enter(int start, int count)
    {
        int size = NetworkLayout.UserInputs(Architecture);
        for (int i = 0; i < count; i++)
        {
            IsacInstance instance = _instances[start + i];
            for (int l = 0; l < Users; l++)
            {
                Span<float> row = _channels.Row(i * Users + l);
                InputEncoding.WriteUser(Architecture, instance, l, row[..size]);
                if (Architecture.ThresholdInput) row[size] = (float)InputEncoding.Threshold(instance);
            }
        }

        Mlp(_net.UserIn, _channels, _hidden, _encoded, count * Users);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> target = _targets.Of(start + i);
            for (int l = i * Users; l < (i + 1) * Users; l++) RowKernels.Add(_encoded.Row(l), target, _mixed.Row(l));
            RowKernels.Mean(RowsOf(_encoded, i), target, _radarMixed.Row(i));
        }

        Mlp(_net.UserMix, _mixed, _hidden, _users, count * Users);
        Mlp(_net.RadarMix, _radarMixed, _hidden, _radar, count);
    }

    private void CombineSums(PackedUpdate update, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> shared = _radarMessage.Row(i), messages = RowsOf(_messages, i);
            RowKernels.MaximumOfOthers(messages, _others.Stride, RowsOf(_others, i));
            for (int l = i * Users; l < (i + 1) * Users; l++) RowKernels.AddThree(_users.Row(l), shared, _others.Row(l), _mixed.Row(l));
            RowKernels.Mean(messages, shared, _radarMixed.Row(i));
        }

        Mlp(update.UserCombine, _mixed, _inner, _nextUsers, count * Users);
        Mlp(update.RadarCombine, _radarMixed, _inner, _nextRadar, count);
    }

    private void CombineParts(PackedUpdate update, int count)
    {
        IReadOnlyList<PackedDense> user = update.UserCombine.Parts, radar = update.RadarCombine.Parts;
        DenseKernel.Multiply(user[1], _radarMessage, _shared, count, null);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> messages = RowsOf(_messages, i);
            RowKernels.MaximumOfOthers(messages, _others.Stride, RowsOf(_others, i));
            RowKernels.Mean(messages, [], _meanMessage.Row(i));
            for (int l = i * Users; l < (i + 1) * Users; l++) _shared.Row(i).CopyTo(_inner.Row(l));
        }

        DenseKernel.Multiply(user[0], _users, _inner, count * Users, null, continues: true);
        DenseKernel.Multiply(user[2], _others, _inner, count * Users, Architecture.Activation, continues: true);
        DenseBlock.Finish(Architecture, update.UserCombine, _inner, _nextUsers, count * Users);
        DenseKernel.Multiply(radar[0], _radarMessage, _inner, count, null);
        DenseKernel.Multiply(radar[1], _meanMessage, _inner, count, Architecture.Activation, continues: true);
        DenseBlock.Finish(Architecture, update.RadarCombine, _inner, _nextRadar, count);
    }

    /// <summary>z := [z +] what the updating layer gave.</summary>
    private void Replace(ref RowBuffer nodes, ref RowBuffer next, int rows)
    {
        if (Architecture.Residual) RowKernels.Add(nodes.Rows(rows), next.Rows(rows), next.Rows(rows));
        (nodes, next) = (next, nodes);
    }

    private Span<float> RowsOf(RowBuffer buffer, int sample) => buffer.Data.Slice(sample * Users * buffer.Stride, Users * buffer.Stride);
}
