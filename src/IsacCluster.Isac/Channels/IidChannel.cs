using System.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>h_l ~ CN(0, I), without path loss. M blocks a user; the same draws as Rayleigh's.</summary>
public sealed record IidChannel : ChannelModel
{
    public static ChannelDescription Description { get; } = new("iid", "h_l ~ CN(0, I), alpha_l = 1", new IidChannel(), []);

    public override ChannelDescription Describe() => Description;

    public override bool HasPathLoss() => false;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams) => AddScattered(g, 1, ref streams.Fading);
}
