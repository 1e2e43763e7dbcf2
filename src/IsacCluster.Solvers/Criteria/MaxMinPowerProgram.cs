using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>
/// The largest least power at the targets under SINR constraints and a limit of the sidelobes (<see cref="MaxMinPower"/>), for P0 = 1 and
/// with c above what any R reaches, M,
/// <code>
///   minimise (t - c)^2 / 2   over X_l >= 0, R = sum_l X_l, t >= 0
///   s.t.  P(theta_k) >= t,  epsilon t >= P(theta_n),  powers, SINRs
/// </code>
/// P at any angle is a sum over the 2M-1 uniform frequencies, which are the features whatever the grid. Given R the beams are recovered
/// exactly, so the relaxation is tight. Where the sidelobes' limit leaves no R the dual grows beyond c^2 / 2, and its multipliers are the
/// proof.
/// </summary>
internal sealed class MaxMinPowerProgram : CriterionProgram, ICriterionProgram
{
    private readonly BeampatternObjective _objective;
    private readonly double _limit, _scale, _above, _power;
    private readonly double[] _targets, _sidelobes;
    private readonly PlanarMatrix _frequencies;

    public MaxMinPowerProgram(MaxMinPower criterion, IsacInstance instance, PlanarMatrix channels)
        : base(instance, channels)
    {
        (_objective, _power, _limit) = (instance.Objective, instance.Power, EchoStrength.Ratio(criterion.SidelobeDb));
        (_targets, _sidelobes) = ([.. _objective.TargetsDeg], criterion.SidelobesDeg(_objective));
        (_above, _scale) = (1.1 * Antennas, 1 / Math.Max(1, _limit));
        _frequencies = GramFactor.Of(_objective).Frequencies;
    }

    public (ComplexMatrix Covariance, double Bound)? ClosedForm => null;

    public FeatureProgram At(CriterionStart start)
    {
        var parts = new ProgramParts(null, Antennas, 1);
        AddSinrRows(parts, start.Multipliers);
        int first = 0, count = _frequencies.Columns;
        for (int n = 0; n < count; n++)
        {
            int feature = parts.Feature(
                ProgramParts.Covariance, [.. Enumerable.Range(0, Antennas).Select(m => _frequencies[m, n])]);
            if (n == 0) first = feature;
        }

        FeatureTerm level = parts.Square(0, [Complex.One]);
        // Together the targets' rows take less than the start's barrier, each at most M; t then has their sum less that of the sidelobes.
        double share = start.Barrier / Antennas / Math.Max(1, _targets.Length);
        foreach (double angle in _targets)
            parts.AtLeast([.. PowerAt(angle, first, 1), level with { Common = -1 }], 0, 1, share);
        double other = share * _targets.Length / 4 / (_limit * _scale * Math.Max(1, _sidelobes.Length));
        foreach (double angle in _sidelobes)
            parts.AtLeast([.. PowerAt(angle, first, -_scale), level with { Common = _limit * _scale }], 0, 1, other);
        parts.Minimise([level], _above);
        (PlanarMatrix[] covariances, PlanarMatrix[] blocks) = Load(start);
        var lit = new PlanarMatrix(1, 1);
        lit[0, 0] = 0.5 * Math.Max(covariances.Sum(static block => block.Trace()), 0.1);
        return parts.Build(blocks.Length, Shares, [], Lifts) with { Start = [.. blocks, lit], StartSlack = Math.Max(start.Slack, 1e-3) };
    }

    public ComplexMatrix[] Blocks(FeatureMethod method) => [.. Enumerable.Range(0, BlockCount).Select(l => BlockOf(method, l))];

    /// <summary>An upper bound of t.</summary>
    public double BoundOf(double outcome) => _power * Math.Max(0, _above - Math.Sqrt(Math.Max(0, 2 * outcome)));

    /// <summary>The multipliers as a <see cref="SidelobeCertificate"/>; null where they prove nothing.</summary>
    public InfeasibilityCertificate? Proof(FeatureMethod method, IsacInstance instance, UnitChannel? channel)
    {
        ReadOnlySpan<double> y = method.Multipliers;
        int users = channel?.Users ?? 0, rows = users + _targets.Length + _sidelobes.Length;
        double[] lambda = y[..users].ToArray(), nu = Shares is null
            ? [.. Enumerable.Repeat(-y[rows], Antennas)]
            : [.. y.Slice(rows, Antennas).ToArray().Select(static value => -value)];
        double[] mu = y.Slice(users, _targets.Length).ToArray(), eta = y.Slice(users + _targets.Length, _sidelobes.Length).ToArray();
        for (int n = 0; n < eta.Length; n++) eta[n] *= _scale;
        for (int l = 0; l < users; l++) lambda[l] /= channel!.Norms[l] * channel.Norms[l];
        double scale = 1 / nu.Concat(mu).Concat(eta).Append(1e-300).Max(Math.Abs);
        double[] Scaled(double[] values) => [.. values.Select(value => value * scale)];
        var certificate = new SidelobeCertificate(Scaled(lambda), Scaled(nu), Scaled(mu), Scaled(eta));
        return SidelobeProof.Holds(certificate, instance, _targets, _sidelobes, _limit) ? certificate : null;
    }

    /// <summary>factor P(theta) = factor v(theta)^T Psi p, from the powers p at the frequencies.</summary>
    private FeatureTerm[] PowerAt(double angleDeg, int first, double factor)
    {
        int count = _frequencies.Columns;
        double electrical = UniformLinearArray.ElectricalAngle(angleDeg, _objective.Spacing);
        return [.. Enumerable.Range(0, count).Select(n =>
        {
            double distance = electrical - 2 * Math.PI * n / count, sum = 1;
            for (int d = 1; d < Antennas; d++) sum += 2 * Math.Cos(d * distance);
            return new FeatureTerm(first + n, factor * sum / count);
        })];
    }
}
