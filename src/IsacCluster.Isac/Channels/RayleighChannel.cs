using System.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>g_l ~ CN(0, I). M blocks a user.</summary>
public sealed record RayleighChannel : ChannelModel
{
    public static ChannelDescription Description { get; } = new("rayleigh", "g_l ~ CN(0, I)", new RayleighChannel(), []);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams) => AddScattered(g, 1, ref streams.Fading);
}
