using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.Studies.Objectives;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Training;
using IsacCluster.Training.Native;
using IsacCluster.Training.Tensors;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// A study as a job: one lane, whose index n is trial n. A trial is one pure task of (specification, n, argument), however long it takes;
/// it is pruned where it runs, by bounds that its argument carries, and goes on from its checkpoint after a crash. Where trials pause and
/// go on, index n is the n-th part of a trial that is run.
/// </summary>
public sealed class StudyJob : IOutsideJob, IDetailedJob
{
    private const string ClaimSchema = "isac-study-manifest-v1", StopReason = "trials";
    private readonly TimeProvider _time;
    private readonly TrainingFunction _train;
    private readonly AdoptionFunction _adopt;
    private readonly string? _deviceHere;
    private readonly long? _programMemory;

    /// <param name="outputFolder">Made absolute here.</param>
    /// <param name="train">Default: <see cref="TrainingRun.Run"/>.</param>
    /// <param name="deviceHere">
    /// Trains on this device instead of the specification's: "cpu" where accelerator slots are stand-ins. Default: as specified.
    /// </param>
    /// <param name="adopt">Default: <see cref="TrainingCheckpoint.Adopted"/>.</param>
    /// <param name="programMemory">Most bytes of memory that a program may take here. Default: no limit.</param>
    public StudyJob(
        StudySpecification specification, string outputFolder, TimeProvider time, TrainingFunction? train = null, string? deviceHere = null,
        long? programMemory = null, AdoptionFunction? adopt = null)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _train = train ?? TrainingRun.Run;
        _adopt = adopt ?? TrainingCheckpoint.Adopted;
        _deviceHere = deviceHere;
        _programMemory = programMemory;
        Specification = specification;
        Id = specification.JobId;
        OutputFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder));
        Lanes = [new LanePlan(specification.Name, 1)];
    }

    public StudySpecification Specification { get; }

    public string Id { get; }

    public IReadOnlyList<LanePlan> Lanes { get; }

    /// <summary>An accelerator slot if its trainings name a CUDA device, or its commands need devices; none where workers outside evaluate
    /// its trials.</summary>
    public SlotKind Needs => Specification.Objective is ExternalSpecification ? SlotKind.Outside : Specification.Resources is not null
        || (Specification.Objective is TrainingObjectiveSpecification training && TorchDevice.IsCuda(training.Base.Settings.Device))
            ? SlotKind.Accelerator
            : SlotKind.Cpu;

    public int DevicesPerTask => Specification.Resources?.Devices ?? 1;

    /// <summary>A trial may train or run a program for hours; a program has a limit of its own.</summary>
    public bool HasLongTasks => KeepsFiles;

    /// <summary>Of an objective that is a command: its program.</summary>
    public IReadOnlyList<string> Programs => Specification.Objective is CommandSpecification command ? [command.Command[0]] : [];

    /// <summary>Of a command the arguments that name no file here and look as if they should.</summary>
    public IReadOnlyList<string> Lacks => Specification.Objective is CommandSpecification command
        ? [.. command.Written.Where(argument => !command.FileDigests.ContainsKey(argument) && LooksLikeFile(argument))]
        : [];

    /// <summary>Absolute path of the folder of the trials' files.</summary>
    public string OutputFolder { get; }

    /// <summary>Whether trials keep files: checkpoints, or the working folder of a program.</summary>
    internal bool KeepsFiles => Specification.Objective is not (SyntheticSpecification or ExternalSpecification);

    public TimeSpan LeaseTime => Specification.Objective is ExternalSpecification external ? external.Lease : TimeSpan.Zero;

    public ILaneResult Empty(int lane) => new TrialOutcomes();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => TrialOutcomes.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) => boundary < Specification.MostTasks
        ? LaneDecision.ContinueTo(Specification.MostTasks)
        : LaneDecision.Stop(StopReason);

    public ITaskSequencer CreateSequencer(int lane) =>
        Specification.Plan is null ? new StudySequencer(Specification) : new PartSequencer(Specification);

    public IOutsideTask OpenTask(long index, ReadOnlyMemory<byte> argument, ReadOnlyMemory<byte> state) =>
        new OutsideTrial(Specification, index, argument, state);

    public ITaskRunner CreateRunner() => new StudyRunner(this, CreateObjective(), _time);

    /// <summary>Claims the output folder where trials keep files there.</summary>
    /// <exception cref="SpecificationException">Trials train and there is no libtorch here, or the folder holds the files of another
    /// job.</exception>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public void Prepare()
    {
        if (Specification.Objective is TrainingObjectiveSpecification && Libtorch.Problem is { } problem)
            throw new SpecificationException(problem);
        if (!KeepsFiles) return;
        ManifestJson.Own(OutputFolder, ClaimSchema, Specification.Name, Id);
    }

    /// <summary>What is in study.json, without importances, which take the most time.</summary>
    public StudyResults Account(JobOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        IReadOnlyDictionary<long, TrialOutcome> trials = TrialsOfParts.Of((TrialOutcomes)outcome.Lanes[0].Result);
        return new StudyAccount(this).Results(outcome, trials, StudyHistory.Of(Specification, trials), importances: false);
    }

    public JobReport WriteReport(JobOutcome outcome, string folder) => new StudyReport(this).Write(outcome, folder);

    public JobDetail Detail(JobOutcome outcome, TraceBook traces, bool runs) => StudyDetail.Of(this, outcome, runs);

    private static bool LooksLikeFile(string argument) => !argument.StartsWith('-')
        && (argument.Contains('/', StringComparison.Ordinal) || Path.HasExtension(argument));

    private ITrialObjective CreateObjective() => Specification.Objective switch
    {
        SyntheticSpecification synthetic => new SyntheticTrialObjective(synthetic),
        CommandSpecification command => new CommandObjective(command, _time, _programMemory),
        TrainingObjectiveSpecification training => new TrainingObjective(
            training, _train, _adopt, _time, _deviceHere, Specification.Keep is null ? null : TrialFolder.ModelFile),
        var other => throw new NotSupportedException($"An objective of type {other.GetType().Name} cannot be evaluated."),
    };
}
