using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// Tree-structured Parzen estimator with joint kernels. The best gamma(n) trials give the density l, the others g, and of the
/// candidates drawn from the marginals of l the one with the greatest l / g is proposed, which is the one with the greatest expected
/// improvement. Parameters with the same condition are one group with densities of its own, over the trials in which it was active.
/// Trials that run count as others ("constant liar"), so that parallel workers spread out. With several objectives the good ones are those
/// of the first fronts, each counting by the volume that it alone dominates (<see cref="ParetoSplit"/>).
/// </summary>
/// <remarks>
/// Bergstra et al., NIPS 2011; Watanabe, "Tree-structured Parzen estimator: understanding its algorithm components", 2023. Others weigh
/// 1 if among the newest 25, before them a ramp down to 1 / n. A draw costs O(d (MostGood + MostOthers) Candidates) after any number of
/// trials: others beyond the bound are a keyed uniform sample (see <see cref="TpeHistory"/>).
/// </remarks>
public sealed class TpeSampler : Sampler
{
    private const int FullWeights = 25;

    private readonly TpeOptions _options;
    private readonly KernelMixture _good = new(), _others = new();
    private readonly List<double[]> _points = [];
    private readonly List<double> _weights = [];
    private TpeHistory? _memo;
    private (ParameterSpace Space, int[][] Groups)? _groups;

    /// <exception cref="SearchSpaceException">A setting is out of range.</exception>
    public TpeSampler(TpeOptions? options = null)
    {
        _options = options ?? new TpeOptions();
        _options.Validate();
    }

    public override string Name => "tpe";

    /// <summary>As many as a hypervolume is known of here.</summary>
    public override int MostObjectives => 3;

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (_memo is null || !_memo.Fits(history)) _memo = new TpeHistory(history.History, history.Seed, _options);
        _memo.TakeIn(history);
        if (_memo.Count < _options.StartupTrials) return Uniform(history, trial, attempt);

        (IReadOnlyList<TpeEntry> good, IReadOnlyList<double> weights) = _memo.Split();
        foreach (TpeEntry entry in good) entry.IsGood = true;
        double[][] pending = [.. history.Pending.Select(ToUnit)];
        double[] raw = new double[history.Space.Count];
        foreach (int[] group in Groups(history.Space))
        {
            // A condition's parameter stands before all parameters of the group, in this group's predecessors.
            if (!history.Space.IsActive(group[0], raw))
            {
                foreach (int i in group) raw[i] = double.NaN;
                continue;
            }

            var stream = new SearchStream(history.Seed, DrawPurpose.Tpe, group[0] * OwnTries + attempt, trial);
            Parameter[] parameters = [.. group.Select(i => history.Space.Parameters[i])];
            FitGood(parameters, group, good, weights);
            FitOthers(parameters, group, pending);
            Choose(parameters, group, raw, ref stream);
        }

        foreach (TpeEntry entry in good) entry.IsGood = false;
        return raw;
    }

    private void FitGood(Parameter[] parameters, int[] group, IReadOnlyList<TpeEntry> good, IReadOnlyList<double> weights)
    {
        _points.Clear();
        _weights.Clear();
        for (int i = 0; i < good.Count; i++)
        {
            if (AddIfActive(good[i].Unit, group)) _weights.Add(weights[i]);
        }

        _good.Fit(parameters, group, _points, _weights, _options);
    }

    private void FitOthers(Parameter[] parameters, int[] group, double[][] pending)
    {
        _points.Clear();
        foreach (TpeEntry entry in _memo!.Sample)
        {
            if (!entry.IsGood) AddIfActive(entry.Unit, group);
        }

        foreach (double[] point in pending) AddIfActive(point, group);
        int n = _points.Count, ramp = n - FullWeights;
        _weights.Clear();
        for (int i = 0; i < n; i++) _weights.Add(i >= ramp ? 1 : 1.0 / n + (1 - 1.0 / n) * i / Math.Max(1, ramp - 1));
        _others.Fit(parameters, group, _points, _weights, _options);
    }

    private void Choose(Parameter[] parameters, int[] group, double[] raw, ref SearchStream stream)
    {
        Span<double> unit = new double[group.Length], values = new double[group.Length];
        double most = double.NegativeInfinity;
        for (int c = 0; c < _options.Candidates; c++)
        {
            _good.Draw(ref stream, unit);
            for (int j = 0; j < unit.Length; j++)
            {
                values[j] = parameters[j].FromUnit(unit[j]);
                unit[j] = parameters[j].ToUnit(values[j]);
            }

            double gain = _good.LogDensity(unit) - _others.LogDensity(unit);
            if (c > 0 && !(gain > most)) continue;
            most = gain;
            for (int j = 0; j < unit.Length; j++) raw[group[j]] = values[j];
        }
    }

    private bool AddIfActive(double[] point, int[] group)
    {
        bool active = !double.IsNaN(point[group[0]]);
        if (active) _points.Add(point);
        return active;
    }

    /// <summary>Indices of parameters with the same condition, by the first of each group.</summary>
    private int[][] Groups(ParameterSpace space)
    {
        if (_groups is { } known && ReferenceEquals(known.Space, space)) return known.Groups;
        int[][] groups = [.. Enumerable.Range(0, space.Count)
            .GroupBy(i => space.Parameters[i].When is { } when ? $"{when.Parameter}={string.Join(';', when.Values)}" : "")
            .Select(group => group.ToArray())];
        _groups = (space, groups);
        return groups;
    }
}
