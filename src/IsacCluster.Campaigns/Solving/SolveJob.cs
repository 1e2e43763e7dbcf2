using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving;

/// <summary>
/// Solves every sample of a dataset with every algorithm and writes the designs beside it, into DATASET/designs-NAME. One lane,
/// whose indices are the shards of the dataset. A task that runs again writes the same bytes, since solvers are pure.
/// </summary>
public sealed class SolveJob : IReportableJob
{
    private readonly TimeProvider _time;
    private readonly Func<string, IBeamformingSolver> _createSolver;

    /// <param name="settings">Dataset and algorithms.</param>
    /// <param name="time">Measures the stages.</param>
    /// <param name="createSolver">Makes a solver for one thread by its name; default: of the catalogue of algorithms.</param>
    /// <param name="samples">Default: the dataset in the settings' folder.</param>
    /// <exception cref="SpecificationException">The dataset is missing or damaged, or an algorithm is not known.</exception>
    public SolveJob(
        SolveSettings settings, TimeProvider time, Func<string, IBeamformingSolver>? createSolver = null, ISampleShards? samples = null)
    {
        Settings = settings ?? throw new ArgumentNullException(nameof(settings));
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _createSolver = createSolver ?? (name => AlgorithmCatalog.CreateSolver(name));
        Dataset = samples ?? DatasetManifest.Open(settings.DatasetFolder);
        DatasetDigest = Dataset.Digest;
        OutputFolder = Path.Combine(Dataset.Folder, FileNames.DesignFolder(settings.Name));
        foreach (string algorithm in settings.Algorithms) CheckKnown(algorithm);
        Lanes = [new LanePlan(settings.Name, 1)];
        Id = ContentId.Of(settings.Name, json =>
        {
            json.WriteString("kind", "solve");
            json.WriteString("schema", DesignShard.Schema);
            json.WriteString("dataset", DatasetDigest);
            json.WriteString("folder", OutputFolder);
            json.WriteStartArray("algorithms");
            foreach (string algorithm in settings.Algorithms) json.WriteStringValue(algorithm);
            json.WriteEndArray();
        });
    }

    public SolveSettings Settings { get; }

    public ISampleShards Dataset { get; }

    /// <summary>Of the dataset when this job was made.</summary>
    public string DatasetDigest { get; }

    /// <summary>Absolute path of the folder of the designs.</summary>
    public string OutputFolder { get; }

    public string Id { get; }

    public IReadOnlyList<LanePlan> Lanes { get; }

    /// <summary>Makes the folder of the designs ready; called once, before the first task of the first run.</summary>
    /// <exception cref="SpecificationException">The folder holds the designs of another job, which this one would destroy.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Prepare() => ManifestJson.Claim(OutputFolder, DesignsManifest.Schema, Id);

    public ILaneResult Empty(int lane) => new ShardRecords();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => ShardRecords.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < Dataset.Shards.Count ? LaneDecision.ContinueTo(Dataset.Shards.Count) : LaneDecision.Stop("samples");

    public ITaskRunner CreateRunner() =>
        new SolveTaskRunner(this, CreateSolvers(), new StageClock(_time));

    /// <summary>Solvers for one thread, in the order of the algorithms; the caller disposes them.</summary>
    internal IReadOnlyList<IBeamformingSolver> CreateSolvers() => [.. Settings.Algorithms.Select(_createSolver)];

    public JobReport WriteReport(JobOutcome outcome, string folder) => FileJobReport.Write(
        this, "solve", Settings.Name, outcome, folder, result =>
    {
        DesignsManifest manifest = Finish(result);
        return (manifest.Digest, Path.Combine(manifest.Folder, FileNames.Manifest));
    });

    /// <summary>Writes the manifest of the designs and removes what crashed writers left. It may be called again.</summary>
    /// <exception cref="InvalidDataException">A shard was not accepted or is not on the disk; no manifest is written.</exception>
    public DesignsManifest Finish(ILaneResult merged)
    {
        if (merged is not ShardRecords records) throw new ArgumentException("Not a result of a solve job.", nameof(merged));
        var expected = new List<ExpectedShard>();
        foreach (string algorithm in Settings.Algorithms)
        {
            for (int k = 0; k < Dataset.Shards.Count; k++)
            {
                ShardEntry source = Dataset.Shards[k];
                expected.Add(
                    new ExpectedShard(new ShardKey(k, algorithm), FileNames.DesignShard(algorithm, k), source.First, source.Count));
            }
        }

        IReadOnlyList<ShardEntry> shards = ShardInventory.Verify(Id, OutputFolder, expected, records);
        var manifest = new DesignsManifest(Settings.Name, Id, DatasetDigest, OutputFolder, [.. Settings.Algorithms.Select((algorithm, a) =>
            new AlgorithmDesigns(
                algorithm, CountStatuses(records, algorithm), [.. shards.Skip(a * Dataset.Shards.Count).Take(Dataset.Shards.Count)]))]);
        manifest.Write();
        AtomicFile.RemoveLeftovers(OutputFolder);
        return manifest;
    }

    private static long[] CountStatuses(ShardRecords records, string algorithm)
    {
        var counts = new long[SolveStatusNames.All.Count];
        foreach ((ShardKey key, ShardRecord file) in records.Files)
        {
            for (int s = 0; s < file.Statuses.Count && key.Series == algorithm; s++) counts[s] += file.Statuses[s];
        }

        return counts;
    }

    private void CheckKnown(string algorithm)
    {
        try
        {
            _ = _createSolver(algorithm);
        }
        catch (ArgumentException cause)
        {
            throw new SpecificationException($"field 'algorithms': {cause.Message}", cause);
        }
    }
}
