using System.Globalization;
using System.Runtime.CompilerServices;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests;

/// <summary>A study told value by value, as a loop around it would.</summary>
internal static class AskAndTell
{
    private static readonly ConditionalWeakTable<Study, Dictionary<long, List<IntermediateValue>>> Reported = [];

    /// <summary>Records how a trial ended; one with a value that is not finite failed.</summary>
    public static void Tell(this Study study, long number, params double[] values)
    {
        bool finite = values.All(double.IsFinite);
        Record(study, number, finite ? TrialState.Complete : TrialState.Failed, finite ? values : []);
    }

    public static void TellPruned(this Study study, long number) => Record(study, number, TrialState.Pruned, []);

    public static void TellFailed(this Study study, long number) => Record(study, number, TrialState.Failed, []);

    /// <summary>Keeps an intermediate value, and says whether the trial goes on.</summary>
    public static PruneDecision Report(this Study study, long number, long step, double value)
    {
        List<IntermediateValue> reported = ReportsOf(study, number);
        long? before = reported.Count > 0 ? reported[^1].Step : null;
        reported.Add(new IntermediateValue(step, value));
        double sign = study.Options.Directions[0] == Direction.Minimize ? 1 : -1;
        double least = reported.Select(v => sign * v.Value).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.PositiveInfinity).Min();
        return study.Bounds(number).Decide(step, before, sign * value, least);
    }

    /// <summary>One line for each trial.</summary>
    public static string Text(this Study study) => string.Join('\n', study.Trials.Select(trial => string.Create(
        CultureInfo.InvariantCulture,
        $"{trial.Number}|{trial.State}|{trial.Parameters}|{string.Join(',', trial.Values)}|{string.Join(',', trial.Intermediate)}")));

    /// <summary>A study of the same finished trials.</summary>
    public static Study Copy(this Study study, StudyOptions options)
    {
        var copy = new Study(options);
        foreach (Trial trial in study.Trials)
            copy.Record(trial.Number, trial.Parameters, trial.State, trial.Values, trial.Intermediate);
        return copy;
    }

    private static void Record(Study study, long number, TrialState state, double[] values) => study.Record(
        number, study.Trials[(int)number].Parameters, state, values, ReportsOf(study, number));

    private static List<IntermediateValue> ReportsOf(Study study, long number)
    {
        Dictionary<long, List<IntermediateValue>> all = Reported.GetOrCreateValue(study);
        return all.TryGetValue(number, out List<IntermediateValue>? found) ? found : all[number] = [];
    }
}
