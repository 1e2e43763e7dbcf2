using IsacCluster.Search.Analysis;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Nsga2;

/// <summary>
/// NSGA-II for one or more objectives: binary tournaments by front and crowding distance, simulated binary crossover (eta_c) and
/// polynomial mutation (eta_m, probability 1 / parameters) on the unit cube; categories are exchanged or drawn anew. Each P finished
/// trials, in the order of the history, are one generation, joined with the parents before the next selection; of one objective pruned
/// trials are in it by <see cref="LearnedCost"/>. Constraints count by constrained domination.
/// </summary>
/// <remarks>Deb et al., NSGA-II, 2002; Deb, Agrawal, "Simulated binary crossover", Complex Systems 9, 1995.</remarks>
/// <param name="population">P; even, at least 4; default 40.</param>
public sealed class Nsga2Sampler(int population = 40) : Sampler
{
    private const double CrossoverProbability = 0.9, EtaCrossover = 15, EtaMutation = 20;

    private readonly int _population = population >= 4 && population % 2 == 0
        ? population
        : throw new SearchSpaceException("nsga2", $"population {population}", "an even number, at least 4");

    private IReadOnlyList<Trial>? _source;
    private List<Individual> _parents = [];
    private int _taken;

    public override string Name => "nsga2";

    public override int MostObjectives => int.MaxValue;

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        TakeIn(history);
        if (_parents.Count < 2) return Uniform(history, trial, attempt);
        var stream = new SearchStream(history.Seed, DrawPurpose.Nsga2, attempt, trial);
        double[] first = Tournament(ref stream).Unit, second = Tournament(ref stream).Unit, child = new double[first.Length];
        bool crosses = stream.NextUniform() < CrossoverProbability;
        for (int i = 0; i < child.Length; i++)
        {
            bool categorical = history.Space.Parameters[i].IsCategorical;
            (double a, double b) = (Known(first[i], second[i], ref stream), Known(second[i], first[i], ref stream));
            if (!crosses) child[i] = a;
            else if (categorical || stream.NextUniform() < 0.5) child[i] = stream.NextUniform() < 0.5 ? a : b;
            else child[i] = Cross(a, b, ref stream);
            if (stream.NextUniform() * child.Length < 1) child[i] = categorical ? stream.NextUniform() : Mutate(child[i], ref stream);
        }

        return AtUnit(history.Space, child);
    }

    private Individual Tournament(ref SearchStream stream)
    {
        Individual a = _parents[stream.NextInt(_parents.Count)], b = _parents[stream.NextInt(_parents.Count)];
        return b.Beats(a) ? b : a;
    }

    /// <summary>A gene; where it was inactive the other parent's, else a uniform one.</summary>
    private static double Known(double own, double other, ref SearchStream stream)
    {
        double uniform = stream.NextUniform();
        return !double.IsNaN(own) ? own : !double.IsNaN(other) ? other : uniform;
    }

    /// <summary>One child of SBX: ((1 + beta) a + (1 - beta) b) / 2 or with a and b exchanged.</summary>
    private static double Cross(double a, double b, ref SearchStream stream)
    {
        (double u, double side) = stream.NextPair();
        double beta = u <= 0.5 ? Math.Pow(2 * u, 1 / (EtaCrossover + 1)) : Math.Pow(1 / (2 * (1 - u)), 1 / (EtaCrossover + 1));
        double spread = 0.5 * beta * (a - b);
        return Math.Clamp((a + b) / 2 + (side < 0.5 ? spread : -spread), 0, 1);
    }

    private static double Mutate(double x, ref SearchStream stream)
    {
        double u = stream.NextUniform();
        double delta = u < 0.5
            ? Math.Pow(2 * u + (1 - 2 * u) * Math.Pow(1 - x, EtaMutation + 1), 1 / (EtaMutation + 1)) - 1
            : 1 - Math.Pow(2 * (1 - u) + 2 * (u - 0.5) * Math.Pow(x, EtaMutation + 1), 1 / (EtaMutation + 1));
        return Math.Clamp(x + delta, 0, 1);
    }

    private void TakeIn(StudyView history)
    {
        if (!ReferenceEquals(_source, history.History) || _taken > history.Finished.Count)
        {
            (_source, _taken, _parents) = (history.History, 0, []);
        }

        while (_taken + _population <= history.Finished.Count)
        {
            List<Individual> all = [.. _parents];
            Trial[] generation = [.. Enumerable.Range(_taken, _population).Select(i => history.Finished[i])];
            _taken += _population;
            if (history.Directions.Count == 1)
            {
                all.AddRange(LearnedCost.Of(history, generation)
                    .Select(t => new Individual(ToUnit(t.Trial.Parameters), [t.Cost], t.Trial.Violation)));
            }
            else
            {
                all.AddRange(generation.Where(trial => trial.State == TrialState.Complete)
                    .Select(trial => new Individual(
                        ToUnit(trial.Parameters), ParetoFront.Costs(history.Directions, trial), trial.Violation)));
            }

            _parents = Selection.Best(all, _population);
        }
    }
}
