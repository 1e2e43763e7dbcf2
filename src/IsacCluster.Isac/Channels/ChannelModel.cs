using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// Small-scale fading g_l of h_l = sqrt(alpha_l) g_l, with E ||g_l||^2 = M, alpha_l the path gain, or 1 without path loss. A model is one
/// file: it draws and describes itself;
/// <see cref="ChannelModels"/> lists those that specifications may name. Immutable and thread-safe.
/// </summary>
/// <remarks>Descriptions are methods: properties of a model enter the identity of a training.</remarks>
public abstract record ChannelModel : ChannelSource
{
    /// <summary>Adds the fading of one user.</summary>
    /// <param name="user">Where the user is.</param>
    /// <param name="g">M entries, zeros.</param>
    /// <param name="streams">Of the sample. Whatever the values drawn, a user consumes the same number of blocks of each stream.</param>
    public abstract void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams);

    /// <summary>Whether h_l has the path gain of the user's place; else it is g_l. Default: yes.</summary>
    public virtual bool HasPathLoss() => true;

    /// <summary>Users draw one after another, at their places in the slot of the trajectory.</summary>
    public sealed override void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots) =>
        Fill(channel, seed, sample, slots, null);

    /// <summary>Users draw one after another, at their places in the slot of the trajectory.</summary>
    public sealed override void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots, AntennaArray? array)
    {
        ArgumentNullException.ThrowIfNull(channel);
        UserPosition[] users = UserGeometry.Positions(seed, sample / (ulong)slots, (int)(sample % (ulong)slots), channel.Rows);
        var streams = new ChannelStreams(seed, sample) { Array = array };
        for (int l = 0; l < users.Length; l++)
        {
            Span<Complex> row = channel.Row(l);
            streams.ElevationDeg = array is { SeesElevation: true } ? UserGeometry.ElevationDeg(users[l]) : 0;
            Draw(users[l], row, streams);
            if (!HasPathLoss()) continue;
            double amplitude = Math.Sqrt(UserGeometry.PathGain(users[l]));
            for (int m = 0; m < row.Length; m++) row[m] *= amplitude;
        }
    }

    /// <summary>The name, equation and parameters of the model, the same for all models of a type.</summary>
    public abstract ChannelDescription Describe();

    /// <summary>g += amplitude CN(0, I); M blocks.</summary>
    protected static void AddScattered(Span<Complex> g, double amplitude, ref RandomStream stream)
    {
        for (int m = 0; m < g.Length; m++) g[m] += amplitude * stream.NextComplexGaussian();
    }

    /// <summary>g += gain a(azimuth, elevation of the user), a of the array that the streams know.</summary>
    protected static void AddPath(Span<Complex> g, Complex gain, double azimuthDeg, ChannelStreams streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        Complex[] steering = streams.Array is { } array
            ? array.Steering(new Direction(azimuthDeg, streams.ElevationDeg))
            : UniformLinearArray.SteeringVector(azimuthDeg, g.Length);
        for (int m = 0; m < g.Length; m++) g[m] += gain * steering[m];
    }
}
