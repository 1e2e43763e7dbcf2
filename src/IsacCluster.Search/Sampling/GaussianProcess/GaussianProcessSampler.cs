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
/// it is depends on the history alone. With constraints EI counts times the probability that they hold, each by a process of its own.
/// Several objectives are one by weights that each trial draws (<see cref="Scalarisation"/>); the kernel is fitted for equal weights.
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
    private (IReadOnlyList<Trial> Source, int Count, double[][] Thetas)? _fitted;
    private (long Trial, IReadOnlyList<Trial> Source, int Count, Acquisition Acquisition)? _memo;

    public override string Name => "gp";

    public override int MostObjectives => int.MaxValue;

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (attempt > OwnTries / 4) return Uniform(history, trial, attempt);
        if (history.Finished.Count(trial => !trial.IsFailure) < _startupTrials)
            return attempt == 0 ? _startup.Propose(history, trial).Raw.ToArray() : Uniform(history, trial, attempt);

        if (_memo is not { } memo || memo.Trial != trial || memo.Source != history.History || memo.Count != history.Finished.Count)
            _memo = memo = (trial, history.History, history.Finished.Count, Model(history, trial));
        var stream = new SearchStream(history.Seed, DrawPurpose.GaussianProcess, attempt, trial);
        return memo.Acquisition.Maximise(raw => IsPromising(history, raw), ref stream);
    }

    private Acquisition Model(StudyView history, long trial)
    {
        double[][] thetas = Thetas(history);
        LearnedTrials learned = LearnedTrials.Of(history, history.Finished.Count, Point, Scalarisation.Weights(history, trial));
        var model = new GaussianProcessModel(history.Space, learned.Points, learned.Costs, thetas[0]);
        ConstraintModel[] constraints = [.. thetas.Skip(1).Select((theta, k) =>
            new ConstraintModel(history.Space, learned.CompletePoints, learned.Complete, k, theta))];
        int[] holding = [.. Enumerable.Range(0, learned.Points.Length).Where(i => learned.Trials[i].Violation == 0)];
        double? best = holding.Length == 0 ? null : holding.Min(model.MeanAt);
        double[][] centres =
        [
            .. Enumerable.Range(0, learned.Points.Length).OrderBy(i => learned.Trials[i].Violation).ThenBy(model.MeanAt)
                .Take(Acquisition.Centres).Select(i => learned.Points[i]),
        ];
        foreach (Trial failed in history.Finished.Where(trial => trial.IsFailure).TakeLast(MostFailures))
            model.Believe(ToUnit(failed.Parameters), least: 0);
        foreach (ParameterSet pending in history.Pending)
        {
            double[] point = ToUnit(pending);
            model.Believe(point);
            foreach (ConstraintModel constraint in constraints) constraint.Believe(point);
        }

        return new Acquisition(history.Space, model, best, centres, constraints);
    }

    /// <summary>
    /// Of the objective and of each constraint, of the trials below the last multiple of the step: a memo is of use, and a study that
    /// continues has the same.
    /// </summary>
    private double[][] Thetas(StudyView history)
    {
        int count = history.Finished.Count, step = count < 32 ? 1 : count < 96 ? 4 : 8, fitted = count / step * step;
        if (!IsEnough(fitted)) fitted = count;
        if (_fitted is { } known && ReferenceEquals(known.Source, history.History) && known.Count == fitted) return known.Thetas;
        LearnedTrials learned = LearnedTrials.Of(history, fitted, Point, Scalarisation.Equal(history));
        double[][] thetas =
        [
            GaussianProcessModel.Fit(history.Space, learned.Points, learned.Costs, FitSteps),
            .. Enumerable.Range(0, learned.Constraints).Select(
                k => ConstraintModel.Fit(history.Space, learned.CompletePoints, learned.Complete, k, FitSteps)),
        ];
        _fitted = (history.History, fitted, thetas);
        return thetas;

        // Constraints are known of complete trials only.
        bool IsEnough(int first) => history.Finished.Take(first).Count(trial => !trial.IsFailure) >= 2
            && history.Finished.Take(first).Any(trial => trial.Constraints.Count > 0)
                == history.Finished.Any(trial => trial.Constraints.Count > 0);
    }

    private static double[] Point(Trial trial) => ToUnit(trial.Parameters);
}
