using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers.Feasibility;

/// <summary>
/// The smallest transmit power that meets every SINR:
/// <code>
///   minimise sum_l ||c_l||^2   s.t.  |h_l^H c_l|^2 >= Gamma0 (sum_{j != l} |h_l^H c_j|^2 + sigma^2)
///   dual:    maximise sigma^2 sum_l lambda_l
///            s.t.  I + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma0) lambda_l h_l h_l^H >= 0,   lambda >= 0
/// </code>
/// A radar covariance only adds interference, so it is zero here. The dual optimum is the fixed point of the virtual uplink, in
/// which lambda_l is the power of user l and the receiver is the MMSE one (Rashid-Farrokhi et al. 1998; Wiesel et al. 2006;
/// Yu and Lan 2007). It decides the feasibility of the SDR. Thread-safe.
/// </summary>
public static class MinimumPower
{
    /// <summary>A power up to P0 (1 + 1e-9) counts as within P0: rounding decides below that.</summary>
    public const double FeasibilityTolerance = 1e-9;

    /// <summary>Solves the problem of an instance; P0 only decides <see cref="MinimumPowerResult.IsFeasible"/>.</summary>
    public static MinimumPowerResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Solve(instance, new UnitChannel(instance));
    }

    /// <summary>The shared solution of the options, or one made from the channel at hand.</summary>
    internal static MinimumPowerResult Of(IsacInstance instance, UnitChannel channel, SolverOptions options) =>
        options.MinimumPower?.Invoke(instance) ?? Solve(instance, channel);

    private static MinimumPowerResult Solve(IsacInstance instance, UnitChannel channel)
    {
        if (instance.Users == 0)
            return new MinimumPowerResult { Status = SolveStatus.Optimal, Power = 0, Residual = 0, IsFeasible = true };
        if (channel.ZeroUser is int zero) return Divergent(UnitVector(instance.Users, zero), 0);
        var uplink = new UplinkFixedPoint(channel, instance.SinrThreshold);
        UplinkOutcome outcome = uplink.Solve();
        double[] lambda = Lambda(channel, uplink.Powers);
        double power = instance.Noise * lambda.Sum();
        switch (outcome)
        {
            case UplinkOutcome.Converged:
                bool feasible = power <= instance.Power * (1 + FeasibilityTolerance);
                return new MinimumPowerResult
                {
                    Status = SolveStatus.Optimal,
                    Power = power,
                    Lambda = lambda,
                    Iterations = uplink.Iterations,
                    Residual = uplink.Residual,
                    IsFeasible = feasible,
                    Certificate = feasible ? null : Certificate(instance, lambda),
                    Design = uplink.Downlink(instance),
                };
            case UplinkOutcome.Diverged:
                return Divergent(Normalised(lambda), uplink.Iterations);
            default:
                // Without a limit every iterate is still dual feasible, hence a bound that may already exceed P0.
                return new MinimumPowerResult
                {
                    Status = SolveStatus.IterationLimit,
                    Lambda = lambda,
                    Iterations = uplink.Iterations,
                    Residual = uplink.Residual,
                    Certificate = power > instance.Power * (1 + FeasibilityTolerance) ? Certificate(instance, lambda) : null,
                };
        }
    }

    /// <summary>
    /// The fixed point itself is on the boundary of the dual's feasible set; t lambda with t &lt; 1 lies inside, since the uplink's
    /// interference function grows slower than its argument.
    /// </summary>
    private static MinimumPowerCertificate Certificate(IsacInstance instance, double[] lambda)
    {
        double shrink = 1 - 0.5 * FeasibilityTolerance;
        double[] inside = [.. lambda.Select(value => shrink * value)];
        return new MinimumPowerCertificate(inside, instance.Noise * inside.Sum());
    }

    private static MinimumPowerResult Divergent(double[] direction, int iterations) => new()
    {
        Status = SolveStatus.Infeasible,
        Lambda = direction,
        Iterations = iterations,
        Certificate = new DivergenceCertificate(direction),
    };

    private static double[] Lambda(UnitChannel channel, double[] unitPowers)
    {
        var lambda = new double[unitPowers.Length];
        for (int l = 0; l < lambda.Length; l++) lambda[l] = unitPowers[l] / channel.Norms[l] / channel.Norms[l];
        return lambda;
    }

    private static double[] Normalised(double[] values)
    {
        double sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }

    private static double[] UnitVector(int length, int index)
    {
        var vector = new double[length];
        vector[index] = 1;
        return vector;
    }
}
