namespace IsacCluster.Isac.Designs;

/// <summary>Power ratios in decibel.</summary>
public static class Decibel
{
    /// <summary>10^(dB / 10).</summary>
    public static double ToLinear(double db) => Math.Pow(10, db / 10);

    /// <summary>10 log10(ratio).</summary>
    public static double FromLinear(double ratio) => 10 * Math.Log10(ratio);
}
