namespace IsacCluster.Isac.Sensing;

/// <summary>The parameters of an echo over N symbols that criteria and metrics share, with their defaults.</summary>
public static class EchoStrength
{
    public const string Symbols = "symbols", SnrDb = "echo_snr_db";
    public const double UsualSymbols = 256, MostSymbols = 1e9, UsualSnrDb = -20, LargestSnrDb = 200;

    /// <summary>Of decibels.</summary>
    public static double Ratio(double decibels) => Math.Pow(10, decibels / 10);
}
