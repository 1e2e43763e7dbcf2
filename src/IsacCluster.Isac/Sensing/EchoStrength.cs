namespace IsacCluster.Isac.Sensing;

/// <summary>The parameters of an echo over N symbols that criteria and metrics share, with their defaults.</summary>
public static class EchoStrength
{
    public const string Symbols = "symbols", SnrDb = "echo_snr_db";
    public const double UsualSymbols = 256, MostSymbols = 1e9, UsualSnrDb = -20, LargestSnrDb = 200;

    /// <summary>N and rho of a criterion.</summary>
    /// <param name="ratio">What rho is.</param>
    public static CriterionParameter[] ParametersOf<TCriterion>(
        string ratio, Func<TCriterion, double> symbols, Func<TCriterion, double, TCriterion> withSymbols,
        Func<TCriterion, double> snrDb, Func<TCriterion, double, TCriterion> withSnrDb)
        where TCriterion : SensingCriterion =>
    [
        CriterionParameter.Of(Symbols, "N", "", 1, MostSymbols, "symbols of a coherent interval", symbols, withSymbols),
        CriterionParameter.Of(SnrDb, "ρ", "dB", -LargestSnrDb, LargestSnrDb, ratio, snrDb, withSnrDb),
    ];

    /// <summary>Of decibels.</summary>
    public static double Ratio(double decibels) => Math.Pow(10, decibels / 10);
}
