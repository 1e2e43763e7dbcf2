namespace IsacCluster.Isac.Channels;

/// <summary>A table of clusters of TR 38.901, 7.7.1. Immutable.</summary>
/// <param name="rows">
/// Power in dB, azimuth and zenith of departure in degrees, a cluster each; with a line of sight that comes first.
/// </param>
/// <param name="azimuthSpreadDeg">c_ASD.</param>
/// <param name="zenithSpreadDeg">c_ZSD.</param>
internal sealed class DelayLineTable(
    (double PowerDb, double AzimuthDeg, double ZenithDeg)[] rows, double azimuthSpreadDeg, double zenithSpreadDeg, bool hasLineOfSight)
{
    private readonly double _all = rows.Sum(static row => Math.Pow(10, row.PowerDb / 10));

    public int Count => rows.Length;

    public bool HasLineOfSight => hasLineOfSight;

    public double AzimuthSpreadDeg => azimuthSpreadDeg;

    public double ZenithSpreadDeg => zenithSpreadDeg;

    /// <summary>P_n over the sum of all.</summary>
    public double Power(int cluster) => Math.Pow(10, rows[cluster].PowerDb / 10) / _all;

    public double AzimuthDeg(int cluster) => rows[cluster].AzimuthDeg;

    public double ZenithDeg(int cluster) => rows[cluster].ZenithDeg;
}
