using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// Small-scale fading g_l of h_l = sqrt(alpha_l) g_l, with E ||g_l||^2 = M. A model is one file: it draws and describes itself;
/// <see cref="ChannelModels"/> lists those that specifications may name. Immutable and thread-safe.
/// </summary>
/// <remarks>Descriptions are methods: properties of a model enter the identity of a training.</remarks>
public abstract record ChannelModel
{
    /// <summary>Adds the fading of one user.</summary>
    /// <param name="user">Where the user is.</param>
    /// <param name="g">M entries, zeros.</param>
    /// <param name="streams">Of the sample. Whatever the values drawn, a user consumes the same number of blocks of each stream.</param>
    public abstract void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams);

    /// <summary>The name, equation and parameters of the model, the same for all models of a type.</summary>
    public abstract ChannelDescription Describe();

    /// <summary>g += amplitude CN(0, I); M blocks.</summary>
    protected static void AddScattered(Span<Complex> g, double amplitude, ref RandomStream stream)
    {
        for (int m = 0; m < g.Length; m++) g[m] += amplitude * stream.NextComplexGaussian();
    }

    /// <summary>g += gain a(azimuth).</summary>
    protected static void AddPath(Span<Complex> g, Complex gain, double azimuthDeg)
    {
        Complex[] steering = UniformLinearArray.SteeringVector(azimuthDeg, g.Length);
        for (int m = 0; m < g.Length; m++) g[m] += gain * steering[m];
    }
}
