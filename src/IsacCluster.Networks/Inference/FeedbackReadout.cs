using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The closed-loop read-out: a descent from the radar-only covariance, whose start, user weights and, where they are learned, step lengths
/// and penalties the network corrects. Outputs that are not finite correct nothing. A descent decides, step by step, who falls short, and
/// long steps enlarge what is different before: the network is computed in doubles, so that a design does not depend on how floats are
/// rounded (docs/adr/0019-closed-loop.md). Not thread-safe.
/// </summary>
internal sealed class FeedbackReadout(
    NetworkArchitecture architecture, IReadOnlyList<PreciseLayer> layers, Func<BeampatternObjective, DescentStart> start)
{
    /// <summary>User rows of a chunk.</summary>
    private const int ChunkRows = 96;

    private readonly DescentScalars _scalars = FeedbackOutputs.Scalars(architecture);
    private readonly PreciseForward _forward = new(architecture, layers);
    private FeedbackDescent? _descent;
    private DescentCorrections? _corrections;
    private double[] _outputs = [];

    /// <param name="instances">Of one M, L and K; at least one.</param>
    public Design[] Designs(IReadOnlyList<IsacInstance> instances)
    {
        int users = instances[0].Users, antennas = instances[0].Antennas, chunk = Math.Max(1, ChunkRows / users);
        int ofUsers = users * NetworkLayout.UserOutputs(architecture), size = ofUsers + NetworkLayout.RadarOutputs(architecture);
        if (_descent?.Users != users)
        {
            _descent = new FeedbackDescent(users, antennas);
            _corrections = new DescentCorrections(users, antennas, architecture.Refinements);
            _outputs = new double[chunk * size];
        }

        IsacInstance[] all = [.. instances];
        var designs = new Design[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            int at = i % chunk;
            int count = Math.Min(chunk, all.Length - i);
            if (at == 0) _forward.Run(all.AsSpan(i, count), _outputs.AsSpan(0, count * size));
            Span<double> own = _outputs.AsSpan(at * size, size);
            FeedbackOutputs.Read<double>(architecture, own[..ofUsers], own[ofUsers..], _corrections!);
            designs[i] = _descent.Run(all[i], start(all[i].Objective), _scalars, _corrections);
        }

        return designs;
    }
}
