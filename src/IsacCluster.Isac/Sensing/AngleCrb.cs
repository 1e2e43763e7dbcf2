using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Sensing;

/// <summary>
/// The Cramer-Rao bound of the angle of a <see cref="PointTarget"/> whose strength is unknown too, rad^2,
/// <code>
///   CRB(theta) = P0 / (2 rho N J(R))
/// </code>
/// with the echo SNR rho = |alpha|^2 P0 / sigma_r^2 of one antenna at P(theta) = P0 (Liu et al., IEEE Trans. Signal Process. 70 (2022)
/// 240).
/// </summary>
/// <param name="TargetDeg">theta, degrees.</param>
/// <param name="Symbols">N, of a coherent interval.</param>
/// <param name="EchoSnrDb">rho in dB.</param>
public sealed record AngleCrb(double TargetDeg, double Symbols, double EchoSnrDb) : SensingCriterion
{
    public static CriterionDescription Description { get; } = new(
        "crb", "minimise CRB(theta) = P0 / (2 rho N J(R)) of a point target's angle",
        new AngleCrb(0, EchoStrength.UsualSymbols, EchoStrength.UsualSnrDb),
        [
            CriterionParameter.Of<AngleCrb>(
                "target_deg", "θ", "deg", -89, 89, "angle of the target", crb => crb.TargetDeg,
                (crb, value) => crb with { TargetDeg = value }) with { IsRequired = true },
            .. EchoStrength.ParametersOf<AngleCrb>(
                "|α|² P₀ / σ_r²", crb => crb.Symbols, (crb, value) => crb with { Symbols = value }, crb => crb.EchoSnrDb,
                (crb, value) => crb with { EchoSnrDb = value }),
        ]);

    public override CriterionDescription Describe() => Description;

    public override string? Mismatch(AntennaArray array) =>
        PointTarget.Response(new Direction(TargetDeg), array).Squared > 0 ? null : "an array that is more than one antenna wide";

    public override double Value(ComplexMatrix covariance, BeampatternObjective objective, double power)
    {
        ArgumentNullException.ThrowIfNull(objective);
        double bound = PointTarget.Bound(new Direction(TargetDeg), covariance, objective.Array);
        return power / (2 * EchoStrength.Ratio(EchoSnrDb) * Symbols) * bound;
    }
}
