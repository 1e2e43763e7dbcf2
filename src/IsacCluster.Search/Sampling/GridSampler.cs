using System.Runtime.CompilerServices;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// Every feasible combination once, the last parameter fastest; a study over it is exhausted after the last. A float without a step, or
/// an integer with more values than that, gets evenly spaced levels in its scale, the ends included.
/// </summary>
/// <param name="levels">Levels of such a parameter; at least 2, default 5.</param>
public sealed class GridSampler(int levels = 5) : ISampler
{
    /// <summary>Largest grid.</summary>
    public const int MostPoints = 1_000_000;

    private readonly int _levels = levels >= 2 ? levels : throw new SearchSpaceException("grid", $"levels {levels}", "at least 2");
    private readonly ConditionalWeakTable<ParameterSpace, List<double[]>> _grids = [];

    public string Name => "grid";

    public bool Learns => false;

    public int MostObjectives => int.MaxValue;

    public long? Capacity(ParameterSpace space) => Grid(space).Count;

    public ParameterSet Propose(StudyView history, long trialNumber) => history.Space.Own(Grid(history.Space)[(int)trialNumber]);

    /// <exception cref="SearchSpaceException">No point, or too many.</exception>
    private List<double[]> Grid(ParameterSpace space) => _grids.GetValue(space, s =>
    {
        List<double[]> points = [];
        double[][] axes = [.. s.Parameters.Select(Axis)];
        Extend(s, axes, 0, new double[s.Count], points);
        return points.Count > 0 ? points
            : throw new SearchSpaceException("grid", "no feasible point", "constraints that some point fulfils");
    });

    private double[] Axis(Parameter parameter)
    {
        if (parameter.Cardinality is { } count && (parameter.IsCategorical || parameter is FloatParameter || count <= _levels))
        {
            if (count > MostPoints) throw new SearchSpaceException(parameter.Name, $"{count} values", $"at most {MostPoints} on a grid");
            return [.. Enumerable.Range(0, (int)count).Select(k => parameter.FromUnit((k + 0.5) / count)).Distinct()];
        }

        return [.. Enumerable.Range(0, _levels).Select(k => parameter.FromUnit((double)k / (_levels - 1))).Distinct()];
    }

    private static void Extend(ParameterSpace space, double[][] axes, int i, double[] raw, List<double[]> points)
    {
        if (i == axes.Length)
        {
            if (!space.IsFeasible(raw)) return;
            if (points.Count == MostPoints) throw new SearchSpaceException("grid", "more points", $"at most {MostPoints}");
            points.Add([.. raw]);
            return;
        }

        foreach (double value in space.IsActive(i, raw) ? axes[i] : [double.NaN])
        {
            raw[i] = value;
            Extend(space, axes, i + 1, raw, points);
        }
    }
}
