using IsacCluster.Search.Promotion;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>When a study takes in results.</summary>
public enum StudyMode
{
    /// <summary>Trial n sees exactly the trials below n - parallel + 1: the same trials for any workers and failures.</summary>
    Deterministic,

    /// <summary>Trial n sees whatever is finished when it begins.</summary>
    Throughput,
}

/// <summary>A hyperparameter study: trials of an objective at points that a sampler proposes.</summary>
public sealed record StudySpecification : JobSpecification
{
    public const string KindName = "study";

    public override string Kind => KindName;

    /// <summary>Key of every draw of the sampler. A training has its own.</summary>
    public required ulong Seed { get; init; }

    /// <summary>With the parameters of a synthetic objective first.</summary>
    public required ParameterSpace Space { get; init; }

    public required ObjectiveSpecification Objective { get; init; }

    /// <summary>One for each metric of the objective.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }

    public required SearchComponent<ISampler> Sampler { get; init; }

    public required SearchComponent<IPruner> Pruner { get; init; }

    /// <summary>Trials wanted, 1..10^6; a finite grid may have fewer.</summary>
    public long Trials { get; init; }

    /// <summary>Most trials at a time, 1..1024.</summary>
    public int Parallel { get; init; } = 1;

    public StudyMode Mode { get; init; }

    /// <summary>Most seeds of a trial, 1..100.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Attempts after a failed one before the trial counts as failed, 0..100.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The study stops when more trials than that have failed; null: never.</summary>
    public long? MaxFailures { get; init; }

    /// <summary>Texts of the points of the first trials.</summary>
    public IReadOnlyList<string> Enqueued { get; init; } = [];

    /// <summary>Whether a trial with the parameters of an earlier complete one takes its values instead of being evaluated.</summary>
    public bool Reuse { get; init; }

    /// <summary>The point that hypervolumes are taken to, by metric; null: the worst of each among complete trials.</summary>
    public IReadOnlyList<double>? Reference { get; init; }

    /// <summary>When the study ends before its last trial; null: never.</summary>
    public StopRule? Stop { get; init; }

    /// <summary>What each trial of a command takes; null: a cpu slot.</summary>
    public ResourceRule? Resources { get; init; }

    /// <summary>Whose files stay; null: all trials', without checkpoints.</summary>
    public KeepRule? Keep { get; init; }

    /// <summary>Trials that others evaluated; null: none.</summary>
    public PriorTrials? Prior { get; init; }

    /// <summary>Trials that will be run: fewer than <see cref="Trials"/> on a small grid.</summary>
    public long RunnableTrials => Math.Min(Trials, Sampler.Create().Capacity(Space) - (Prior?.Trials.Count ?? 0) ?? long.MaxValue);

    /// <summary>Where trials pause and go on: who does; else null.</summary>
    public IPartPlan? Plan => Pruner.Create().Plan;

    /// <summary>Most tasks that the study can have: one a trial, or one for each part of it.</summary>
    public long MostTasks => RunnableTrials * (Plan?.MostParts ?? 1);

    /// <summary>The state of the study before its first trial.</summary>
    public Study CreateStudy()
    {
        var study = new Study(new StudyOptions
        {
            Space = Space,
            Directions = Directions,
            Seed = Seed,
            Sampler = Sampler.Create(),
            Pruner = Pruner.Create(),
            Lag = Mode == StudyMode.Deterministic ? Parallel - 1 : null,
            Known = Enqueued.Select((text, i) => (Number: (long)i + (Prior?.Trials.Count ?? 0), Point: Space.Parse(text)))
                .ToDictionary(known => known.Number, known => known.Point),
        });
        foreach (PriorTrial prior in Prior?.Trials ?? [])
            study.Record(study.Trials.Count, Space.Parse(prior.Parameters), prior.State, prior.Values, [], Scaled(prior.Constraints));
        return study;
    }

    /// <summary>Excesses of constraints on metrics in comparable amounts: each in units of the number that it compares with.</summary>
    internal double[] Scaled(IReadOnlyList<double> excesses) =>
        [.. excesses.Select((excess, k) => excess / Objective.Constraints[k].Scale)];

    /// <summary>Whether another number of trials at a time gives other trials.</summary>
    private bool DependsOnParallel => Mode == StudyMode.Deterministic
        && (Sampler.Create().Learns || Pruner.Create() is not NoPruner || Seeds > 1);

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
    [
        new("seed", Seed),
        new("space", SpaceIdentity.Of(Space)),
        new("objective", Objective.ToCanonical()),
        new("directions", Directions.Select(EnumNames<Direction>.Of)),
        new("sampler", Sampler.ToCanonical()),
        new("pruner", Pruner.ToCanonical()),
        new("prior", Prior?.Digest),
        .. DependsOnParallel ? (KeyValuePair<string, object?>[])[new("lag", Parallel - 1)] : [],
        .. Reuse ? (KeyValuePair<string, object?>[])[new("reuse", true)] : [],
        .. Objective.Constraints.Count == 0
            ? (KeyValuePair<string, object?>[])[]
            : [new("outcome_constraints", Objective.Constraints.Select(constraint => constraint.Text))],
        .. Enqueued.Count > 0 ? (KeyValuePair<string, object?>[])[new("enqueue", Enqueued)] : [],
        .. StudyFields.Table.Identity(this),
    ];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() =>
    [
        .. StudyFields.Table.Extent(this),
        .. Stop is { } stop ? (KeyValuePair<string, object?>[])[new($"{StopRule.FieldName}.{StopRule.NoBetterName}", stop.NoBetter)] : [],
        .. Keep?.Extent() ?? [],
        .. Objective is ExternalSpecification external
            ? (KeyValuePair<string, object?>[])[new($"objective.{ObjectiveFields.External}.{ObjectiveFields.LeaseTime}",
                external.Lease.TotalSeconds)] : [],
        .. Resources is { } resources
            ? (KeyValuePair<string, object?>[])[new($"{ResourceRule.FieldName}.{ResourceRule.DevicesName}", resources.Devices)] : [],
    ];
}
