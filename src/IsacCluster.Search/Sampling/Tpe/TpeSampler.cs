using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// Tree-structured Parzen estimator. The best gamma(n) trials give the density l, the others g; each active parameter is the candidate
/// drawn from l with the greatest l / g, which is the one with the greatest expected improvement. A parameter's densities are of the trials in
/// which it was active. Trials that run count as others ("constant liar"), so that parallel workers spread out.
/// </summary>
/// <remarks>
/// Bergstra et al., NIPS 2011; the settings are those of Watanabe, "Tree-structured Parzen estimator: understanding its algorithm
/// components", 2023, section 3. Older others weigh less: the newest 25 weigh 1, before them a ramp down to 1 / n.
/// </remarks>
public sealed class TpeSampler : Sampler
{
    private const int FullWeights = 25;

    private readonly TpeOptions _options;
    private readonly ParzenEstimator _good = new(), _others = new();
    private readonly CategoryEstimator _goodCategories = new(), _otherCategories = new();
    private TpeHistory? _memo;
    private double[] _points = [], _weights = [];

    /// <exception cref="SearchSpaceException">A setting is out of range.</exception>
    public TpeSampler(TpeOptions? options = null)
    {
        _options = options ?? new TpeOptions();
        _options.Validate();
    }

    public override string Name => "tpe";

    private protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (_memo is null || !_memo.Fits(history)) _memo = new TpeHistory(history.History, history.Seed, _options);
        _memo.TakeIn(history);
        if (_memo.Count < _options.StartupTrials) return Uniform(history, trial, attempt);

        int good = _memo.GoodCount;
        for (int i = 0; i < good; i++) _memo.Best[i].IsGood = true;
        double[][] pending = [.. history.Pending.Select(ToUnit)];
        double[] raw = new double[history.Space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            var stream = new SearchStream(history.Seed, DrawPurpose.Tpe, i * OwnTries + attempt, trial);
            raw[i] = history.Space.IsActive(i, raw) ? DrawOne(history.Space.Parameters[i], i, good, pending, ref stream) : double.NaN;
        }

        for (int i = 0; i < good; i++) _memo.Best[i].IsGood = false;
        return raw;
    }

    private double DrawOne(Parameter parameter, int index, int good, double[][] pending, ref SearchStream stream)
    {
        if (parameter.IsCategorical) return DrawCategory(parameter, index, good, pending, ref stream);
        double cell = parameter.Cardinality is null ? 0 : parameter.CellWidth(parameter.FromUnit(0.5));
        int count = GatherGood(index, good);
        _good.Fit(_points, _weights, count, _options.PriorWeight, cell);
        count = GatherOthers(index, pending);
        _others.Fit(_points, _weights, count, _options.PriorWeight, cell);
        double best = double.NaN, most = double.NegativeInfinity;
        for (int c = 0; c < _options.Candidates; c++)
        {
            double raw = parameter.FromUnit(_good.Draw(ref stream)), unit = parameter.ToUnit(raw);
            double gain = _good.LogDensity(unit) - _others.LogDensity(unit);
            if (gain > most || double.IsNaN(best)) (best, most) = (raw, gain);
        }

        return best;
    }

    private double DrawCategory(Parameter parameter, int index, int good, double[][] pending, ref SearchStream stream)
    {
        int categories = (int)parameter.Cardinality!.Value;
        int count = GatherGood(index, good);
        ToIndices(parameter, count);
        _goodCategories.Fit(_points, _weights, count, _options.PriorWeight, categories);
        count = GatherOthers(index, pending);
        ToIndices(parameter, count);
        _otherCategories.Fit(_points, _weights, count, _options.PriorWeight, categories);
        int best = 0;
        double most = double.NegativeInfinity;
        for (int c = 0; c < _options.Candidates; c++)
        {
            int category = _goodCategories.Draw(ref stream);
            double gain = _goodCategories.LogProbability(category) - _otherCategories.LogProbability(category);
            if (gain > most) (best, most) = (category, gain);
        }

        return best;
    }

    private int GatherGood(int index, int good)
    {
        Reserve(good);
        int count = 0;
        for (int i = 0; i < good; i++)
        {
            double u = _memo!.Best[i].Unit[index];
            if (!double.IsNaN(u)) (_points[count], _weights[count++]) = (u, 1);
        }

        return count;
    }

    private int GatherOthers(int index, double[][] pending)
    {
        IReadOnlyList<TpeEntry> sample = _memo!.Sample;
        Reserve(sample.Count + pending.Length);
        int count = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double u = sample[i].Unit[index];
            if (!double.IsNaN(u) && !sample[i].IsGood) _points[count++] = u;
        }

        foreach (double[] point in pending)
        {
            if (!double.IsNaN(point[index])) _points[count++] = point[index];
        }

        int ramp = count - FullWeights;
        for (int i = 0; i < count; i++)
        {
            _weights[i] = i >= ramp ? 1 : ramp == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * i / (ramp - 1);
        }

        return count;
    }

    private void ToIndices(Parameter parameter, int count)
    {
        for (int i = 0; i < count; i++) _points[i] = parameter.FromUnit(_points[i]);
    }

    private void Reserve(int count)
    {
        if (count <= _points.Length) return;
        (_points, _weights) = (new double[2 * count], new double[2 * count]);
    }
}
