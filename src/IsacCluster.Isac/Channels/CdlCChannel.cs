namespace IsacCluster.Isac.Channels;

/// <summary>CDL-C of TR 38.901, table 7.7.1-3: 24 clusters, no line of sight. <see cref="DelayLineChannel"/> has the equation.</summary>
public sealed record CdlCChannel : DelayLineChannel
{
    private static readonly DelayLineTable Clusters = new(
    [
        (-4.4, -46.6, 97.2), (-1.2, -22.8, 98.6), (-3.5, -22.8, 98.6), (-5.2, -22.8, 98.6), (-2.5, -40.7, 100.6),
        (0, 0.3, 99.2), (-2.2, 0.3, 99.2), (-3.9, 0.3, 99.2), (-7.4, 73.1, 105.2), (-7.1, -64.5, 95.3), (-10.7, 80.2, 106.1),
        (-11.1, -97.1, 93.5), (-5.1, -55.3, 103.7), (-6.8, -64.3, 104.2), (-8.7, -78.5, 93), (-13.2, 102.7, 104.2),
        (-13.9, 99.2, 94.9), (-13.9, 88.8, 93.1), (-15.8, -101.9, 92.2), (-17.1, 92.2, 106.7), (-16, 93.3, 93),
        (-15.7, 106.6, 92.9), (-21.6, 119.5, 105.2), (-22.8, -123.8, 107.8),
    ], azimuthSpreadDeg: 2, zenithSpreadDeg: 3, hasLineOfSight: false);

    public static ChannelDescription Description { get; } = new(
        "cdl-c", "g_l of CDL-C, TR 38.901 table 7.7.1-3, narrowband, departures from psi_l", new CdlCChannel(), []);

    public override ChannelDescription Describe() => Description;

    internal override DelayLineTable Table() => Clusters;
}
