namespace IsacCluster.Isac.Channels;

/// <summary>CDL-B of TR 38.901, table 7.7.1-2: 23 clusters, no line of sight. <see cref="DelayLineChannel"/> has the equation.</summary>
public sealed record CdlBChannel : DelayLineChannel
{
    private static readonly DelayLineTable Clusters = new(
    [
        (0, 9.3, 105.8), (-2.2, 9.3, 105.8), (-4, 9.3, 105.8), (-3.2, -34.1, 115.3), (-9.8, -65.4, 119.3), (-1.2, -11.4, 103.2),
        (-3.4, -11.4, 103.2), (-5.2, -11.4, 103.2), (-7.6, -67.2, 118.2), (-3, 52.5, 102), (-8.9, -72, 100.4), (-9, 74.3, 98.3),
        (-4.8, -52.2, 103.4), (-5.7, -50.5, 102.5), (-7.5, 61.4, 101.4), (-1.9, 30.6, 103), (-7.6, -72.5, 100),
        (-12.2, -90.6, 115.2), (-9.8, -77.6, 100.5), (-11.4, -82.6, 119.6), (-14.9, -103.6, 118.7), (-9.2, 75.6, 117.8),
        (-11.3, -77.6, 115.7),
    ], azimuthSpreadDeg: 10, zenithSpreadDeg: 3, hasLineOfSight: false);

    public static ChannelDescription Description { get; } = new(
        "cdl-b", "g_l of CDL-B, TR 38.901 table 7.7.1-2, narrowband, departures from psi_l", new CdlBChannel(), []);

    public override ChannelDescription Describe() => Description;

    internal override DelayLineTable Table() => Clusters;
}
