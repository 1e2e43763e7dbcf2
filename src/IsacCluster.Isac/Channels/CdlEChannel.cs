namespace IsacCluster.Isac.Channels;

/// <summary>CDL-E of TR 38.901, table 7.7.1-5: 14 clusters, line of sight. <see cref="DelayLineChannel"/> has the equation.</summary>
public sealed record CdlEChannel : DelayLineChannel
{
    private static readonly DelayLineTable Clusters = new(
    [
        (-0.03, 0, 99.6), (-22.03, 0, 99.6), (-15.8, 57.5, 104.2), (-18.1, 57.5, 104.2), (-19.8, 57.5, 104.2),
        (-22.9, -20.1, 99.4), (-22.4, 16.2, 100.8), (-18.6, 9.3, 98.8), (-20.8, 9.3, 98.8), (-22.6, 9.3, 98.8),
        (-22.3, 19, 100.8), (-25.6, 32.7, 96.4), (-20.2, 0.5, 98.9), (-29.8, 55.9, 95.6), (-29.2, 57.6, 104.6),
    ], azimuthSpreadDeg: 5, zenithSpreadDeg: 3, hasLineOfSight: true);

    public static ChannelDescription Description { get; } = new(
        "cdl-e", "g_l of CDL-E, TR 38.901 table 7.7.1-5, narrowband, departures from psi_l", new CdlEChannel(), []);

    public override ChannelDescription Describe() => Description;

    internal override DelayLineTable Table() => Clusters;
}
