using IsacCluster.Isac.Sensing;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The echo of one target on the array that also transmits (Li and Stoica 2007, Liu et al. 2022): over N symbols
/// <code>
///   Y = alpha b(theta) a(theta)^H X + noise,   X X^H / N = R,   b = conj(a) up to a phase, entries of the noise CN(0, sigma_r^2)
/// </code>
/// whose strength is the echo SNR rho = |alpha|^2 P0 / sigma_r^2 of one antenna at P(theta) = P0.
/// </summary>
internal static class EchoModel
{
    public const string Symbols = EchoStrength.Symbols, EchoSnr = EchoStrength.SnrDb;

    public static IReadOnlyList<MetricParameter> Parameters { get; } =
    [
        new(Symbols, 1, EchoStrength.MostSymbols, EchoStrength.UsualSymbols, "N, symbols of a coherent interval"),
        new(EchoSnr, -EchoStrength.LargestSnrDb, EchoStrength.LargestSnrDb, EchoStrength.UsualSnrDb, "rho, dB, |alpha|^2 P0 / sigma_r^2"),
    ];
}
