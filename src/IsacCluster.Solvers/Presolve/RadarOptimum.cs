using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// The radar-only optimum R* = F F^H of an objective for P0 = 1, with its dual bound: a pure function of the objective, made once and then
/// shared between threads. The interior-point method ends near the analytic centre of all optimal R, which leaves users most to share.
/// </summary>
internal sealed class RadarOptimum
{
    private static readonly ConditionalWeakTable<BeampatternObjective, RadarOptimum> Cache = [];

    private readonly Lazy<RadarFace?> _face;

    private RadarOptimum(BeampatternObjective objective)
    {
        int antennas = objective.Antennas;
        var program = new ConicProgram
        {
            Factor = GramFactor.Of(objective),
            RowVectors = new PlanarMatrix(0, antennas),
            Lifts = [null],
            Start = InteriorStart.Identity(1, antennas),
        };
        var method = new BlockwiseMethod(program.Shape());
        Outcome = method.Solve(program, new SolveBudget(new SolverOptions()));
        ComplexMatrix covariance = method.Block(0).ToComplex();
        Factor = PivotedCholesky.Of(covariance);
        _face = new Lazy<RadarFace?>(() => RadarFace.Of(covariance, program.Factor.Frequencies));
    }

    /// <summary>F, M x M.</summary>
    public ComplexMatrix Factor { get; }

    /// <summary>All optima around this one, made when first asked for; null if that fails.</summary>
    public RadarFace? Face => _face.Value;

    /// <summary>Its bound is a lower bound on L(R) / (2 P0^2) of every design.</summary>
    public InteriorPointOutcome Outcome { get; }

    /// <summary>The optimum of an objective; thread-safe.</summary>
    public static RadarOptimum Of(BeampatternObjective objective) => Cache.GetValue(objective, static key => new RadarOptimum(key));
}
