using System.Text.Json;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>What a dataset job generates, and where. Checked at construction.</summary>
public sealed record DatasetSettings
{
    /// <summary>The default size of a shard: 1000 channels of the paper's size are 320 kB.</summary>
    public const int DefaultSamplesPerShard = 1000;

    /// <param name="name">For people and file names: letters, digits, '.', '_' and '-'.</param>
    /// <param name="seed">Key of the random streams.</param>
    /// <param name="scenario">What the samples are drawn from.</param>
    /// <param name="samples">Samples 0..samples-1, at least 1.</param>
    /// <param name="samplesPerShard">Samples of every shard but the last, at least 1.</param>
    /// <param name="outputFolder">Folder of the shards and the manifest; made absolute here.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public DatasetSettings(string name, ulong seed, Scenario scenario, long samples, int samplesPerShard, string outputFolder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerShard, 1);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        Name = FileNames.Checked(name);
        Seed = seed;
        Scenario = scenario ?? throw new ArgumentNullException(nameof(scenario));
        long most = LargestShard(scenario);
        if (samplesPerShard > most)
            throw new ArgumentOutOfRangeException(
                nameof(samplesPerShard), samplesPerShard, $"Samples per shard of this scenario: 1 to {most}.");
        Plan = new ShardPlan(samples, samplesPerShard);
        OutputFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder));
    }

    public string Name { get; }

    public ulong Seed { get; }

    public Scenario Scenario { get; }

    /// <summary>How the samples are split into shards.</summary>
    public ShardPlan Plan { get; }

    /// <summary>Absolute path.</summary>
    public string OutputFolder { get; }

    /// <summary>
    /// Name and hash of all that changes a byte of the shards. The folder is not part of it: the same dataset in another
    /// folder is the same dataset.
    /// </summary>
    public string DatasetId => ContentId.Of(Name, WriteContent);

    /// <summary>Name and hash of the content and of the folder: two jobs that write to different folders are different jobs.</summary>
    public string JobId => ContentId.Of(Name, json =>
    {
        WriteContent(json);
        json.WriteString("folder", OutputFolder);
    });

    /// <summary>Samples whose designs (C and S of every sample) fill 1 GiB: a shard of channels or designs is made in memory.</summary>
    public static long LargestShard(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        const long limit = 1L << 30, bytesPerComplex = 16;
        return limit / (bytesPerComplex * scenario.Antennas * (scenario.Antennas + scenario.Users));
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WriteString("kind", "dataset");
        json.WriteString("schema", DatasetShard.Schema);
        json.WriteNumber("seed", Seed);
        json.WriteNumber("samples", Plan.Samples);
        json.WriteNumber("samples_per_shard", Plan.SamplesPerShard);
        json.WritePropertyName("scenario");
        ScenarioJson.Write(json, Scenario);
    }
}
