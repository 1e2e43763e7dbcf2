using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// TPE over fidelities, as BOHB has it: the model is of the trials that have reached the highest fidelity that enough of them have, and of
/// no others, since values at different fidelities do not compare. A fidelity is a step at which trials ended, were stopped or paused; the
/// value of a trial there is its first report at or past it. A share of the trials is random.
/// </summary>
/// <remarks>Falkner, Klein, Hutter, "BOHB: robust and efficient hyperparameter optimization at scale", ICML 2018.</remarks>
/// <param name="leastPoints">Trials at a fidelity from which on it is modelled, at least 2; null: parameters + 2.</param>
/// <param name="randomShare">Of trials that are drawn uniformly, in (0, 1].</param>
public sealed class FidelityTpeSampler(int? leastPoints = null, double randomShare = 0.1) : ISampler
{
    private readonly TpeSampler _model = new(new TpeOptions { StartupTrials = 1, GoodShare = 0.15 });
    private readonly RandomSampler _random = new();

    public string Name => "bohb";

    public int MostObjectives => 1;

    public long? Capacity(ParameterSpace space) => null;

    public ParameterSet Propose(StudyView history, long trialNumber)
    {
        ArgumentNullException.ThrowIfNull(history);
        bool random = new SearchStream(history.Seed, DrawPurpose.Interleaving, 0, trialNumber).NextUniform() < randomShare;
        if (random || Modelled(history) is not { } level) return _random.Propose(history, trialNumber);
        List<Trial> trials =
            [.. history.Finished.Where(trial => trial.IsFailure || LastStep(trial) >= level).Select(trial => At(trial, level))];
        return _model.Propose(
            new StudyView(history.Space, history.Directions, history.Seed, trials, trials.Count, history.Pending), trialNumber);
    }

    /// <summary>The highest fidelity with enough trials; null where there is none.</summary>
    private long? Modelled(StudyView history)
    {
        int least = leastPoints ?? history.Space.Count + 2;
        long[] ends = [.. history.Finished.Where(trial => !trial.IsFailure).Select(LastStep).OrderDescending()];
        return ends.Length >= least ? ends[least - 1] : null;
    }

    /// <summary>How far a trial came; one without reports that is complete came to the end.</summary>
    private static long LastStep(Trial trial) =>
        trial.State == TrialState.Complete && trial.Intermediate.Count == 0 ? long.MaxValue : trial.Intermediate[^1].Step;

    /// <summary>A trial as if the fidelity were all there is; as it is where it failed or violates a constraint.</summary>
    private static Trial At(Trial trial, long level)
    {
        bool isInfeasible = trial.State == TrialState.Complete && !trial.IsFeasible;
        if (trial.IsFailure || isInfeasible) return trial;
        if (trial.FirstFrom(level) is not { } at || (trial.State == TrialState.Complete && at.Step == LastStep(trial))) return trial;
        return new Trial(trial.Number, trial.Parameters, trial.Intermediate.TakeWhile(value => value.Step <= at.Step))
        {
            State = double.IsFinite(at.Value) ? TrialState.Complete : TrialState.Failed,
            Values = double.IsFinite(at.Value) ? [at.Value] : [],
        };
    }
}
