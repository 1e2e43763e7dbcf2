using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Kinds;

/// <summary>
/// Everything that is asked of a kind of job: how its specification is read, its job made, forecast, extended, replayed, and what its files
/// and indices are called. A kind is registered with one line of the catalogue of kinds. Immutable and thread-safe.
/// </summary>
public abstract class JobKind
{
    /// <summary>The value of the field kind: campaign, dataset, solve, training, study.</summary>
    public abstract string Name { get; }

    /// <summary>What a lane is called where people read: point, dataset, study.</summary>
    public abstract string LaneName { get; }

    /// <summary>What an index of a lane is called where people read: sample, shard, model, trial.</summary>
    public abstract string IndexName { get; }

    /// <summary>Whether its results are files in its output folder, which all silos then share. Default: yes.</summary>
    public virtual bool WritesFiles => true;

    /// <summary>The field that extending a job raises: samples, trials; null where a job cannot be extended. Default: null.</summary>
    public virtual string? ExtentField => null;

    /// <summary>
    /// Whether a few of its tasks can be run for their time and thrown away: they write nothing and are short. Default: no.
    /// </summary>
    public virtual bool CanBeTimed => false;

    /// <summary>
    /// Seconds of one index, predicted by doing a little of the work now, of which nothing is kept; null where that cannot be done.
    /// Default: a few indices, where <see cref="CanBeTimed"/>.
    /// </summary>
    public virtual double? SecondsPerIndex(
        JobSpecification specification, IReportableJob job, TimeProvider time, CancellationToken cancellation) =>
        CanBeTimed ? TaskTiming.SecondsPerIndex(job, time, cancellation) : null;

    /// <summary>Reads a specification of this kind.</summary>
    /// <exception cref="SpecificationException">It is not valid.</exception>
    public abstract JobSpecification Read(SpecificationSource source);

    /// <summary>The job of a specification that this kind has read.</summary>
    /// <exception cref="SpecificationException">A file that it names is missing or does not fit.</exception>
    public abstract IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings);

    /// <summary>The most indices that a lane can need. Default: its first boundary, which is exact without a stopping rule.</summary>
    public virtual long MostIndices(JobSpecification specification, IJob job, int lane)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Decide(lane, 0, job.Empty(lane)).NextBoundary ?? 0;
    }

    /// <summary>Epochs of each index at most; null where an index is no training. Default: null.</summary>
    public virtual int? Epochs(JobSpecification specification) => null;

    /// <summary>Sentences that `isac plan` adds, such as on solves that will not end. Default: none.</summary>
    public virtual IReadOnlyList<string> Notes(JobSpecification specification, IJob job) => [];

    /// <summary>Why nothing is replayed and where its numbers are, for people, from a colon or comma on. Default: nothing.</summary>
    protected virtual string NoReplay => "";

    /// <summary>Tries the algorithms on a few samples; null where there are none to try. Default: null.</summary>
    public virtual CheckReport? Check(JobSpecification specification, TimeProvider time, CancellationToken cancellation) => null;

    /// <summary>One sample again, alone, with the same bits.</summary>
    /// <param name="point">Id or position of a lane.</param>
    /// <exception cref="SpecificationException">The kind has no replay, or there is no such sample.</exception>
    public virtual ReplayReport Replay(JobSpecification specification, string point, long sample, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(specification);
        throw new SpecificationException(
            $"{specification.Name} is a job of kind {Name}, whose {IndexName}s are not computed again alone{NoReplay}; samples of "
            + "campaigns, datasets and solved datasets are.");
    }
}

/// <summary>What a job needs to know of where it runs.</summary>
/// <param name="SpecPath">Of the specification, for relative paths in it.</param>
/// <param name="OutputFolder">Absolute.</param>
/// <param name="DeviceHere">Trains on this device instead of the specification's: "cpu" where accelerator slots are stand-ins; else
/// null.</param>
/// <param name="ProgramMemory">Most bytes of memory that a program of the job may take here; null: no limit.</param>
public sealed record JobSurroundings(
    string SpecPath, string OutputFolder, TimeProvider Time, string? DeviceHere = null, long? ProgramMemory = null)
{
    /// <summary>A path of the specification, relative to its folder, made absolute.</summary>
    public string Beside(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(SpecPath))!);
}

/// <summary>A replayed index.</summary>
/// <param name="Data">What `isac replay --json` writes.</param>
/// <param name="Lines">The same for people.</param>
public sealed record ReplayReport(object Data, IReadOnlyList<string> Lines);

/// <summary>What the algorithms of a job answered to a few samples.</summary>
/// <param name="AllDesigned">Whether every one returned a design for every sample.</param>
/// <param name="Data">What `isac run --check --json` writes.</param>
/// <param name="Lines">The same for people.</param>
public sealed record CheckReport(bool AllDesigned, object Data, IReadOnlyList<string> Lines);
