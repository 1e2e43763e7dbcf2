using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Formulation;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// The radar-only optimum R* = F F^H of an objective for P0 = 1, with its dual bound: a pure function of the objective, and of the
/// antennas' shares of the power where these are given, made once and then shared between threads. The interior-point method ends near
/// the analytic centre of all optimal R, which leaves users most to share.
/// </summary>
internal sealed class RadarOptimum
{
    private static readonly ConditionalWeakTable<BeampatternObjective, RadarOptimum> Cache = [];
    private static readonly ConditionalWeakTable<BeampatternObjective, ConcurrentDictionary<string, RadarOptimum>> General = [];

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

    /// <summary>minimise L(R) + w_c X(R) over R >= 0 of the given diagonal, or of trace 1.</summary>
    private RadarOptimum(BeampatternObjective objective, double[]? shares)
    {
        var parts = new PatternProgram(objective, new PlanarMatrix(0, objective.Antennas), shares);
        FeatureProgram program = parts.Program([parts.Features], isFull: true, [], [parts.Diagonal(1)], []);
        var method = new FeatureMethod(program);
        Outcome = method.Solve(program, new SolveBudget(new SolverOptions()));
        Factor = PivotedCholesky.Of(method.Block(0).ToComplex());
        // The face keeps the pattern alone, neither the antennas' powers nor the cross-correlation.
        _face = new Lazy<RadarFace?>(() => null);
    }

    /// <summary>F, M x M.</summary>
    public ComplexMatrix Factor { get; }

    /// <summary>All optima around this one, made when first asked for; null if that fails, or beyond L(R) and a total power.</summary>
    public RadarFace? Face => _face.Value;

    /// <summary>Its bound is a lower bound on the objective over 2 P0^2 of every design.</summary>
    public InteriorPointOutcome Outcome { get; }

    /// <summary>The optimum of L(R) and a total power; thread-safe.</summary>
    public static RadarOptimum Of(BeampatternObjective objective) => Cache.GetValue(
        objective, static key => key.Array.Lags.Lattice is null ? new RadarOptimum(key, null) : new RadarOptimum(key));

    /// <summary>The optimum of an instance's objective and antenna powers; thread-safe.</summary>
    public static RadarOptimum Of(IsacInstance instance)
    {
        BeampatternObjective objective = instance.Objective;
        double[]? shares = instance.AntennaShares();
        if (shares is null && objective.CrossCorrelationWeight == 0) return Of(objective);
        IEnumerable<string> digits = (shares ?? []).Select(static share => share.ToString("R", CultureInfo.InvariantCulture));
        string key = string.Join(' ', digits);
        return General.GetValue(objective, static _ => []).GetOrAdd(key, _ => new RadarOptimum(objective, shares));
    }
}
