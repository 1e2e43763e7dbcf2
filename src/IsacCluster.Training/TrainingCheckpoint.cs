using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training;

/// <summary>The saved state of a training.</summary>
public static class TrainingCheckpoint
{
    /// <summary>
    /// The state of one training as that of another, which goes on from its weights, moments, steps and curve with settings of its own, as
    /// population-based training does.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The state is damaged or of a third training, or the networks have other layouts.
    /// </exception>
    public static byte[] Adopted(byte[] state, TrainingSettings from, TrainingSettings to)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!NetworkLayout.Of(from.Architecture).SequenceEqual(NetworkLayout.Of(to.Architecture)))
            throw new InvalidDataException("the checkpoint is of a network with another layout.");
        return TrainingState.FromBytes(state, TrainingIdentity.Of(from)).ToBytes(TrainingIdentity.Of(to));
    }
}
