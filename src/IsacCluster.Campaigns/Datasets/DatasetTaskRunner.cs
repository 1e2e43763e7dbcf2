using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Generates and writes the shards of a task.</summary>
internal sealed class DatasetTaskRunner(DatasetSettings settings, StageClock clock) : ITaskRunner
{
    private readonly SampleGenerator _generator = new(settings.Scenario, settings.Seed);
    private readonly string _datasetId = settings.DatasetId;

    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        clock.Reset();
        var records = new ShardRecords();
        Directory.CreateDirectory(settings.OutputFolder);
        for (long shard = range.First; shard < range.End; shard++)
        {
            Sample[] samples = Generate(shard, cancellation);
            using (clock.Measure("persist"))
            {
                byte[] bytes = DatasetShard.Encode(_datasetId, settings.Seed, settings.Scenario, samples);
                WrittenFile file = AtomicFile.Write(Path.Combine(settings.OutputFolder, FileNames.Shard(shard)), bytes);
                records.Add(new ShardKey(shard, ""), new ShardRecord(samples.Length, file.Bytes, file.Sha256, []));
            }
        }

        return new TaskOutput(records, clock.Snapshot());
    }

    public void Dispose() { }

    private Sample[] Generate(long shard, CancellationToken cancellation)
    {
        using var stage = clock.Measure("generate");
        var samples = new Sample[settings.Plan.Count(shard)];
        for (int s = 0; s < samples.Length; s++)
        {
            cancellation.ThrowIfCancellationRequested();
            samples[s] = _generator.Generate(settings.Plan.First(shard) + s);
        }

        return samples;
    }
}
