using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Feasibility;

/// <summary>
/// The minimum-power problem of antennas whose powers stand in the proportions of the instance, by <see cref="LeastScale"/> with
/// <code>
///   (1 + 1/Gamma_l) h_l^H X_l h_l - h_l^H (sum_k X_k) h_l >= sigma_l^2
/// </code>
/// as rows and one block for each user, in units in which the least total power, a lower bound, is 1. The power is t P0.
/// </summary>
internal static class AntennaPower
{
    /// <summary>Scales beyond this many times the least total power count as none.</summary>
    private const double LargestRatio = 1e8;

    /// <summary>Excess of t over 1 that the method's accuracy does not decide.</summary>
    private const double Undecided = 1e-6;

    /// <param name="total">The least total power of the same users, which exists.</param>
    public static MinimumPowerResult Of(IsacInstance instance, UnitChannel channel, MinimumPowerResult total)
    {
        int users = instance.Users;
        double unit = total.Power / instance.Power;
        double[] shares = instance.AntennaShares()!, own = [.. Enumerable.Range(0, users).Select(l => 1 + 1 / instance.ThresholdOf(l))];
        double[] noise = [.. channel.Noise.Select(value => value / unit)];
        var start = new PlanarMatrix(shares.Length, shares.Length);
        for (int m = 0; m < shares.Length; m++) start[m, m] = shares[m] / users;
        LeastScale least = LeastScale.Solve(
            [.. Enumerable.Repeat(LeastScale.Features(channel.Rows), users)], isFull: true, SinrRows.Of(0, own, noise),
            SinrRows.Barrier(own), [.. Enumerable.Repeat(start, users)], shares);
        bool exceeds = least.Bound * unit > 1 + MinimumPower.FeasibilityTolerance, converged = least.IsConverged;
        AntennaPowerCertificate? proof = exceeds && least.Proof(1 / unit) is var (lambda, nu)
            ? Certificate(instance, channel, lambda, nu)
            : null;
        return new MinimumPowerResult
        {
            Status = converged ? SolveStatus.Optimal
                : least.Bound > LargestRatio && proof is not null ? SolveStatus.Infeasible
                : least.Outcome.Limit.Status(),
            Power = converged ? least.Reached * unit * instance.Power : double.NaN,
            Lambda = proof?.Lambda ?? [],
            Iterations = total.Iterations + least.Outcome.Iterations,
            Residual = converged ? (least.Reached - least.Bound) / least.Reached : double.NaN,
            Certificate = proof,
            Design = converged ? Recover(least, instance, unit) : null,
            IsFeasible = converged && proof is null && least.Reached * unit <= 1 + Undecided,
        };
    }

    /// <summary>Scaled to sum nu_m P_m = P0; where that sum is not positive, no scale has a design, and lambda has the value P0.</summary>
    private static AntennaPowerCertificate Certificate(IsacInstance instance, UnitChannel channel, double[] lambda, double[] nu)
    {
        double power = nu.Select((value, m) => value * instance.AntennaPowers![m]).Sum() / instance.Power;
        double value = lambda.Select((weight, l) => weight * channel.Noise[l]).Sum(), scale = power > 0 ? 1 / power : 1 / value;
        return new AntennaPowerCertificate(
            [.. lambda.Select((weight, l) => weight * scale / channel.Norms[l] / channel.Norms[l])],
            [.. nu.Select(weight => weight * scale)],
            power > 0 ? value * scale * instance.Power : double.PositiveInfinity);
    }

    /// <summary>The design of least scale itself.</summary>
    private static Design Recover(LeastScale least, IsacInstance instance, double unit)
    {
        ComplexMatrix[] blocks = [.. Enumerable.Range(0, instance.Users).Select(l => least.Block(l).ToComplex(unit * instance.Power))];
        ComplexMatrix covariance = blocks[0];
        for (int l = 1; l < blocks.Length; l++) covariance += blocks[l];
        return RankOneRecovery.Recover(covariance, blocks, instance.Channel);
    }
}
