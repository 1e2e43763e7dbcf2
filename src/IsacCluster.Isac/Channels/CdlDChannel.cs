namespace IsacCluster.Isac.Channels;

/// <summary>CDL-D of TR 38.901, table 7.7.1-4: 13 clusters, line of sight. <see cref="DelayLineChannel"/> has the equation.</summary>
public sealed record CdlDChannel : DelayLineChannel
{
    private static readonly DelayLineTable Clusters = new(
    [
        (-0.2, 0, 98.5), (-13.5, 0, 98.5), (-18.8, 89.2, 85.5), (-21, 89.2, 85.5), (-22.8, 89.2, 85.5), (-17.9, 13, 97.5),
        (-20.1, 13, 97.5), (-21.9, 13, 97.5), (-22.9, 34.6, 98.5), (-27.8, -64.5, 88.4), (-23.6, -32.9, 91.3),
        (-24.8, 52.6, 103.8), (-30, -132.1, 80.3), (-27.7, 77.2, 86.5),
    ], azimuthSpreadDeg: 5, zenithSpreadDeg: 3, hasLineOfSight: true);

    public static ChannelDescription Description { get; } = new(
        "cdl-d", "g_l of CDL-D, TR 38.901 table 7.7.1-4, narrowband, departures from psi_l", new CdlDChannel(), []);

    public override ChannelDescription Describe() => Description;

    internal override DelayLineTable Table() => Clusters;
}
