using IsacCluster.Search;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Benchmarks.Search;

/// <summary>A sequential study of a test function, in process.</summary>
internal static class SyntheticStudy
{
    public static Study Of(SyntheticObjective objective, string sampler, int seed) =>
        new(new StudyOptions { Space = objective.Space, Sampler = SamplerCatalog.Create(sampler), Seed = (ulong)seed });

    /// <summary>The least value so far after each of so many trials; NaN while all failed.</summary>
    public static double[] Best(SyntheticObjective objective, string sampler, int seed, int trials)
    {
        Study study = Of(objective, sampler, seed);
        double[] best = new double[trials];
        double least = double.NaN;
        for (int i = 0; i < trials; i++)
        {
            double value = Advance(study, objective);
            if (!(value >= least) && double.IsFinite(value)) least = value;
            best[i] = least;
        }

        return best;
    }

    /// <summary>One more trial; one whose value is not a number failed.</summary>
    public static double Advance(Study study, SyntheticObjective objective)
    {
        Trial trial = study.Ask();
        double value = objective.Evaluate(trial.Parameters, trial.Number);
        if (double.IsFinite(value)) study.Record(trial.Number, trial.Parameters, TrialState.Complete, [value], []);
        else study.Record(trial.Number, trial.Parameters, TrialState.Failed, [], []);
        return value;
    }
}
