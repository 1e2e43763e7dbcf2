using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers;

/// <summary>Outcome of the minimum-power problem.</summary>
public sealed record MinimumPowerResult
{
    /// <summary>
    /// Optimal: a minimum exists (it may exceed P0). Infeasible: no power meets the SINRs. Numerical failure: the least power is no
    /// normal number of double precision, or rounding leaves no proof. Otherwise the search ended without deciding.
    /// </summary>
    public required SolveStatus Status { get; init; }

    /// <summary>The smallest Tr R; NaN unless the status is optimal.</summary>
    public double Power { get; init; } = double.NaN;

    /// <summary>The optimal dual vector, with Power = sigma^2 sum_l lambda_l; the last iterate where there is no optimum.</summary>
    public IReadOnlyList<double> Lambda { get; init; } = [];

    public int Iterations { get; init; }

    /// <summary>Largest |SINR_l / Gamma0 - 1| of the uplink at Lambda.</summary>
    public double Residual { get; init; } = double.NaN;

    /// <summary>Proof that Tr R &lt;= P0 is impossible, verified; null where <see cref="IsFeasible"/> or undecided.</summary>
    public InfeasibilityCertificate? Certificate { get; init; }

    /// <summary>The design of least power, C = [sqrt(p_l) v_l] and S = 0; null unless the search converged.</summary>
    public Design? Design { get; init; }

    /// <summary>Whether the SINRs can be met with the instance's P0, up to a relative 1e-9.</summary>
    public bool IsFeasible { get; init; }
}
