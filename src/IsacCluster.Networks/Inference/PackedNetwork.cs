using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>MLP_ab: two dense layers with activations. The first may stand in parts, one for each vector that is concatenated.</summary>
/// <param name="Parts">Of the first layer; their products are summed in this order.</param>
internal sealed record PackedMlp(IReadOnlyList<PackedDense> Parts, PackedDense Second);

/// <summary>One updating layer of a graph network.</summary>
/// <param name="UserCombine">With concatenation in parts for z_l, s and max m_j.</param>
/// <param name="RadarCombine">With concatenation in parts for s and mean m_l.</param>
internal sealed record PackedUpdate(PackedMlp UserMessage, PackedMlp RadarMessage, PackedMlp UserCombine, PackedMlp RadarCombine);

/// <summary>The weights of a graph network, packed once for a model.</summary>
internal sealed record PackedGraph(
    PackedMlp UserIn,
    PackedMlp TargetIn,
    PackedMlp UserMix,
    PackedMlp RadarMix,
    IReadOnlyList<PackedUpdate> Updates,
    PackedDense UserOut,
    PackedDense RadarOut);

/// <summary>
/// The weights of a network as the kernels read them: a graph network's, or the dense layers of a fully connected one. Immutable and
/// shared between threads.
/// </summary>
internal sealed class PackedNetwork
{
    /// <param name="parameters">In the order of <see cref="NetworkLayout"/>.</param>
    public PackedNetwork(NetworkArchitecture architecture, ReadOnlySpan<float> parameters)
    {
        Architecture = architecture;
        if (architecture.IsClosedLoop) Precise = PreciseLayer.Of(architecture, parameters);
        var layers = new LayerReader(NetworkLayout.Of(architecture), parameters);
        if (architecture.Kind == NetworkKind.Dnn)
        {
            var dense = new PackedDense[architecture.Layers + 1];
            for (int i = 0; i < dense.Length; i++) dense[i] = layers.Dense();
            Layers = dense;
            return;
        }

        bool concat = architecture.Combination == Combination.Concat;
        PackedMlp userIn = layers.Mlp(), targetIn = layers.Mlp(), userMix = layers.Mlp(), radarMix = layers.Mlp();
        var updates = new PackedUpdate[architecture.Layers];
        for (int i = 0; i < updates.Length; i++)
        {
            PackedMlp userMessage = layers.Mlp(), radarMessage = layers.Mlp();
            updates[i] = new PackedUpdate(userMessage, radarMessage, layers.Mlp(concat ? 3 : 1), layers.Mlp(concat ? 2 : 1));
        }

        Graph = new PackedGraph(userIn, targetIn, userMix, radarMix, updates, layers.Dense(), layers.Dense());
    }

    public NetworkArchitecture Architecture { get; }

    /// <summary>Of a graph network, else null.</summary>
    public PackedGraph? Graph { get; }

    /// <summary>Of a fully connected network: the hidden layers and the linear one; else none.</summary>
    public IReadOnlyList<PackedDense> Layers { get; } = [];

    /// <summary>Of a network with a closed loop all layers in doubles, else null.</summary>
    public IReadOnlyList<PreciseLayer>? Precise { get; }

    /// <summary>Takes layers off the flat vector in order.</summary>
    private ref struct LayerReader(IReadOnlyList<DenseShape> shapes, ReadOnlySpan<float> parameters)
    {
        private readonly ReadOnlySpan<float> _parameters = parameters;
        private int _next, _offset;

        public PackedDense Dense() => Parts(1)[0];

        public PackedMlp Mlp(int parts = 1) => new(Parts(parts), Dense());

        private PackedDense[] Parts(int count)
        {
            DenseShape shape = shapes[_next++];
            ReadOnlySpan<float> own = _parameters.Slice(_offset, shape.ParameterCount);
            _offset += shape.ParameterCount;
            var parts = new PackedDense[count];
            int inputs = shape.Inputs / count;
            for (int i = 0; i < count; i++) parts[i] = new PackedDense(shape, own, i * inputs, inputs);
            return parts;
        }
    }
}
