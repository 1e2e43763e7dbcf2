using IsacCluster.Campaigns.Datasets;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Training;
using IsacCluster.Training.Native;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// Trains one network per point of a sweep: one lane a point, one index a lane, since a training is one pure task however long it takes.
/// Models, checkpoints and progress lie in the output folder.
/// </summary>
public sealed class TrainingJob : IDetailedJob, IObservableJob
{
    private const string ClaimSchema = "isac-training-manifest-v1";
    private readonly TimeProvider _time;
    private readonly TrainingFunction _train;
    private readonly string? _initialPath;
    private readonly string? _deviceHere;

    /// <param name="initial">The model that the specification's start_from names; null exactly if it names none.</param>
    /// <param name="outputFolder">Made absolute here.</param>
    /// <param name="train">Default: <see cref="TrainingRun.Run"/>.</param>
    /// <param name="deviceHere">Trains on this device instead of the specification's: "cpu" where accelerator slots are stand-ins.
    /// Default: as specified.</param>
    /// <exception cref="SpecificationException">The initial model has another layout than the network of a point.</exception>
    public TrainingJob(
        TrainingSpecification specification, InitialModel? initial, string outputFolder, TimeProvider time, TrainingFunction? train = null,
        string? deviceHere = null)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        if (specification.StartFrom is null != initial is null)
            throw new ArgumentException("A model is given exactly if the specification names one.", nameof(initial));
        initial?.CheckLayout(specification);
        _initialPath = initial?.Path;
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _train = train ?? TrainingRun.Run;
        _deviceHere = deviceHere;
        Specification = specification with { StartFromDigest = initial?.Digest };
        Id = Specification.JobId;
        Folder = new TrainingFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder)), specification.Name);
        Lanes = [.. specification.Points.Select(point => new LanePlan(point.Id, 1))];
    }

    /// <summary>With the digest of the initial model.</summary>
    public TrainingSpecification Specification { get; }

    public string Id { get; }

    public IReadOnlyList<LanePlan> Lanes { get; }

    /// <summary>An accelerator slot if the specification names a CUDA device; "auto" takes what a cpu slot's machine has.</summary>
    public SlotKind Needs => TorchDevice.IsCuda(Specification.Settings.Device) ? SlotKind.Accelerator : SlotKind.Cpu;

    /// <summary>A training is one task.</summary>
    public bool HasLongTasks => true;

    /// <summary>Absolute path of the folder of models, checkpoints and progress.</summary>
    public string OutputFolder => Folder.Path;

    internal TrainingFolder Folder { get; }

    public ILaneResult Empty(int lane) => new TrainedModels();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => TrainedModels.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < 1 ? LaneDecision.ContinueTo(1) : LaneDecision.Stop("trained");

    public ITaskRunner CreateRunner() => new TrainingRunner(this, _train, _time);

    /// <summary>
    /// Claims the output folder for this job, so that no other training resumes from its checkpoints or replaces its models; forgets the
    /// progress that a killed run may have left.
    /// </summary>
    /// <exception cref="SpecificationException">There is no libtorch here, or the folder holds the files of another job.</exception>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public void Prepare()
    {
        if (Libtorch.Problem is { } problem) throw new SpecificationException(problem);
        ManifestJson.Own(Folder.Path, ClaimSchema, Specification.Name, Id);
        foreach (SweepPoint point in Specification.Points) ProgressFile.Remove(Folder.ProgressFile(point));
    }

    /// <summary>How far the running training of a lane is; null where none is running. Reads a small file.</summary>
    public TrainingProgress? ReadProgress(int lane) => ProgressFile.TryRead(Folder.ProgressFile(Specification.Points[lane]));

    IndexProgress? IObservableJob.ProgressOf(int lane) => ReadProgress(lane) is { } progress ? TrainingProgressText.Of(progress) : null;

    public JobReport WriteReport(JobOutcome outcome, string folder) => new TrainingReport(this).Write(outcome, folder);

    public JobDetail Detail(JobOutcome outcome, TraceBook traces, bool runs) => TrainingDetail.Of(this, outcome);

    /// <summary>What the training function is given for a lane.</summary>
    internal TrainingSettings SettingsOf(int lane) =>
        Specification.SettingsOf(Specification.Points[lane]) with
        {
            InitialModel = _initialPath,
            Device = DeviceHere.Of(Specification.Settings.Device, _deviceHere),
        };
}
