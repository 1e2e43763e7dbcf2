using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A heuristic baseline whose designs are tested, power P0 and every SINR, and replaced where they fail by their projection on the feasible
/// set, (29) to (31) of Zhao et al., as gnn-ip does with a network's.
/// </summary>
/// <param name="baseline">Its name in <see cref="SolverCatalog"/>; its options are those of this entry too.</param>
public sealed class RepairedEntry(string name, string baseline) : AlgorithmEntry
{
    private const string Repair = "repair";
    private readonly BaselineEntry _baseline = new(SolverCatalog.Entries.First(entry => entry.Name == baseline));

    public override string Name => name;

    /// <summary>Whether the baseline knows plain instances alone.</summary>
    public bool IsForPlainOnly => _baseline.IsForPlainOnly;

    /// <summary>A repair fails only where no design serves the users.</summary>
    public override InfeasibilityClaim Claim => InfeasibilityClaim.NoDesign;

    public override IReadOnlyList<string> Options => [.. _baseline.Options, Repair];

    public override AlgorithmSpecification Read(
        string label, FieldMapping? options, SpecificationSource source, IReadOnlyList<SweepPoint> points)
    {
        DesignRepair repair = options?.Optional(Repair) is Field asked ? EnumNames<DesignRepair>.Read(asked) : DesignRepair.Projection;
        return new RepairedSpecification(name, label, _baseline, _baseline.Parameters.Read(options), repair);
    }
}

/// <summary>A repaired baseline of a campaign.</summary>
/// <param name="Values">Of the baseline's parameters, in their order.</param>
public sealed record RepairedSpecification(
    string Name, string Label, BaselineEntry Baseline, IReadOnlyList<double> Values, DesignRepair Repair)
    : AlgorithmSpecification(Name, Label)
{
    public override bool HasParts => true;

    public override double ExpectedWork(int antennas, int users) => Baseline.ExpectedWork(antennas, users);

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null)
    {
        IBeamformingSolver solver = Baseline.CreateSolver(new SolverOptions(), Values);
        return new LearnedAlgorithm(
            Label, instances => [.. instances.Select(instance => solver.Solve(instance).Design ?? DesignRepairs.Silent(instance))],
            DesignRepairs.Create(Repair, memo?.MinimumPowers));
    }

    public override object ToCanonical() => new Dictionary<string, object?>
    {
        ["label"] = Label,
        ["name"] = Name,
        ["parameters"] = Baseline.Parameters.ToCanonical(Values),
        ["repair"] = EnumNames<DesignRepair>.Of(Repair),
    };
}
