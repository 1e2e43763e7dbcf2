using System.Numerics;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Feasibility;

/// <summary>
/// The least scale t of antenna powers in fixed proportions p_m (of sum 1) with which rows on the channels can be met:
/// <code>
///   minimise t   over X_b >= 0   s.t.  e_m^H (sum_b V_b X_b V_b^H) e_m = t p_m,   rows_l(X) >= target_l
///   dual:    maximise sum_l target_l lambda_l   s.t.  sum_m nu_m p_m = 1 (nu of any sign),  lambda >= 0,
///            V_b^H diag(nu) V_b - sum_l lambda_l rows_lb >= 0 for every b
/// </code>
/// Every larger t has points too where the rows are homogeneous but for targets >= 0, so that t = 1 has one if and only if the least is at
/// most 1. Solved as 1/2 t^2 by the interior-point method. Features in this order: the channels, t, the antennas.
/// </summary>
internal sealed class LeastScale
{
    /// <summary>Where the scale starts; the caller's units make the least one about 1 or larger.</summary>
    private const double First = 4;

    private readonly FeatureMethod _method;
    private readonly FeatureProgram _program;
    private readonly double[] _shares;
    private readonly int _blocks, _channels;

    private LeastScale(FeatureProgram program, double[] shares, InteriorPointOutcome outcome, FeatureMethod method)
    {
        (_program, _shares, _method, Outcome) = (program, shares, method, outcome);
        (_blocks, _channels) = (program.Features.Length - 1, program.Slacks);
        (Bound, Reached) = (Math.Sqrt(Math.Max(0, 2 * outcome.Bound)), method.Block(_blocks)[0, 0].Real);
    }

    public InteriorPointOutcome Outcome { get; }

    /// <summary>A lower bound of t.</summary>
    public double Bound { get; }

    /// <summary>t of the best iterate.</summary>
    public double Reached { get; }

    public bool IsConverged => Math.Abs(Reached - Bound) <= 1e-6 * Reached;

    /// <summary>X_b of the best iterate.</summary>
    public PlanarMatrix Block(int index) => _method.Block(index);

    /// <summary>The features of a block in the antennas' coordinates: channels, t, antennas.</summary>
    public static PlanarMatrix Features(PlanarMatrix channels)
    {
        int users = channels.Rows, antennas = channels.Columns;
        var features = new PlanarMatrix(antennas, users + 1 + antennas);
        for (int m = 0; m < antennas; m++)
        {
            for (int l = 0; l < users; l++) features[m, l] = channels[l, m];
            features[m, users + 1 + m] = Complex.One;
        }

        return features;
    }

    /// <param name="features">Of each block, as <see cref="Features"/> gives them, or V^H times these.</param>
    /// <param name="isFull">Whether V is the identity.</param>
    /// <param name="rows">One for each channel.</param>
    /// <param name="barrier">Multipliers of the rows that leave a part of V^H V positive.</param>
    /// <param name="start">X_b for t = 1.</param>
    /// <param name="shares">p_m.</param>
    public static LeastScale Solve(
        PlanarMatrix[] features, bool isFull, FeatureRow[] rows, double[] barrier, PlanarMatrix[] start, double[] shares)
    {
        int channels = rows.Length, antennas = shares.Length;
        PlanarMatrix scale = new(1, channels + 1 + antennas), scaleStart = new(1, 1);
        scale[0, channels] = Complex.One;
        scaleStart[0, 0] = First;
        PlanarMatrix[] scaled = [.. start.Select(Scaled), scaleStart];
        var program = new FeatureProgram
        {
            Features = [.. features, scale],
            IsFull = [.. features.Select(_ => isFull), false],
            Units = antennas,
            Rows =
            [
                .. rows,
                .. shares.Select((share, m) => new FeatureRow([new(channels + 1 + m, 1), new(channels, -share)], 0, share)),
            ],
            Slacks = channels,
            Pattern = [new FeatureRow([new(channels, 1)], 0, 1)],
            Start = scaled,
            Barrier = [.. barrier, .. shares.Select(static _ => -1.0)],
            BarrierScale = First / 2,
            StartSlack = First / antennas,
        };
        var method = new FeatureMethod(program);
        return new LeastScale(program, shares, method.Solve(program, new SolveBudget(new SolverOptions())), method);
    }

    /// <summary>
    /// The multipliers (lambda; nu) as a proof that no t up to a limit has a point, nu raised by more than rounding; null if they are none.
    /// Not scaled: sum_l target_l lambda_l exceeds limit times sum_m nu_m p_m, which may be negative.
    /// </summary>
    public (double[] Lambda, double[] Nu)? Proof(double limit)
    {
        double[] lambda = [.. _method.Multipliers[.._channels]], nu = new double[_shares.Length];
        double terms = 0, power = 0, value = 0;
        for (int l = 0; l < _channels; l++)
        {
            value += lambda[l] * _program.Rows[l].Target;
            foreach (FeatureTerm term in _program.Rows[l].Terms) terms += lambda[l] * (Math.Abs(term.Common) + Math.Abs(term.Own));
        }

        for (int m = 0; m < nu.Length; m++)
        {
            nu[m] = 1e-12 * terms - _method.Multipliers[_channels + m];
            power += nu[m] * _shares[m];
        }

        if (!(value > limit * power) || !double.IsFinite(value)) return null;
        double rounding = CertificateRounding.Of(_channels + nu.Length, terms + nu.Max(Math.Abs), nu.Length);
        for (int b = 0; b < _blocks; b++)
        {
            if (!IsPositive(b, lambda, nu, rounding)) return null;
        }

        return (lambda, nu);
    }

    /// <summary>Whether V_b^H diag(nu) V_b - sum_l lambda_l rows_lb is positive definite beyond rounding.</summary>
    private bool IsPositive(int block, double[] lambda, double[] nu, double rounding)
    {
        PlanarMatrix features = _program.Features[block];
        PlanarMatrix test = new(features.Rows, features.Rows), factor = new(features.Rows, features.Rows);
        PlanarMatrix rows = PlanarMatrix.Transposed(features.ToComplex(), 1);
        for (int m = 0; m < nu.Length; m++) HermitianKernels.AddOuter(nu[m], rows, _channels + 1 + m, test);
        for (int l = 0; l < _channels; l++)
        {
            foreach (FeatureTerm term in _program.Rows[l].Terms)
            {
                double coefficient = term.Common + (term.Owner == block ? term.Own : 0);
                HermitianKernels.AddOuter(-lambda[l] * coefficient, rows, term.Feature, test);
            }
        }

        for (int m = 0; m < test.Rows; m++) test.Re[m * (test.Stride + 1)] -= rounding;
        return HermitianKernels.Cholesky(test, factor);
    }

    private static PlanarMatrix Scaled(PlanarMatrix matrix)
    {
        var result = new PlanarMatrix(matrix.Rows, matrix.Columns);
        result.Add(First, matrix);
        return result;
    }
}
