using IsacCluster.Search.Randomness;
using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Maximises the expected improvement EI(x) = s (z Phi(z) + phi(z)), z = (best - mean) / s, under a Gaussian process on the unit cube; for
/// small budgets, as an ask costs O(n^3). The first trials are scrambled Sobol points. Pruned trials count by <see cref="LearnedCost"/>. Of
/// more than <see cref="MostPoints"/> trials the best quarter and the newest are used. Pending trials are believed to give the mean, failed
/// ones to be no better than the mean of all. The kernel is fitted to the trials below a multiple of a step that grows with them, so what
/// it is depends on the history alone.
/// </summary>
/// <remarks>Jones, Schonlau, Welch, "Efficient global optimization of expensive black-box functions", J. Global Optim. 13, 1998.</remarks>
/// <param name="startupTrials">At least 2; default 10.</param>
public sealed class GaussianProcessSampler(int startupTrials = 10) : Sampler
{
    /// <summary>Most trials in the model.</summary>
    public const int MostPoints = 200;

    private const int FitSteps = 30, MostFailures = 50;

    private readonly int _startupTrials =
        startupTrials >= 2 ? startupTrials : throw new SearchSpaceException("gp", $"startup_trials {startupTrials}", "at least 2");

    private readonly SobolSampler _startup = new();
    private (IReadOnlyList<Trial> Source, int Count, double[] Theta)? _fitted;
    private (long Trial, IReadOnlyList<Trial> Source, int Count, Acquisition Acquisition)? _memo;

    public override string Name => "gp";

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (attempt > OwnTries / 4) return Uniform(history, trial, attempt);
        if (history.Finished.Count(trial => !trial.IsFailure) < _startupTrials)
            return attempt == 0 ? _startup.Propose(history, trial).Raw.ToArray() : Uniform(history, trial, attempt);

        if (_memo is not { } memo || memo.Trial != trial || memo.Source != history.History || memo.Count != history.Finished.Count)
            _memo = memo = (trial, history.History, history.Finished.Count, Model(history));
        var stream = new SearchStream(history.Seed, DrawPurpose.GaussianProcess, attempt, trial);
        return memo.Acquisition.Maximise(raw => IsPromising(history, raw), ref stream);
    }

    private Acquisition Model(StudyView history)
    {
        double[] theta = Theta(history);
        (double[][] points, double[] costs) = Learned(history, history.Finished.Count);
        var model = new GaussianProcessModel(history.Space, points, costs, theta);
        double best = Enumerable.Range(0, points.Length).Min(model.MeanAt);
        double[][] centres = [.. Enumerable.Range(0, points.Length).OrderBy(model.MeanAt).Take(Acquisition.Centres).Select(i => points[i])];
        foreach (Trial failed in history.Finished.Where(trial => trial.IsFailure).TakeLast(MostFailures))
            model.Believe(ToUnit(failed.Parameters), least: 0);
        foreach (ParameterSet pending in history.Pending) model.Believe(ToUnit(pending));
        return new Acquisition(history.Space, model, best, centres);
    }

    /// <summary>Of the trials below the last multiple of the step: a memo is of use, and a study that continues has the same.</summary>
    private double[] Theta(StudyView history)
    {
        int count = history.Finished.Count, step = count < 32 ? 1 : count < 96 ? 4 : 8, fitted = count / step * step;
        if (history.Finished.Take(fitted).Count(trial => !trial.IsFailure) < 2) fitted = count;
        if (_fitted is { } known && ReferenceEquals(known.Source, history.History) && known.Count == fitted) return known.Theta;
        (double[][] points, double[] costs) = Learned(history, fitted);
        double[] theta = GaussianProcessModel.Fit(history.Space, points, costs, FitSteps);
        _fitted = (history.History, fitted, theta);
        return theta;
    }

    /// <summary>Points and standardised costs of the first trials.</summary>
    private static (double[][] Points, double[] Costs) Learned(StudyView history, int count)
    {
        LearnedCost[] all = LearnedCost.Of(history, history.Finished.Take(count));
        if (all.Length > MostPoints)
        {
            LearnedCost[] best = [.. all.OrderBy(t => t.Cost).ThenBy(t => t.Trial.Number).Take(MostPoints / 4)];
            all = [.. best, .. all.Except(best).TakeLast(MostPoints - best.Length)];
        }

        return ([.. all.Select(t => ToUnit(t.Trial.Parameters))], Standardise([.. all.Select(t => t.Cost)]));
    }

    /// <summary>To mean 0 and deviation 1; costs far above the median are drawn in by a logarithm first.</summary>
    private static double[] Standardise(double[] costs)
    {
        int exponent = -Math.ILogB(Math.Max(costs.Max(Math.Abs), double.Epsilon)); // a power of two costs no digit
        for (int i = 0; i < costs.Length; i++) costs[i] = Math.ScaleB(costs[i], exponent);
        double[] sorted = [.. costs.Order()];
        double median = sorted[sorted.Length / 2], scale = Math.Max(median - sorted[0], 1e-300);
        for (int i = 0; i < costs.Length; i++)
        {
            if (costs[i] > median) costs[i] = median + scale * Math.Log(1 + (costs[i] - median) / scale);
        }

        double mean = costs.Average(), deviation = Math.Sqrt(costs.Average(c => (c - mean) * (c - mean)));
        return [.. costs.Select(c => deviation > 0 ? (c - mean) / deviation : 0)];
    }
}
