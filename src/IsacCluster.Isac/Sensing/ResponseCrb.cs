using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Sensing;

/// <summary>
/// The Cramer-Rao bound of an extended target: of all M^2 entries of the response G in Y = G X + noise, the mean variance of an entry over
/// the mean square g^2 of an entry,
/// <code>
///   CRB(G) = P0 Tr(R^-1) / (rho N M)
/// </code>
/// with the echo SNR rho = g^2 P0 / sigma_r^2 (Liu et al. 2022, (10), where it stands as sigma_r^2 M / N Tr(R^-1)). Infinite where R has
/// not full rank.
/// </summary>
/// <param name="Symbols">N, of a coherent interval, at least M for an estimate to exist.</param>
/// <param name="EchoSnrDb">rho in dB.</param>
public sealed record ResponseCrb(double Symbols, double EchoSnrDb) : SensingCriterion
{
    public static CriterionDescription Description { get; } = new(
        "extended_crb", "minimise CRB(G) = P0 Tr(R^-1) / (rho N M) of an extended target's response",
        new ResponseCrb(EchoStrength.UsualSymbols, EchoStrength.UsualSnrDb),
        [
            .. EchoStrength.ParametersOf<ResponseCrb>(
                "g² P₀ / σ_r²", crb => crb.Symbols, (crb, value) => crb with { Symbols = value }, crb => crb.EchoSnrDb,
                (crb, value) => crb with { EchoSnrDb = value }),
        ]);

    public override CriterionDescription Describe() => Description;

    public override double Value(ComplexMatrix covariance, BeampatternObjective objective, double power)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        return power / (EchoStrength.Ratio(EchoSnrDb) * Symbols * covariance.Rows) * TraceOfInverse(covariance);
    }

    /// <summary>Tr(R^-1) = ||L^-1||_F^2; infinite where R is not positive definite.</summary>
    public static double TraceOfInverse(ComplexMatrix covariance)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        int antennas = covariance.Rows;
        PlanarMatrix matrix = new(antennas, antennas), factor = new(antennas, antennas), inverse = new(antennas, antennas);
        for (int i = 0; i < antennas; i++)
        {
            for (int j = 0; j < antennas; j++) matrix[i, j] = covariance[i, j];
        }

        if (!HermitianKernels.Cholesky(matrix, factor)) return double.PositiveInfinity;
        HermitianKernels.InvertFactor(factor, inverse);
        return PlanarMatrix.Inner(inverse, inverse);
    }
}
