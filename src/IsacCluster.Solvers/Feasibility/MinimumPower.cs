using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

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
/// Yu and Lan 2007). It decides the feasibility of the SDR: a dual vector is a certificate only after <see cref="IsProof"/> has verified it
/// as it is given out. Thread-safe.
/// </summary>
public static class MinimumPower
{
    /// <summary>A power up to P0 (1 + 1e-9) counts as within P0: rounding decides below that.</summary>
    public const double FeasibilityTolerance = 1e-9;

    /// <summary>Solves the problem of an instance; P0 only decides <see cref="MinimumPowerResult.IsFeasible"/>.</summary>
    public static MinimumPowerResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return OfInstance(instance, new UnitChannel(instance));
    }

    /// <summary>The shared solution of the options, or one made from the channel at hand.</summary>
    internal static MinimumPowerResult Of(IsacInstance instance, UnitChannel channel, SolverOptions options) =>
        options.MinimumPower?.Invoke(instance) ?? OfInstance(instance, channel);

    /// <summary>
    /// Where antennas have powers of their own: first the total, whose certificate holds for them too, then <see cref="AntennaPower"/>.
    /// </summary>
    private static MinimumPowerResult OfInstance(IsacInstance instance, UnitChannel channel)
    {
        MinimumPowerResult total = Solve(instance, channel);
        return instance.AntennaPowers is null || instance.Users == 0 || !total.IsFeasible && total.Design is null
            ? total
            : AntennaPower.Of(instance, channel, total);
    }

    /// <summary>The problem of the total power alone, whatever the antennas' powers are.</summary>
    internal static MinimumPowerResult OfTotal(IsacInstance instance, UnitChannel channel) => Solve(instance, channel);

    private static MinimumPowerResult Solve(IsacInstance instance, UnitChannel channel)
    {
        if (instance.Users == 0)
            return new MinimumPowerResult { Status = SolveStatus.Optimal, Power = 0, Residual = 0, IsFeasible = true };
        if (channel.ZeroUser is int zero) return Divergent(instance, UnitVector(instance.Users, zero), 0);
        var uplink = new UplinkFixedPoint(channel, [.. Enumerable.Range(0, instance.Users).Select(instance.ThresholdOf)]);
        UplinkOutcome outcome = uplink.Solve();
        if (outcome == UplinkOutcome.Diverged) return Divergent(instance, Direction(channel, uplink.Powers), uplink.Iterations);
        double[] lambda = Lambda(channel, uplink.Powers);
        double power = Value(instance, lambda);
        bool converged = outcome == UplinkOutcome.Converged, exceeds = power > instance.Power * (1 + FeasibilityTolerance);
        // Channels of 1e-160 or 1e160 need a power that is no double; that it exceeds P0, or does not, can be true all the same.
        bool known = converged && double.IsNormal(power) && double.IsNormal(lambda.Max());
        return new MinimumPowerResult
        {
            Status = known ? SolveStatus.Optimal : converged ? SolveStatus.NumericalFailure : SolveStatus.IterationLimit,
            Power = known ? power : double.NaN,
            Lambda = lambda,
            Iterations = uplink.Iterations,
            Residual = uplink.Residual,
            IsFeasible = converged && power <= instance.Power * (1 + FeasibilityTolerance),
            // Without a limit every iterate is still dual feasible, hence a bound that may already exceed P0.
            Certificate = exceeds ? Certificate(instance, lambda, Direction(channel, uplink.Powers), power) : null,
            Design = converged ? uplink.Downlink(instance) : null,
        };
    }

    /// <summary>
    /// The fixed point itself is on the boundary of the dual's feasible set; t lambda with t &lt; 1 lies inside, since the uplink's
    /// interference function grows slower than its argument. t is close to 1, for a sharp bound, or where rounding is too large for that
    /// such that the bound is between P0 and the power, at most 2 P0. Null if neither is verified.
    /// </summary>
    private static MinimumPowerCertificate? Certificate(IsacInstance instance, double[] lambda, double[] direction, double power)
    {
        double shrink = 1 - 0.5 * FeasibilityTolerance;
        double[] sharp = [.. lambda.Select(value => shrink * value)];
        if (!IsProof(instance, sharp)) sharp = Scaled(instance, direction, Math.Min((1 + power / instance.Power) / 2, 2));
        return IsProof(instance, sharp) ? new MinimumPowerCertificate(sharp, Value(instance, sharp)) : null;
    }

    /// <summary>No power suffices, if at least twice P0 does not in the arithmetic at hand.</summary>
    private static MinimumPowerResult Divergent(IsacInstance instance, double[] direction, int iterations)
    {
        bool proven = IsProof(instance, Scaled(instance, direction, 2));
        return new MinimumPowerResult
        {
            Status = proven ? SolveStatus.Infeasible : SolveStatus.NumericalFailure,
            Lambda = direction,
            Iterations = iterations,
            Certificate = proven ? new DivergenceCertificate(direction) : null,
        };
    }

    /// <summary>Whether lambda, as these numbers, proves in double precision that no design has the power P0.</summary>
    private static bool IsProof(IsacInstance instance, double[] lambda)
    {
        int users = instance.Users, antennas = instance.Antennas;
        PlanarMatrix rows = new(users, antennas), sum = new(antennas, antennas), test = new(antennas, antennas);
        PlanarMatrix factor = new(antennas, antennas);
        rows.CopyFrom(instance.Channel, 1);
        double bound = 0, terms = 0;
        for (int l = 0; l < users; l++)
        {
            bound += instance.NoiseOf(l) * lambda[l];
            terms += (1 + Own(instance, l)) * lambda[l] * PlanarKernels.SquaredNorm(rows, l);
            HermitianKernels.AddOuter(lambda[l], rows, l, sum);
        }

        sum.AddIdentity(1 - CertificateRounding.Of(users + 1, terms, antennas));
        if (!(bound > instance.Power) || !double.IsFinite(bound)) return false;
        for (int l = 0; l < users; l++)
        {
            test.CopyFrom(sum);
            HermitianKernels.AddOuter(-Own(instance, l) * lambda[l], rows, l, test);
            if (!HermitianKernels.Cholesky(test, factor)) return false;
        }

        return true;
    }

    /// <summary>The multiple of a direction whose bound is so many times P0.</summary>
    private static double[] Scaled(IsacInstance instance, double[] direction, double times)
    {
        // The direction has sum 1.
        double noise = instance.UserNoise is null ? instance.Noise : Value(instance, direction);
        return [.. direction.Select(value => value * (times * instance.Power / noise))];
    }

    /// <summary>sum_l sigma_l^2 lambda_l.</summary>
    private static double Value(IsacInstance instance, double[] lambda) => instance.UserNoise is null
        ? instance.Noise * lambda.Sum()
        : lambda.Select((value, l) => instance.NoiseOf(l) * value).Sum();

    /// <summary>1 + 1/Gamma_l.</summary>
    private static double Own(IsacInstance instance, int user) => 1 + 1 / instance.ThresholdOf(user);

    /// <summary>lambda / sum lambda, which does not overflow where lambda does.</summary>
    private static double[] Direction(UnitChannel channel, double[] unitPowers)
    {
        double least = channel.Norms.Min(), sum = 0;
        var direction = new double[unitPowers.Length];
        for (int l = 0; l < direction.Length; l++)
        {
            double ratio = least / channel.Norms[l];
            sum += direction[l] = unitPowers[l] * ratio * ratio;
        }

        return [.. direction.Select(value => value / sum)];
    }

    private static double[] Lambda(UnitChannel channel, double[] unitPowers)
    {
        var lambda = new double[unitPowers.Length];
        for (int l = 0; l < lambda.Length; l++) lambda[l] = unitPowers[l] / channel.Norms[l] / channel.Norms[l];
        return lambda;
    }

    private static double[] UnitVector(int length, int index)
    {
        var vector = new double[length];
        vector[index] = 1;
        return vector;
    }
}
