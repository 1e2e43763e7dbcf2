using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;

namespace IsacCluster.Solvers;

/// <summary>
/// A baseline: maps an instance to a design. Pure: the result depends on the instance alone. Not thread-safe (a solver owns
/// its work space); make one per thread.
/// </summary>
public interface IBeamformingSolver
{
    /// <summary>The name used in specifications: radar, sdr, zf, zf-pinv.</summary>
    string Name { get; }

    /// <summary>What an infeasible outcome proves; the default is that there is none.</summary>
    InfeasibilityClaim Claim => InfeasibilityClaim.Never;

    /// <summary>Whether the design depends on objective and power alone, not on channels, noise or thresholds; default no.</summary>
    bool IgnoresChannel => false;

    /// <summary>
    /// Whether it knows plain instances alone (<see cref="IsacInstance.IsPlain"/>); default no. Campaigns refuse it elsewhere.
    /// </summary>
    bool IsForPlainOnly => false;

    /// <summary>
    /// Whether it optimises a criterion in the place of the beampattern's mismatch; default no. Campaigns refuse it elsewhere, and a solve
    /// of such an instance ends as a numerical failure.
    /// </summary>
    bool Optimises(SensingCriterion criterion) => false;

    /// <summary>
    /// Real multiply-adds of a typical solve of such a size, to within a small factor; beyond <see cref="SolverOptions.WorkLimit"/> it
    /// cannot be expected to end. The default is 0: nothing worth mentioning.
    /// </summary>
    double ExpectedWork(int antennas, int users) => 0;

    /// <summary>Never throws for a numerical outcome: those are statuses.</summary>
    SolveResult Solve(IsacInstance instance);
}
