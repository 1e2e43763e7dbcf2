using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Solving;

/// <summary>kind: solve.</summary>
public sealed class SolveKind : JobKind
{
    private const int TimedSamples = 16;

    public override string Name => SolveSpecification.KindName;

    public override string LaneName => "dataset";

    public override string IndexName => "shard";

    public override JobSpecification Read(SpecificationSource source) => SolveReader.Read(source);

    public override IReadOnlyList<string> Notes(JobSpecification specification, IJob job) => job is not SolveJob solve ? [] : SizeNotes.Of(
        from name in solve.Settings.Algorithms
        let scenario = solve.Dataset.Scenario
        let work = AlgorithmCatalog.CreateSolver(name).ExpectedWork(scenario.Antennas, scenario.Users)
        select (name, scenario.Antennas, scenario.Users, work));

    /// <summary>A shard takes what the designs of its samples take, measured on the first samples of the dataset.</summary>
    public override double? SecondsPerIndex(
        JobSpecification specification, IReportableJob job, TimeProvider time, CancellationToken cancellation)
    {
        if (job is not SolveJob solve) return TaskTiming.SecondsPerIndex(job, time, cancellation);
        IReadOnlyList<Sample> samples = solve.Dataset.ReadShard(0);
        IReadOnlyList<IBeamformingSolver> solvers = solve.CreateSolvers();
        try
        {
            double seconds = TaskTiming.SecondsPerCall(
                sample =>
                {
                    foreach (IBeamformingSolver solver in solvers)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        solver.Solve(samples[(int)sample].Instance);
                    }
                },
                Math.Min(TimedSamples, samples.Count), time);
            return seconds * solve.Dataset.Samples / solve.Dataset.Shards.Count;
        }
        finally
        {
            foreach (IBeamformingSolver solver in solvers) (solver as IDisposable)?.Dispose();
        }
    }

    protected override string NoReplay => ": the algorithm noop designs nothing";

    public override ReplayReport Replay(JobSpecification specification, string point, long sample, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification is SolveSpecification
            ? SolveReplay.Of((SolveJob)CreateJob(specification, new JobSurroundings(specification.SourcePath, "", time)), point, sample)
            : base.Replay(specification, point, sample, time);
    }

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        if (specification is NoOpSpecification empty) return new NoOpJob(empty);
        var solve = (SolveSpecification)specification;
        try
        {
            string path = surroundings.Beside(solve.Dataset);
            FileSamples? samples = solve.File is not { } file ? null : new FileSamples(
                file.Scenario, file.Seed, file.Samples, Directory.Exists(path) ? path : Path.GetDirectoryName(path)!);
            return new SolveJob(new SolveSettings(solve.Name, path, solve.Algorithms), surroundings.Time, samples: samples);
        }
        catch (SpecificationException error)
        {
            throw solve.DatasetAt.Error($"dataset: {error.Message}");
        }
    }
}
