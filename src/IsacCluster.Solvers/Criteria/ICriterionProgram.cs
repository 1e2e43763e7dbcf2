using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>A criterion over R = sum_l X_l as a program for P0 = 1, one block X_l for each user, or one alone where nobody is
/// served.</summary>
internal interface ICriterionProgram
{
    /// <summary>The optimum for P0 = 1 where nobody is served, with its bound on the criterion; null: it is iterated.</summary>
    (ComplexMatrix Covariance, double Bound)? ClosedForm { get; }

    /// <summary>The program at a start.</summary>
    FeatureProgram At(CriterionStart start);

    /// <summary>The X_l of the best iterate in the antennas' coordinates.</summary>
    ComplexMatrix[] Blocks(FeatureMethod method);

    /// <summary>The bound on the criterion's value that a lower bound on 1/2 ||w||^2 is.</summary>
    double BoundOf(double outcome);

    /// <summary>A proof from the last iterate that nothing meets the criterion's own constraints; default null.</summary>
    /// <param name="channel">Null: nobody is served.</param>
    InfeasibilityCertificate? Proof(FeatureMethod method, IsacInstance instance, UnitChannel? channel) => null;
}

/// <summary>Where an iteration starts.</summary>
/// <param name="Blocks">X_l in the antennas' coordinates, positive definite.</param>
/// <param name="Multipliers">Of the SINR rows, for the barrier; null: those that leave half of it.</param>
/// <param name="Barrier">A multiplier of further rows: what these leave of the barrier I on every block is more than twice of it.</param>
/// <param name="Slack">Least slack.</param>
/// <param name="IsNarrow">
/// Whether each block gets coordinates in which it starts as I: near the least power the X_l are next to nothing in most directions.
/// </param>
internal sealed record CriterionStart(
    IReadOnlyList<ComplexMatrix> Blocks, double[]? Multipliers, double Barrier, double Slack, bool IsNarrow = false);
