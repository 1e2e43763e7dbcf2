using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Solving;

/// <summary>Samples whose channels are those of a file, in shards of the usual size of datasets.</summary>
/// <param name="scenario">Its channels, and perhaps its targets, are those of a file.</param>
/// <param name="seed">Of targets that are drawn.</param>
/// <param name="folder">Absolute, of the file.</param>
internal sealed class FileSamples(Scenario scenario, ulong seed, long samples, string folder) : ISampleShards
{
    private readonly SampleGenerator _generator = new(scenario, seed);

    public Scenario Scenario => scenario;

    public long Samples => samples;

    public string Folder => folder;

    public IReadOnlyList<ShardEntry> Shards { get; } = Plan(new ShardPlan(
        samples, (int)Math.Min(DatasetSettings.DefaultSamplesPerShard, DatasetSettings.LargestShard(scenario))));

    public string Digest { get; } = ContentId.Digest("file", json =>
    {
        json.WriteNumber("seed", seed);
        json.WriteNumber("samples", samples);
        json.WritePropertyName("scenario");
        ScenarioJson.Write(json, scenario);
    });

    public IReadOnlyList<Sample> ReadShard(int shard)
    {
        ShardEntry entry = Shards[shard];
        return [.. Enumerable.Range(0, entry.Count).Select(k => _generator.Generate(entry.First + k))];
    }

    private static ShardEntry[] Plan(ShardPlan plan) =>
    [
        .. Enumerable.Range(0, (int)plan.Shards).Select(shard => new ShardEntry("", plan.First(shard), plan.Count(shard), 0, "")),
    ];
}
