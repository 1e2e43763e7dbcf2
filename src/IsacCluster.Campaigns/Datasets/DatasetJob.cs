using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// Generates a dataset: samples of a scenario in HDF5 shards, with a manifest. One lane, whose indices are shards. A task writes
/// its shards into the output folder and returns their digests; a task that runs again writes the same bytes.
/// </summary>
/// <param name="settings">What and where.</param>
/// <param name="time">Measures the stages.</param>
public sealed class DatasetJob(DatasetSettings settings, TimeProvider time) : IReportableJob
{
    private readonly TimeProvider _time = time ?? throw new ArgumentNullException(nameof(time));

    public DatasetSettings Settings { get; } = settings ?? throw new ArgumentNullException(nameof(settings));

    public string Id { get; } = settings.JobId;

    public IReadOnlyList<LanePlan> Lanes { get; } = [new LanePlan(settings.Name, 1)];

    /// <summary>Makes the output folder ready; called once, before the first task of the first run.</summary>
    /// <exception cref="SpecificationException">The folder holds another dataset, which this job would destroy.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Prepare() => ManifestJson.Claim(Settings.OutputFolder, DatasetManifest.Schema, Id);

    public ILaneResult Empty(int lane) => new ShardRecords();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => ShardRecords.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < Settings.Plan.Shards ? LaneDecision.ContinueTo(Settings.Plan.Shards) : LaneDecision.Stop("samples");

    public ITaskRunner CreateRunner() => new DatasetTaskRunner(Settings, new StageClock(_time));

    public JobReport WriteReport(JobOutcome outcome, string folder) => FileJobReport.Write(
        this, "dataset", Settings.Name, outcome, folder, result =>
    {
        DatasetManifest manifest = Finish(result);
        return (manifest.Digest, Path.Combine(manifest.Folder, FileNames.Manifest));
    });

    /// <summary>Writes the manifest of a complete dataset and removes what crashed writers left. It may be called again.</summary>
    /// <exception cref="InvalidDataException">A shard was not accepted or is not on the disk; no manifest is written.</exception>
    public DatasetManifest Finish(ILaneResult merged)
    {
        if (merged is not ShardRecords records) throw new ArgumentException("Not a result of a dataset job.", nameof(merged));
        var expected = new List<ExpectedShard>();
        for (long k = 0; k < Settings.Plan.Shards; k++)
            expected.Add(new ExpectedShard(new ShardKey(k, ""), FileNames.Shard(k), Settings.Plan.First(k), Settings.Plan.Count(k)));
        IReadOnlyList<ShardEntry> shards = ShardInventory.Verify(Id, Settings.OutputFolder, expected, records);
        var manifest = new DatasetManifest
        {
            Name = Settings.Name,
            JobId = Id,
            Seed = Settings.Seed,
            Scenario = Settings.Scenario,
            Samples = Settings.Plan.Samples,
            Shards = shards,
            Folder = Settings.OutputFolder,
        };
        DatasetManifestFile.Write(manifest);
        AtomicFile.RemoveLeftovers(Settings.OutputFolder);
        return manifest;
    }
}
