using System.Numerics;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// What a base station knows of a channel: h_l + e_l with e_l ~ CN(0, v |h_l|^2 / M I), an error of the relative variance v, independent
/// of the channel's direction.
/// </summary>
public static class ChannelEstimate
{
    /// <param name="channel">L x M, row l is h_l.</param>
    /// <param name="errorVariance">v.</param>
    /// <returns>L x M, a pure function of the arguments.</returns>
    public static ComplexMatrix Of(ComplexMatrix channel, double errorVariance, ulong seed, ulong sample)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ComplexMatrix estimate = channel.Clone();
        var stream = new RandomStream(seed, StreamPurpose.Estimation, sample);
        for (int l = 0; l < channel.Rows; l++)
        {
            double energy = 0;
            foreach (Complex entry in channel.Row(l)) energy += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
            double amplitude = Math.Sqrt(errorVariance * energy / channel.Columns);
            foreach (ref Complex entry in estimate.Row(l)) entry += amplitude * stream.NextComplexGaussian();
        }

        return estimate;
    }
}
