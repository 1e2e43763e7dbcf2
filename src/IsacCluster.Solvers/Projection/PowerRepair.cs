namespace IsacCluster.Solvers.Projection;

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
    private const double TightSlack = 1e-6, LeastRadarTrace = 1e-8, LargestChange = 0.1;

    private readonly double[] _system = new double[(users + 1) * (users + 2)];
    private readonly bool[] _tight = new bool[users];

    /// <summary>h_l^H X_j h_l at [l, j] and h_l^H W h_l at [l, users], row-major with users + 1 columns.</summary>
    public double[] Gains { get; } = new double[users * (users + 1)];

    /// <summary>Tr X_l, then Tr W.</summary>
    public double[] Traces { get; } = new double[users + 1];

    /// <summary>p_l, then s.</summary>
    public double[] Scales { get; } = new double[users + 1];

    /// <summary>Computes the scales from gains and traces; false when no correction near 1 exists.</summary>
    public bool Solve(ScaledProblem problem)
    {
        Array.Fill(Scales, 1);
        Array.Clear(_tight);
        bool radarScales = Traces[users] > LeastRadarTrace;
        for (int round = 0; round <= users; round++)
        {
            if (!MarkTight(problem, round == 0 ? TightSlack : 0) && round > 0) break;
            if (!SolveTight(problem, radarScales)) return false;
        }

        if (radarScales) return true;

        // Without a radar part to take it, the rest of the trace goes to everything alike; more power never lowers an SINR.
        double trace = 0;
        for (int j = 0; j <= users; j++) trace += Scales[j] * Traces[j];
        for (int j = 0; j <= users; j++) Scales[j] /= trace;
        return true;
    }

    /// <summary>Marks rows whose slack is below the fraction of their signal term; whether any is new.</summary>
    private bool MarkTight(ScaledProblem problem, double fraction)
    {
        bool any = false;
        for (int l = 0; l < users; l++)
        {
            double signal = Scales[l] * Gains[l * (users + 1) + l] / problem.Threshold, slack = signal - problem.Noise[l];
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
        int order = users + 1, width = users + 2;
        Array.Clear(_system);
        for (int l = 0; l < users; l++)
        {
            Span<double> row = _system.AsSpan(l * width, width);
            if (_tight[l])
            {
                double signal = Gains[l * order + l] / problem.Threshold;
                if (!(signal > 0)) return false;
                for (int j = 0; j <= users; j++) row[j] = j == l ? 1 : -Gains[l * order + j] / signal;
                row[order] = problem.Noise[l] / signal;
            }
            else (row[l], row[order]) = (1, 1);
        }

        Span<double> last = _system.AsSpan(users * width, width);
        if (radarScales) Traces.CopyTo(last);
        else last[users] = 1;
        last[order] = 1;
        if (!Eliminate(order, width)) return false;
        foreach (double scale in Scales)
        {
            if (!(Math.Abs(scale - 1) <= LargestChange)) return false;
        }

        return true;
    }

    /// <summary>Gaussian elimination with row pivoting.</summary>
    private bool Eliminate(int order, int width)
    {
        for (int k = 0; k < order; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < order; i++)
            {
                if (Math.Abs(_system[i * width + k]) > Math.Abs(_system[pivot * width + k])) pivot = i;
            }

            if (_system[pivot * width + k] == 0) return false;
            for (int j = 0; j < width; j++)
                (_system[k * width + j], _system[pivot * width + j]) = (_system[pivot * width + j], _system[k * width + j]);
            for (int i = k + 1; i < order; i++)
            {
                double factor = _system[i * width + k] / _system[k * width + k];
                for (int j = k; j < width; j++) _system[i * width + j] -= factor * _system[k * width + j];
            }
        }

        for (int i = order - 1; i >= 0; i--)
        {
            double sum = _system[i * width + order];
            for (int j = i + 1; j < order; j++) sum -= _system[i * width + j] * Scales[j];
            Scales[i] = sum / _system[i * width + i];
        }

        return true;
    }
}
