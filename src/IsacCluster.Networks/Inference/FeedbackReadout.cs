using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The closed-loop read-out: a descent from the radar-only covariance, whose start, user weights and, where they are learned, step lengths
/// and penalties the network corrects. Outputs that are not finite correct nothing.
/// </summary>
internal sealed class FeedbackReadout(NetworkArchitecture architecture, Func<BeampatternObjective, DescentStart> start) : NetworkReadout
{
    private readonly DescentScalars _scalars = FeedbackOutputs.Scalars(architecture);
    private FeedbackDescent? _descent;
    private DescentCorrections? _corrections;

    public override Design Design(IsacInstance instance, ReadOnlySpan<float> outputs)
    {
        if (_descent?.Users != instance.Users)
        {
            _descent = new FeedbackDescent(instance.Users, instance.Antennas);
            _corrections = new DescentCorrections(instance.Users, instance.Antennas, architecture.Refinements);
        }

        int width = NetworkLayout.UserOutputs(architecture);
        FeedbackOutputs.Read(architecture, outputs[..(instance.Users * width)], outputs[(instance.Users * width)..], _corrections!);
        return _descent.Run(instance, start(instance.Objective), _scalars, _corrections);
    }
}
