using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Analysis;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>The trials of a study as the search library's analyses take them, without prior ones.</summary>
internal sealed class StudyHistory
{
    /// <summary>A forest on more trials takes long and says no more.</summary>
    private const int MostForImportance = 2000;

    private readonly Lazy<IReadOnlyList<Trial>> _front;

    private readonly IReadOnlyList<double>? _reference;

    private readonly StudySpecification _specification;

    private StudyHistory(Study study, StudySpecification specification)
    {
        (Study, _reference, _specification) = (study, specification.Reference, specification);
        _front = new Lazy<IReadOnlyList<Trial>>(() => ParetoFront.Of(study));
    }

    /// <summary>Trials by number, as far as they go without a gap; after it those that are there, under the next numbers.</summary>
    public Study Study { get; }

    /// <summary>Feasible trials that none dominates.</summary>
    public IReadOnlyList<Trial> Front => _front.Value;

    /// <summary>As <see cref="ParameterImportance.Of(Study)"/>, of a long study by evenly chosen trials.</summary>
    public IReadOnlyDictionary<string, double> Importances => ParameterImportance.Of(ForImportance);

    /// <summary>The same of the excess of each constraint on metrics, by its text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ConstraintImportances =>
        new OrderedDictionary<string, IReadOnlyDictionary<string, double>>(_specification.Objective.Constraints
            .Select((constraint, k) => (constraint.Text, k)).DistinctBy(pair => pair.Text)
            .Select(pair => KeyValuePair.Create(
                pair.Text, ParameterImportance.Of(ForImportance, trial => trial.Constraints[pair.k]))));

    private Study ForImportance
    {
        get
        {
            if (Study.Trials.Count <= MostForImportance) return Study;
            var part = new Study(Study.Options);
            foreach (Trial trial in Thinned(Study.Trials, MostForImportance))
                part.Record(part.Trials.Count, trial.Parameters, trial.State, trial.Values, [], trial.Constraints);
            return part;
        }
    }

    /// <summary>Costs of the reference point: of the specification, else the worst of each metric among feasible trials.</summary>
    public double[] Reference
    {
        get
        {
            if (_reference is { } given)
                return [.. given.Select((value, k) => Study.Options.Directions[k] == Direction.Minimize ? value : -value)];
            Trial[] feasible = [.. Study.Trials.Where(trial => trial.IsFeasible)];
            return [.. Study.Options.Directions.Select(
                (_, k) => feasible.Length == 0 ? double.NaN : feasible.Max(trial => Cost(trial, k)))];
        }
    }

    public double Hypervolume => Front.Count == 0 ? 0 : Search.Analysis.Hypervolume.Of(Front.Select(Costs), Reference);

    public double Cost(Trial trial, int k) => Study.Options.Directions[k] == Direction.Minimize ? trial.Values[k] : -trial.Values[k];

    public static StudyHistory Of(StudySpecification specification, IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        var study = new Study((specification with { Prior = null }).CreateStudy().Options with { Lag = null });
        foreach ((long number, TrialOutcome trial) in trials)
        {
            while (study.Trials.Count < number)
                study.Record(study.Trials.Count, specification.Space.Parse(trial.Parameters), TrialState.Failed, [], []);
            study.Record(
                number, specification.Space.Parse(trial.Parameters), trial.State, trial.Values, trial.Intermediate,
                specification.Scaled(trial.Constraints));
        }

        return new StudyHistory(study, specification);
    }

    /// <summary>At most so many of a list, evenly chosen.</summary>
    private static IEnumerable<Trial> Thinned(IReadOnlyList<Trial> trials, int most) => trials.Count <= most
        ? trials
        : Enumerable.Range(0, most).Select(k => trials[(int)((long)k * trials.Count / most)]);

    private double[] Costs(Trial trial) => [.. trial.Values.Select((_, k) => Cost(trial, k))];
}
