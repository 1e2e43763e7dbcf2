using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.CmaEs;

/// <summary>
/// CMA-ES on the unit cube of the numerical parameters; categories are uniform. Each lambda finished trials, in the order of the
/// history, are one population, whichever distribution they were drawn from: with a lag of 0 that is CMA-ES itself, with a lag the
/// first points of a population are from the distribution before. Points outside the cube are drawn again, at last clamped; a discrete
/// parameter keeps a deviation of at least 0.3 of its cell; an inactive parameter stands at the mean. Failed trials rank last.
/// Once the distribution is degenerate, or the costs of some generations are all but equal, it starts again at a uniform point with twice
/// the population (IPOP), so that it leaves a local minimum behind.
/// </summary>
/// <remarks>
/// Hansen, arXiv:1604.00772, 2016; Auger, Hansen, "A restart CMA evolution strategy with increasing population size", CEC 2005.
/// </remarks>
/// <param name="sigma">First deviation, in units of the cube's edge; in (0, 1], default 0.25.</param>
/// <param name="restarts">Most of them, 0 to 30; default 9.</param>
public sealed class CmaEsSampler(double sigma = 0.25, int restarts = 9) : Sampler
{
    private const double CostTolerance = 1e-10;

    private const int BoundTries = 50;
    private const double CellDeviation = 0.3;

    private readonly double _sigma = sigma is > 0 and <= 1 ? sigma : throw new SearchSpaceException("cma-es", $"sigma {sigma}", "(0, 1]");
    private readonly int _restarts =
        restarts is >= 0 and <= 30 ? restarts : throw new SearchSpaceException("cma-es", $"restarts {restarts}", "0 to 30");

    private readonly Queue<double> _bestCosts = new(); // of the last generations
    private int _restarted;
    private IReadOnlyList<Trial>? _source;
    private CmaEsState? _state;
    private int[] _numerical = [];
    private int _taken;

    public override string Name => "cma-es";

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        TakeIn(history);
        double[] unit = new double[history.Space.Count];
        var stream = new SearchStream(history.Seed, DrawPurpose.CmaEs, attempt, trial);
        for (int i = 0; i < unit.Length; i++) unit[i] = stream.NextUniform();
        if (_numerical.Length == 0) return AtUnit(history.Space, unit);
        double[] x = DrawInside(ref stream);
        for (int k = 0; k < x.Length; k++) unit[_numerical[k]] = Math.Clamp(x[k] + Widening(history.Space, k, ref stream), 0, 1);
        return AtUnit(history.Space, unit);
    }

    private double[] DrawInside(ref SearchStream stream)
    {
        double[] z = new double[_numerical.Length], x = [];
        for (int tries = 0; tries < BoundTries; tries++)
        {
            for (int k = 0; k < z.Length; k++) z[k] = stream.NextGaussian();
            x = _state!.Point(z);
            if (x.All(u => u is >= 0 and <= 1)) break;
        }

        return x;
    }

    /// <summary>What a discrete coordinate lacks of its least deviation.</summary>
    private double Widening(ParameterSpace space, int k, ref SearchStream stream)
    {
        Parameter parameter = space.Parameters[_numerical[k]];
        if (parameter.Cardinality is null) return 0;
        double least = CellDeviation * parameter.CellWidth(parameter.FromUnit(_state!.Mean[k])), deviation = _state.Deviation(k);
        return deviation >= least ? 0 : Math.Sqrt(least * least - deviation * deviation) * stream.NextGaussian();
    }

    private void TakeIn(StudyView history)
    {
        if (!ReferenceEquals(_source, history.History) || _taken > history.Finished.Count)
        {
            (_source, _taken) = (history.History, 0);
            _numerical = [.. Enumerable.Range(0, history.Space.Count).Where(i => !history.Space.Parameters[i].IsCategorical)];
            _state = _numerical.Length == 0 ? null : new CmaEsState([.. _numerical.Select(_ => 0.5)], _sigma);
            _restarted = 0;
            _bestCosts.Clear();
        }

        while (_state is not null && _taken + _state.Population <= history.Finished.Count)
        {
            var population = Enumerable.Range(_taken, _state.Population).Select(t => history.Finished[t]).ToArray();
            _taken += population.Length;
            Trial[] ranked = [.. population.OrderBy(t => Rank(history, t))];
            _state.Update([.. ranked.Select(Point)]);
            bool flat = IsFlat(history, ranked); // looks at every generation
            if (_restarted < _restarts && (_state.IsDegenerate || flat)) Restart(history);
        }
    }

    /// <summary>Whether the costs of a generation, and the best of as many before it as the tutorial asks for, hardly differ.</summary>
    private bool IsFlat(StudyView history, Trial[] ranked)
    {
        Trial[] complete = [.. ranked.Where(t => t.State == TrialState.Complete)];
        if (complete.Length == 0) return false;
        double best = complete.Min(t => history.Cost(0, t.Values[0])), worst = complete.Max(t => history.Cost(0, t.Values[0]));
        int window = 10 + (30 * _numerical.Length + ranked.Length - 1) / ranked.Length;
        _bestCosts.Enqueue(best);
        if (_bestCosts.Count > window) _bestCosts.Dequeue();
        double tolerance = CostTolerance * Math.Max(1, Math.Abs(best));
        return _bestCosts.Count == window && worst - best <= tolerance && _bestCosts.Max() - _bestCosts.Min() <= tolerance;
    }

    private void Restart(StudyView history)
    {
        var stream = new SearchStream(history.Seed, DrawPurpose.CmaEsRestart, 0, ++_restarted);
        double[] mean = new double[_numerical.Length];
        for (int k = 0; k < mean.Length; k++) mean[k] = stream.NextUniform();
        _state = new CmaEsState(mean, _sigma, 2 * _state!.Population);
        _bestCosts.Clear();
    }

    private double[] Point(Trial trial)
    {
        double[] unit = ToUnit(trial.Parameters);
        return [.. _numerical.Select((i, k) => double.IsNaN(unit[i]) ? _state!.Mean[k] : unit[i])];
    }

    private static TrialRank Rank(StudyView history, Trial trial) =>
        TrialRank.Of(history, trial) ?? TrialRank.Last(trial);
}
