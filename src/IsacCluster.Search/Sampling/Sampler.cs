using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// What samplers share: an infeasible draw is drawn again, first by the sampler's own rule, then uniformly, then it is an error. One that
/// learns draws again, too, where trials are likely to fail (<see cref="FailureRisk"/>), and takes its safest draw where all are.
/// </summary>
public abstract class Sampler : ISampler
{
    /// <summary>Draws by the sampler's own rule, and after them uniform draws.</summary>
    public const int OwnTries = 20, UniformTries = 10_000;

    private (IReadOnlyList<Trial> Source, int Count, FailureRisk? Risk)? _risk;

    public abstract string Name { get; }

    public virtual bool Learns => true;

    public virtual int MostObjectives => 1;

    public virtual long? Capacity(ParameterSpace space) => null;

    public ParameterSet Propose(StudyView history, long trialNumber)
    {
        ParameterSpace space = history.Space;
        double[]? safest = null;
        double least = double.PositiveInfinity;
        for (int attempt = 0; attempt < OwnTries && least > FailureRisk.Most; attempt++)
        {
            double[] raw = Draw(history, trialNumber, attempt);
            if (space.IsFeasible(raw) && RiskAt(history, raw) is var risk && risk < least) (safest, least) = (raw, risk);
        }

        if (safest is not null) return space.Own(safest);

        for (int attempt = 0; attempt < UniformTries; attempt++)
        {
            double[] raw = Uniform(history, trialNumber, OwnTries + attempt);
            if (space.IsFeasible(raw)) return space.Own(raw);
        }

        throw new SearchSpaceException(
            "constraint", $"no feasible point for trial {trialNumber} in {OwnTries + UniformTries} draws",
            "constraints that a fair part of the space fulfils");
    }

    /// <summary>Legal raw values of the active parameters, NaN for the others; constraints are checked by the caller.</summary>
    protected abstract double[] Draw(StudyView history, long trial, int attempt);

    /// <summary>Whether the constraints hold at a point and a trial is likely to succeed there.</summary>
    protected bool IsPromising(StudyView history, double[] raw) =>
        history.Space.IsFeasible(raw) && RiskAt(history, raw) <= FailureRisk.Most;

    /// <summary>A draw with every active parameter uniform in its own scale.</summary>
    protected static double[] Uniform(StudyView history, long trial, int attempt)
    {
        var stream = new SearchStream(history.Seed, DrawPurpose.Uniform, attempt, trial);
        double[] raw = new double[history.Space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            double u = stream.NextUniform();
            raw[i] = history.Space.IsActive(i, raw) ? history.Space.Parameters[i].FromUnit(u) : double.NaN;
        }

        return raw;
    }

    /// <summary>The legal raw values at a point of the unit cube; NaN for inactive parameters.</summary>
    protected static double[] AtUnit(ParameterSpace space, ReadOnlySpan<double> unit)
    {
        double[] raw = new double[space.Count];
        for (int i = 0; i < raw.Length; i++) raw[i] = space.IsActive(i, raw) ? space.Parameters[i].FromUnit(unit[i]) : double.NaN;
        return raw;
    }

    private double RiskAt(StudyView history, double[] raw)
    {
        if (!Learns) return 0;
        if (_risk is not { } known || !ReferenceEquals(known.Source, history.History) || known.Count != history.Finished.Count)
            _risk = known = (history.History, history.Finished.Count, FailureRisk.Of(history));
        return known.Risk?.At(raw) ?? 0;
    }

    /// <summary>The point of the unit cube of a set; NaN for inactive parameters.</summary>
    protected static double[] ToUnit(ParameterSet set)
    {
        double[] unit = new double[set.Raw.Length];
        for (int i = 0; i < unit.Length; i++) unit[i] = set.IsActive(i) ? set.Space.Parameters[i].ToUnit(set.Raw[i]) : double.NaN;
        return unit;
    }
}
