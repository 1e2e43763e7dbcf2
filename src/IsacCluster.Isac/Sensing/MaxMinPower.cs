using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Sensing;

/// <summary>
/// The least power at the targets, min_k P(theta_k), W, as large as the sidelobes allow: P(theta_n) at most epsilon times that power at
/// every angle theta_n of the grid that lies in no sector and far enough from every target.
/// </summary>
/// <param name="SidelobeDb">epsilon in dB.</param>
/// <param name="SidelobeFromDeg">
/// How far from every target sidelobes begin, degrees; 0: at the first null of a uniformly weighted array,
/// |sin theta - sin theta_k| = 1 / (M d).
/// </param>
public sealed record MaxMinPower(double SidelobeDb, double SidelobeFromDeg) : SensingCriterion
{
    private const double Tolerance = 1e-9;

    public static CriterionDescription Description { get; } = new(
        "max_min_power", "maximise min_k P(theta_k) with P(theta_n) <= epsilon min_k P(theta_k) at the sidelobes", new MaxMinPower(-10, 0),
        [
            CriterionParameter.Of<MaxMinPower>(
                "sidelobe_db", "ε", "dB", -100, 100, "sidelobes over the least power at a target", power => power.SidelobeDb,
                (power, value) => power with { SidelobeDb = value }),
            CriterionParameter.Of<MaxMinPower>(
                "sidelobe_from_deg", "", "deg", 0, 180, "distance from the targets at which sidelobes begin; 0: the first null",
                power => power.SidelobeFromDeg, (power, value) => power with { SidelobeFromDeg = value }),
        ]);

    public override CriterionDescription Describe() => Description;

    public override bool IsMaximised() => true;

    public override string? Mismatch(AntennaArray array) =>
        array is { IsLinear: true } ? null : "a linear array, whose sidelobes are an interval of angles";

    /// <summary>min_k P(theta_k); NaN without targets. Whether the sidelobes keep to their limit is <see cref="Violation"/>.</summary>
    public override double Value(ComplexMatrix covariance, BeampatternObjective objective, double power)
    {
        ArgumentNullException.ThrowIfNull(objective);
        double[] sums = DiagonalSums.Of(covariance);
        return objective.TargetsDeg.Count == 0 ? double.NaN : objective.TargetsDeg.Min(angle => At(angle, objective, sums));
    }

    /// <summary>How far the largest sidelobe is above its limit, over the least power at a target; 0 where none is.</summary>
    public override double Violation(ComplexMatrix covariance, BeampatternObjective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        double[] sums = DiagonalSums.Of(covariance);
        double least = objective.TargetsDeg.Min(angle => At(angle, objective, sums)), limit = EchoStrength.Ratio(SidelobeDb);
        return SidelobesDeg(objective).Select(angle => At(angle, objective, sums) / least - limit).Append(0).Max();
    }

    /// <summary>The theta_n.</summary>
    public double[] SidelobesDeg(BeampatternObjective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return [.. objective.AnglesDeg.Where((angle, n) => objective.Desired[n] == 0
            && objective.TargetsDeg.All(target => IsFar(angle, target, objective)))];
    }

    private static double At(double angleDeg, BeampatternObjective objective, double[] sums) =>
        DiagonalSums.BeampatternRow(angleDeg, objective.Antennas, objective.Spacing).Zip(sums, static (row, sum) => row * sum).Sum();

    private bool IsFar(double angle, double target, BeampatternObjective objective)
    {
        if (SidelobeFromDeg > 0) return Math.Abs(angle - target) >= SidelobeFromDeg - Tolerance;
        double distance = Math.Abs(
            UniformLinearArray.ElectricalAngle(angle, objective.Spacing) - UniformLinearArray.ElectricalAngle(target, objective.Spacing));
        return distance >= 2 * Math.PI / objective.Antennas - Tolerance;
    }
}
