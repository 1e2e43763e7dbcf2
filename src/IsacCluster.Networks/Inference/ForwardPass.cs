using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>A network from instances to its raw outputs, with work space for one L. Not thread-safe.</summary>
internal abstract class ForwardPass
{
    /// <summary>User rows of a chunk: many for one reading of the weights, few enough for activations in the second-level cache.</summary>
    private const int ChunkRows = 96;

    protected ForwardPass(NetworkArchitecture architecture, int users)
    {
        (Architecture, Users) = (architecture, users);
        (UserOutputs, RadarOutputs) = (NetworkLayout.UserOutputs(architecture), NetworkLayout.RadarOutputs(architecture));
        Chunk = Math.Max(1, ChunkRows / users / DenseKernel.TileRows) * DenseKernel.TileRows;
    }

    public int Users { get; }

    /// <summary>Most instances of a chunk.</summary>
    public int Chunk { get; }

    /// <summary>Outputs of one instance.</summary>
    public int Outputs => Users * UserOutputs + RadarOutputs;

    protected NetworkArchitecture Architecture { get; }

    protected int UserOutputs { get; }

    protected int RadarOutputs { get; }

    public static ForwardPass Create(PackedNetwork network, int users) => network.Graph is { } graph
        ? new GraphForward(network.Architecture, graph, users)
        : new FullyConnectedForward(network, users);

    /// <summary>Takes a batch, of one L and K, whose chunks follow.</summary>
    public abstract void Begin(IReadOnlyList<IsacInstance> instances);

    /// <summary>Writes the outputs of some instances, of each the users' and then the radar's.</summary>
    /// <param name="count">At most <see cref="Chunk"/>.</param>
    public abstract void Run(int start, int count, Span<float> outputs);
}
