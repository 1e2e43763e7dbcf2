using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Sensing;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An algorithm that maps one instance to one design. Campaigns, solve jobs, `isac solve` and studies' validation campaigns may name it.
/// </summary>
/// <param name="solver">Name, and how it is made for a thread.</param>
public sealed class BaselineEntry(SolverEntry solver) : AlgorithmEntry
{
    /// <summary>A solver of its own, made when somebody asks what it claims, not at every start.</summary>
    private readonly Lazy<IBeamformingSolver> _asked = new(() => solver.Create(new SolverOptions()));

    /// <param name="create">Makes a fresh solver for one thread; its <see cref="IBeamformingSolver.Name"/> is the name.</param>
    public BaselineEntry(string name, Func<SolverOptions, IBeamformingSolver> create) : this(new SolverEntry(name, create)) { }

    public override string Name => solver.Name;

    public override InfeasibilityClaim Claim => _asked.Value.Claim;

    /// <summary><see cref="IBeamformingSolver.IgnoresChannel"/>.</summary>
    public bool IgnoresChannel => _asked.Value.IgnoresChannel;

    /// <summary><see cref="IBeamformingSolver.ExpectedWork"/>.</summary>
    public double ExpectedWork(int antennas, int users) => _asked.Value.ExpectedWork(antennas, users);

    /// <summary>Whether `isac solve` solves it where its problems are not listed.</summary>
    public bool InDefaultSolve => solver.InDefaultSolve;

    /// <summary>A fresh solver for one thread.</summary>
    public IBeamformingSolver CreateSolver(SolverOptions options) => solver.Create(options);

    /// <summary>A fresh solver for one thread with values of its <see cref="SolverParameters"/>.</summary>
    public IBeamformingSolver CreateSolver(SolverOptions options, IReadOnlyList<double> values) =>
        solver.CreateWith is { } create ? create(options, values) : solver.Create(options);

    /// <summary>What a specification may set.</summary>
    public SolverParameters Parameters { get; } = new(solver.Parameters);

    public override IReadOnlyList<string> Options { get; } =
        solver.Parameters.Count == 0 ? [] : [.. solver.Parameters.Select(parameter => parameter.Name), AlgorithmReader.Label];

    /// <summary><see cref="IBeamformingSolver.IsForPlainOnly"/>.</summary>
    public bool IsForPlainOnly => _asked.Value.IsForPlainOnly;

    /// <summary><see cref="IBeamformingSolver.Optimises"/>.</summary>
    public bool Optimises(SensingCriterion criterion) => _asked.Value.Optimises(criterion);

    public override AlgorithmSpecification Read(
        string label, FieldMapping? options, SpecificationSource source,
        IReadOnlyList<SweepPoint> points) => new BaselineSpecification(this, label, Parameters.Read(options));
}

/// <summary>A baseline of a campaign.</summary>
/// <param name="Values">Of its parameters, in their order.</param>
public sealed record BaselineSpecification(BaselineEntry Entry, string Label, IReadOnlyList<double> Values)
    : AlgorithmSpecification(Entry.Name, Label)
{
    /// <summary>The name alone where there is nothing to set.</summary>
    public override object ToCanonical() => Values.Count == 0 ? Name : new Dictionary<string, object?>
    {
        ["label"] = Label,
        ["name"] = Name,
        ["parameters"] = Entry.Parameters.ToCanonical(Values),
    };

    public override bool IsConstantAt(SweepPoint point) =>
        Entry.IgnoresChannel && (point ?? throw new ArgumentNullException(nameof(point))).Scenario.Targets is FixedTargets;

    public override double ExpectedWork(int antennas, int users) => Entry.ExpectedWork(antennas, users);

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null) =>
        new SolverAlgorithm(
            Entry.CreateSolver(new SolverOptions { MinimumPower = memo is null ? null : memo.MinimumPowers.Of }, Values), Label);
}
