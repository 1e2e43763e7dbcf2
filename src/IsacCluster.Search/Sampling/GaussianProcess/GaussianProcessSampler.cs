using IsacCluster.Search.Numerics;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Maximises the expected improvement EI(x) = s (z Phi(z) + phi(z)), z = (best - mean) / s, under a Gaussian process on the unit cube; for
/// small budgets, as an ask costs O(n^3). The first trials are scrambled Sobol points. Categories, and an active against an inactive
/// parameter, are at distance 1. Pruned trials count by
/// <see cref="LearnedCost"/>. Of more than <see cref="MostPoints"/> trials the best quarter and the newest are used. Pending trials are
/// believed to give the mean.
/// </summary>
/// <remarks>Jones, Schonlau, Welch, "Efficient global optimization of expensive black-box functions", J. Global Optim. 13, 1998.</remarks>
/// <param name="startupTrials">At least 2; default 10.</param>
public sealed class GaussianProcessSampler(int startupTrials = 10) : Sampler
{
    /// <summary>Most trials in the model.</summary>
    public const int MostPoints = 200;

    private const int Candidates = 400, Refined = 3, Rounds = 8, Neighbours = 16;

    private readonly int _startupTrials =
        startupTrials >= 2 ? startupTrials : throw new SearchSpaceException("gp", $"startup_trials {startupTrials}", "at least 2");

    private readonly SobolSampler _startup = new();
    private (long Trial, IReadOnlyList<Trial> Source, int Count, GaussianProcessModel Model, double Best)? _memo;

    public override string Name => "gp";

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (attempt > OwnTries / 4) return Uniform(history, trial, attempt);
        if (history.Finished.Count(trial => !trial.IsFailure) < _startupTrials)
        {
            return attempt == 0 ? _startup.Propose(history, trial).Raw.ToArray() : Uniform(history, trial, attempt);
        }

        if (_memo is not { } memo || memo.Trial != trial || memo.Source != history.History || memo.Count != history.Finished.Count)
        {
            _memo = memo = Fit(history, trial);
        }

        var stream = new SearchStream(history.Seed, DrawPurpose.GaussianProcess, attempt, trial);
        return Maximise(history, memo.Model, memo.Best, raw => IsPromising(history, raw), ref stream);
    }

    private static (long, IReadOnlyList<Trial>, int, GaussianProcessModel, double) Fit(StudyView history, long trial)
    {
        LearnedCost[] all = LearnedCost.Of(history, history.Finished);
        if (all.Length > MostPoints)
        {
            LearnedCost[] best = [.. all.OrderBy(t => t.Cost).ThenBy(t => t.Trial.Number).Take(MostPoints / 4)];
            all = [.. best, .. all.Except(best).TakeLast(MostPoints - best.Length)];
        }

        double[] costs = Standardise([.. all.Select(t => t.Cost)]);
        ParameterSpace space = history.Space;
        bool[] categorical = [.. space.Parameters.Select(p => p.IsCategorical)];
        var model = new GaussianProcessModel(all.Select(t => ToUnit(t.Trial.Parameters)), costs, space.Count, Distance);
        foreach (ParameterSet pending in history.Pending) model.Believe(ToUnit(pending));
        return (trial, history.History, history.Finished.Count, model, costs.Min());

        double Distance(double[] x, double[] y, int j)
        {
            if (double.IsNaN(x[j]) || double.IsNaN(y[j])) return double.IsNaN(x[j]) && double.IsNaN(y[j]) ? 0 : 1;
            return categorical[j] ? (x[j] == y[j] ? 0 : 1) : x[j] - y[j];
        }
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

    private static double[] Maximise(
        StudyView history, GaussianProcessModel model, double best, Func<double[], bool> isPromising, ref SearchStream stream)
    {
        ParameterSpace space = history.Space;
        List<(double Gain, double[] Raw, double[] Unit)> found = [];
        for (int c = 0; c < Candidates; c++)
        {
            double[] u = new double[space.Count];
            for (int i = 0; i < u.Length; i++) u[i] = stream.NextUniform();
            found.Add(Score(space, model, best, u));
        }

        found = [.. found.Where(f => isPromising(f.Raw)).DefaultIfEmpty(found[0]).OrderByDescending(f => f.Gain).Take(Refined)];
        for (int f = 0; f < found.Count; f++)
        {
            double width = 0.15;
            for (int round = 0; round < Rounds; round++, width *= 0.6)
            {
                for (int k = 0; k < Neighbours; k++)
                {
                    var next = Score(space, model, best, Near(space, found[f].Unit, width, ref stream));
                    if (next.Gain > found[f].Gain && isPromising(next.Raw)) found[f] = next;
                }
            }
        }

        return found.MaxBy(f => f.Gain).Raw;
    }

    private static double[] Near(ParameterSpace space, double[] centre, double width, ref SearchStream stream)
    {
        double[] u = [.. centre];
        for (int i = 0; i < u.Length; i++)
        {
            double z = stream.NextGaussian();
            if (space.Parameters[i].IsCategorical ? stream.NextUniform() < 0.1 : double.IsNaN(u[i])) u[i] = stream.NextUniform();
            else if (!space.Parameters[i].IsCategorical) u[i] = Math.Clamp(u[i] + width * z, 0, 1);
        }

        return u;
    }

    private static (double Gain, double[] Raw, double[] Unit) Score(
        ParameterSpace space, GaussianProcessModel model, double best, double[] u)
    {
        double[] raw = AtUnit(space, u), unit = ToUnit(space.Own(raw));
        (double mean, double deviation) = model.Predict(unit);
        return (LogExpectedImprovement((best - mean) / deviation) + Math.Log(deviation), raw, unit);
    }

    /// <summary>log(z Phi(z) + phi(z)); far below 0 by the first terms of its asymptotic series, phi(z) / z^2 (1 - 3 / z^2).</summary>
    private static double LogExpectedImprovement(double z) => z > -5
        ? Math.Log(z * Normal.Cumulative(z) + Normal.Density(z))
        : -0.5 * z * z - 0.5 * Math.Log(2 * Math.PI) - 2 * Math.Log(-z) + Math.Log(1 - 3 / (z * z));
}
