namespace IsacCluster.Isac.Channels;

/// <summary>CDL-A of TR 38.901, table 7.7.1-1: 23 clusters, no line of sight. <see cref="DelayLineChannel"/> has the equation.</summary>
public sealed record CdlAChannel : DelayLineChannel
{
    private static readonly DelayLineTable Clusters = new(
    [
        (-13.4, -178.1, 50.2), (0, -4.2, 93.2), (-2.2, -4.2, 93.2), (-4, -4.2, 93.2), (-6, 90.2, 122), (-8.2, 90.2, 122),
        (-9.9, 90.2, 122), (-10.5, 121.5, 150.2), (-7.5, -81.7, 55.2), (-15.9, 158.4, 26.4), (-6.6, -83, 126.4),
        (-16.7, 134.8, 171.6), (-12.4, -153, 151.4), (-15.2, -172, 157.2), (-10.8, -129.9, 47.2), (-11.3, -136, 40.4),
        (-12.7, 165.4, 43.3), (-16.2, 148.4, 161.8), (-18.3, 132.7, 10.8), (-18.9, -118.6, 16.7), (-16.6, -154.1, 171.7),
        (-19.9, 126.5, 22.7), (-29.7, -56.2, 144.9),
    ], azimuthSpreadDeg: 5, zenithSpreadDeg: 3, hasLineOfSight: false);

    public static ChannelDescription Description { get; } = new(
        "cdl-a", "g_l of CDL-A, TR 38.901 table 7.7.1-1, narrowband, departures from psi_l", new CdlAChannel(), []);

    public override ChannelDescription Describe() => Description;

    internal override DelayLineTable Table() => Clusters;
}
