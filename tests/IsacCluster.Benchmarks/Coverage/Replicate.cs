using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Randomness;
using IsacCluster.Statistics;

namespace IsacCluster.Benchmarks.Coverage;

/// <summary>A campaign whose samples are drawn from a pool: the statistics of a report, of a growing number of units.</summary>
internal sealed class Replicate
{
    private readonly SamplePool _pool;
    private readonly UnitMoments _mse, _satisfaction, _projection;
    private RandomStream _stream;
    private int _satisfied, _feasible, _projected, _known, _drawn;

    public Replicate(SamplePool pool, ulong seed, ulong number)
    {
        _pool = pool;
        _stream = new RandomStream(seed, StreamPurpose.Fading, number);
        _mse = new UnitMoments(SamplePool.Algorithms.Length, pool.Slots > 1);
        (_satisfaction, _projection) = (new UnitMoments(1, weighted: true), new UnitMoments(1, weighted: true));
    }

    /// <summary>Draws up to so many units in all.</summary>
    public void GrowTo(long units)
    {
        for (; _drawn < units; _drawn++)
        {
            PoolUnit unit = _pool.Units[(int)(_stream.NextUniformPair().First * _pool.Units.Count)];
            if (unit.Counted > 0) _mse.Add(unit.Mse, unit.Counted);
            _satisfied += unit.Satisfied;
            _feasible += unit.Feasible;
            _projected += unit.Projected;
            _known += unit.Known;
            if (_pool.Slots == 1) continue;
            if (unit.Feasible > 0) _satisfaction.Add([unit.Satisfied], unit.Feasible);
            if (unit.Known > 0) _projection.Add([unit.Projected], unit.Known);
        }
    }

    public RatioEstimate Mean(int algorithm) => _mse.Mean(algorithm, MseStatistics.Resolution);

    public RatioEstimate Ratio(int x, int y) => _mse.Ratio(x, y, MseStatistics.Resolution);

    public RatioEstimate Difference(int x, int y) => _mse.Difference(x, y, MseStatistics.Resolution);

    public Proportion Satisfaction => Of(_satisfied, _feasible, _satisfaction);

    public Proportion Projection => Of(_projected, _known, _projection);

    private Proportion Of(long successes, long trials, UnitMoments trajectories) => _pool.Slots == 1
        ? new Proportion(successes, trials)
        : new Proportion(successes, trials, trajectories.Mean(0), _pool.Slots);
}
