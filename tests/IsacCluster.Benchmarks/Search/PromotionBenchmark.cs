using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Search;
using IsacCluster.Search.Promotion;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Benchmarks.Search;

/// <summary>
/// Studies of the learning-curve objective at equal numbers of steps: by stopping, by promotion from scratch (a trial that goes on begins
/// again) and by promotion from checkpoints. The trials see what four workers would see (lag 3).
/// </summary>
internal static class PromotionBenchmark
{
    private const int Steps = 81, Lag = 3;
    private static readonly int[] Budgets = [5, 10, 20, 40]; // full evaluations

    private static readonly (string Name, string Sampler, Func<IPruner> Pruner, bool FromScratch)[] Ways =
    [
        ("asha by stopping, random", "random", () => new SuccessiveHalvingPruner(3), false),
        ("asha from scratch, random", "random", () => new SuccessiveHalvingPruner(3, maxResource: Steps), true),
        ("asha promote, random", "random", () => new SuccessiveHalvingPruner(3, maxResource: Steps), false),
        ("asha by stopping, tpe", "tpe", () => new SuccessiveHalvingPruner(3), false),
        ("asha from scratch, tpe", "tpe", () => new SuccessiveHalvingPruner(3, maxResource: Steps), true),
        ("asha promote, tpe", "tpe", () => new SuccessiveHalvingPruner(3, maxResource: Steps), false),
        ("asha promote, bohb", "bohb", () => new SuccessiveHalvingPruner(3, maxResource: Steps), false),
        ("hyperband by stopping, tpe", "tpe", () => new HyperbandPruner(3, Steps), false),
        ("hyperband promote, random", "random", () => new HyperbandPruner(3, Steps, promotes: true), false),
        ("hyperband promote, bohb", "bohb", () => new HyperbandPruner(3, Steps, promotes: true), false),
        ("pbt, random", "random", () => new PopulationPruner(5, 9, Steps), false),
    ];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "seeds", "seed", "date");
        int seeds = options.Integer("seeds", 20), first = options.Integer("seed", 1000, least: 0);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}\n");
        var table = new MarkdownTable(
        [
            $"best value at {Steps} steps, {seeds} seeds from {first}: mean (standard error) after",
            .. Budgets.Select(budget => $"{budget} x {Steps} steps"),
        ]);
        foreach ((string name, string sampler, Func<IPruner> pruner, bool fromScratch) in Ways)
        {
            double[][] best = [.. Enumerable.Range(first, seeds).Select(seed => Best(sampler, pruner(), fromScratch, seed))];
            table.Add([name, .. Budgets.Select((_, k) => Cell([.. best.Select(values => values[k])]))]);
        }

        Console.WriteLine(table);
        return 0;
    }

    /// <summary>The least value of a complete trial within each budget; that of a mean objective where none is complete.</summary>
    private static double[] Best(string sampler, IPruner pruner, bool fromScratch, int seed)
    {
        var objective = new LearningCurve(Steps);
        var options = new StudyOptions
        {
            Space = objective.Space,
            Sampler = SamplerCatalog.Create(sampler),
            Pruner = pruner,
            Seed = (ulong)seed,
            Lag = Lag,
        };
        long most = Budgets[^1] * (long)Steps;
        IEnumerable<(long Steps, double? Value)> run =
            pruner.Plan is { } plan ? Promoted(objective, options, plan, fromScratch) : Stopped(objective, options);
        double[] best = [.. Budgets.Select(_ => 1.0)];
        long spent = 0;
        foreach ((long steps, double? value) in run)
        {
            spent += steps;
            if (spent > most) break;
            for (int k = 0; k < best.Length; k++)
                if (value < best[k] && spent <= Budgets[k] * (long)Steps) best[k] = value.Value;
        }

        return best;
    }

    private static IEnumerable<(long Steps, double? Value)> Stopped(LearningCurve objective, StudyOptions options)
    {
        var study = new Study(options);
        while (true)
        {
            Trial trial = study.Ask();
            PruneBounds bounds = study.Bounds(trial.Number);
            var reported = new List<IntermediateValue>();
            PruneDecision decision = PruneDecision.Continue;
            for (int step = 1; step <= Steps && decision == PruneDecision.Continue; step++)
            {
                double value = objective.EvaluateAt(trial.Parameters, trial.Number, step);
                decision = step == Steps ? PruneDecision.Continue : bounds.Decide(step, step == 1 ? null : step - 1, value, value);
                reported.Add(new IntermediateValue(step, value));
            }

            bool complete = decision == PruneDecision.Continue;
            double[] values = complete ? [reported[^1].Value] : [];
            study.Record(
                trial.Number, trial.Parameters, complete ? TrialState.Complete : TrialState.Pruned, values, reported);
            yield return (reported.Count, complete ? values[0] : null);
        }
    }

    private static IEnumerable<(long Steps, double? Value)> Promoted(
        LearningCurve objective, StudyOptions options, IPartPlan plan, bool fromScratch)
    {
        var study = new PromotedStudy(options, plan, long.MaxValue, []);
        for (int index = 0; study.TryDecide(); index++)
        {
            Part part = study.PartAt(index);
            long from = study.BeginsAfter(index);
            IntermediateValue[] reported =
            [
                .. Enumerable.Range((int)from + 1, (int)(part.To - from))
                    .Select(step => new IntermediateValue(step, objective.EvaluateAt(study.ParametersOf(index), part.Trial, step))),
            ];
            double[] values = part.IsLast ? [reported[^1].Value] : [];
            study.Record(index, new PartResult(part.IsLast ? TrialState.Complete : TrialState.Pruned, reported, values, []));
            yield return (fromScratch ? part.To : part.To - from, part.IsLast ? values[0] : null);
        }
    }

    private static string Cell(double[] values)
    {
        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return FormattableString.Invariant($"{mean:0.00000} ({Math.Sqrt(variance / values.Length):0.00000})");
    }
}
