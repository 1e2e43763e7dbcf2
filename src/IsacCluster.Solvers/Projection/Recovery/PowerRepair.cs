using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Recovery;

/// <summary>
/// The last correction of a projection: scales p_l of the beam covariances X_l and s of the radar part W, all within rounding of 1,
/// so that the trace and the tight SINR rows hold as equalities,
/// <code>
/// p_l h_l^H X_l h_l / Gamma0 - sum_(j != l) p_j h_l^H X_j h_l - s h_l^H W h_l = n_l,      sum_l p_l Tr X_l + s Tr W = 1.
/// </code>
/// Iterations stop at an absolute residual; a noise term n_l of 1e-8 would see it as a relative error of the SINR.
/// </summary>
internal sealed class PowerRepair(int users)
{
    private const double TightSlack = 1e-6, LeastRadarTrace = 1e-8, LargestChange = 0.1, NegligibleExcess = 1e-14;

    private readonly double[,] _system = new double[users + 1, users + 1];
    private readonly bool[] _tight = new bool[users];

    /// <summary>h_l^H X_j h_l at [l, j] and h_l^H W h_l at [l, users], row-major with users + 1 columns.</summary>
    public double[] Gains { get; } = new double[users * (users + 1)];

    /// <summary>Tr X_l, then Tr W.</summary>
    public double[] Traces { get; } = new double[users + 1];

    /// <summary>p_l, then s.</summary>
    public double[] Scales { get; } = new double[users + 1];

    /// <summary>The weight of the interior beams' covariances to add; 0 unless the radar part vanishes and power is in excess.</summary>
    public double InteriorWeight { get; private set; }

    /// <summary>Computes the scales from gains and traces; false when no correction near 1 exists.</summary>
    public bool Solve(ScaledProblem problem, InteriorBeams interior)
    {
        InteriorWeight = 0;
        Array.Fill(Scales, 1);
        Array.Clear(_tight);
        bool radarScales = Traces[users] > LeastRadarTrace;
        for (int round = 0; round <= users; round++)
        {
            if (!MarkTight(problem, round == 0 ? TightSlack : 0) && round > 0) break;
            if (!SolveTight(problem, radarScales)) return false;
        }

        if (!radarScales) ShareTrace(interior);
        return InteriorWeight <= LargestChange;
    }

    /// <summary>One scale for everything, to the unit trace.</summary>
    public void ScaleToTrace()
    {
        InteriorWeight = 0;
        double trace = 0;
        foreach (double part in Traces) trace += part;
        Array.Fill(Scales, 1 / trace);
    }

    /// <summary>
    /// Without a radar part to take it, the rest of the trace goes to everything alike, since more power never lowers an SINR. Excess
    /// power is removed by a small step towards a cheaper design that meets the SINRs too: those are linear in the covariances.
    /// </summary>
    private void ShareTrace(InteriorBeams interior)
    {
        double trace = 0;
        for (int j = 0; j <= users; j++) trace += Scales[j] * Traces[j];
        double factor = 1 / trace;
        if (trace > 1 + NegligibleExcess && interior.Compute() && interior.Power < 1)
        {
            InteriorWeight = (trace - 1) / (trace - interior.Power);
            factor = 1 - InteriorWeight;
        }

        // Where no cheaper design is at hand, the plain factor costs a relative trace - 1 of SINR, which the caller checks.
        if (InteriorWeight > LargestChange) return;
        for (int j = 0; j <= users; j++) Scales[j] *= factor;
    }

    /// <summary>Marks rows whose slack is below the fraction of their signal term; whether any is new.</summary>
    private bool MarkTight(ScaledProblem problem, double fraction)
    {
        bool any = false;
        for (int l = 0; l < users; l++)
        {
            double signal = Scales[l] * Gains[l * (users + 1) + l] / problem.Thresholds[l], slack = signal - problem.Noise[l];
            for (int j = 0; j <= users; j++)
            {
                if (j != l) slack -= Scales[j] * Gains[l * (users + 1) + j];
            }

            if (_tight[l] || slack > fraction * signal) continue;
            (_tight[l], any) = (true, true);
        }

        return any;
    }

    /// <summary>One linear system in the scales: tight rows and trace as above, every other scale equal to 1.</summary>
    private bool SolveTight(ScaledProblem problem, bool radarScales)
    {
        int order = users + 1;
        Array.Clear(_system);
        for (int l = 0; l < users; l++)
        {
            (_system[l, l], Scales[l]) = (1, 1);
            if (!_tight[l]) continue;
            double signal = Gains[l * order + l] / problem.Thresholds[l];
            if (!(signal > 0)) return false;
            Scales[l] = problem.Noise[l] / signal;
            for (int j = 0; j <= users; j++)
            {
                if (j != l) _system[l, j] = -Gains[l * order + j] / signal;
            }
        }

        for (int j = 0; j <= users; j++) _system[users, j] = radarScales ? Traces[j] : j == users ? 1 : 0;
        Scales[users] = 1;
        if (!LinearSystem.Solve(_system, Scales)) return false;
        foreach (double scale in Scales)
        {
            if (!(Math.Abs(scale - 1) <= LargestChange)) return false;
        }

        return true;
    }
}
