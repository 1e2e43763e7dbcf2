using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Solving;

/// <summary>kind: solve.</summary>
public sealed class SolveKind : JobKind
{
    public override string Name => SolveSpecification.KindName;

    public override string IndexName => "shard";

    public override JobSpecification Read(SpecificationSource source) => SolveReader.Read(source);

    public override IReadOnlyList<string> Notes(JobSpecification specification, IJob job) => job is not SolveJob solve ? [] : SizeNotes.Of(
        from name in solve.Settings.Algorithms
        let scenario = solve.Dataset.Scenario
        let work = AlgorithmCatalog.CreateSolver(name).ExpectedWork(scenario.Antennas, scenario.Users)
        select (name, scenario.Antennas, scenario.Users, work));

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        if (specification is NoOpSpecification empty) return new NoOpJob(empty);
        var solve = (SolveSpecification)specification;
        try
        {
            return new SolveJob(new SolveSettings(solve.Name, surroundings.Beside(solve.Dataset), solve.Algorithms), surroundings.Time);
        }
        catch (SpecificationException error)
        {
            throw solve.DatasetAt.Error($"dataset: {error.Message}");
        }
    }
}
