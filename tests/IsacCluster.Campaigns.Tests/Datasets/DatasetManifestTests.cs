using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Randomness;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Datasets;

/// <summary>Every way in which a dataset on the disk can be damaged gives one clear message, and none gives wrong data.</summary>
public sealed class DatasetManifestTests : IDisposable
{
    private const string FirstShard = "shard-00000000.h5";

    private readonly TemporaryFolder _folder = new();

    public DatasetManifestTests() => SampleDatasets.Generate(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_and_the_manifest_open_the_same_dataset()
    {
        DatasetManifest byFolder = DatasetManifest.Open(_folder.Path), byFile = DatasetManifest.Open(_folder["manifest.json"]);
        Assert.Equal(byFolder.Digest, byFile.Digest);
        Assert.Equal(_folder.Path, byFile.Folder);
        Assert.Equal(SampleDatasets.Settings(_folder.Path).JobId, byFile.JobId);
        Assert.Equal(7UL, byFile.Seed);
    }

    [Fact]
    public void A_manifest_truncated_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(_folder["manifest.json"]);
        foreach (int length in Offsets(whole.Length, seed: 1))
        {
            File.WriteAllBytes(_folder["manifest.json"], whole[..length]);
            string message = Refused(() => DatasetManifest.Open(_folder.Path));
            Assert.Contains(_folder["manifest.json"], message, StringComparison.Ordinal);
            Assert.Contains(length < 1 ? "empty" : "truncated", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_manifest_with_any_byte_changed_is_refused_or_says_the_same()
    {
        byte[] whole = File.ReadAllBytes(_folder["manifest.json"]);
        DatasetManifest reference = DatasetManifest.Open(_folder.Path);
        foreach (int at in Offsets(whole.Length, seed: 2))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1;
            File.WriteAllBytes(_folder["manifest.json"], damaged);
            try
            {
                // The job id is the only value outside the digest; it names no content.
                Assert.Equal(reference.Digest, DatasetManifest.Open(_folder.Path).Digest);
            }
            catch (SpecificationException refused)
            {
                Assert.DoesNotContain('\n', refused.Message);
            }
        }
    }

    [Fact]
    public void A_shard_truncated_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(_folder[FirstShard]);
        DatasetManifest opened = DatasetManifest.Open(_folder.Path);
        foreach (int length in Offsets(whole.Length, seed: 3))
        {
            File.WriteAllBytes(_folder[FirstShard], whole[..length]);
            foreach (string message in (string[])[Refused(() => DatasetManifest.Open(_folder.Path)), Refused(() => opened.ReadShard(0))])
            {
                Assert.Contains(_folder[FirstShard], message, StringComparison.Ordinal);
                Assert.Contains($"{length} bytes", message, StringComparison.Ordinal);
                Assert.Contains("truncated", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_shard_with_any_byte_changed_is_refused()
    {
        byte[] whole = File.ReadAllBytes(_folder[FirstShard]);
        DatasetManifest opened = DatasetManifest.Open(_folder.Path);
        foreach (int at in Offsets(whole.Length, seed: 4))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1;
            File.WriteAllBytes(_folder[FirstShard], damaged);
            Assert.Contains("sha256", Refused(() => opened.ReadShard(0)), StringComparison.Ordinal);
        }

        Assert.Equal(5, opened.ReadShard(1).Count);
    }

    [Fact]
    public void A_missing_folder_manifest_or_shard_is_named()
    {
        Assert.Contains(_folder["nowhere"], Refused(() => DatasetManifest.Open(_folder["nowhere"])), StringComparison.Ordinal);
        File.Delete(_folder["shard-00000003.h5"]);
        Assert.Contains(
            "shard-00000003.h5: the shard is missing", Refused(() => DatasetManifest.Open(_folder.Path)), StringComparison.Ordinal);
        File.Delete(_folder["manifest.json"]);
        Assert.Contains(_folder["manifest.json"], Refused(() => DatasetManifest.Open(_folder.Path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema", "\"isac-dataset-manifest-v2\"", "isac-dataset-manifest-v1")]
    [InlineData("name", "\"../up\"", "letters, digits")]
    [InlineData("seed", "-1", "2^64")]
    [InlineData("samples", "0", "[1,")]
    [InlineData("samples", "24", "holds 23 samples")]
    [InlineData("shards", "{}", "list of objects")]
    [InlineData("scenario", "3", "an object")]
    [InlineData("digest", "\"sha256:00\"", "were changed")]
    [InlineData("job_id", "7", "a string")]
    public void A_wrong_field_is_named_with_its_value_and_what_is_allowed(string field, string value, string allowed)
    {
        string message = RefusedAfter(manifest => manifest[field] = JsonNode.Parse(value));
        Assert.Contains(field, message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
        Assert.Contains($"'{field}' is missing", RefusedAfter(manifest => manifest.Remove(field)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file", "\"../../etc/passwd\"")]
    [InlineData("first", "6")]
    [InlineData("count", "0")]
    [InlineData("bytes", "-5")]
    [InlineData("sha256", "\"xyz\"")]
    public void A_wrong_field_of_a_shard_is_named_with_its_place(string field, string value)
    {
        string message = RefusedAfter(manifest => manifest["shards"]![1]![field] = JsonNode.Parse(value));
        Assert.Contains($"manifest.json: shards[1]: field '{field}' is ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("antennas", "1")]
    [InlineData("users", "5")]
    [InlineData("noise", "-1e-10")]
    [InlineData("power", "0")]
    [InlineData("targets_deg", "[91]")]
    [InlineData("channel", "{\"model\": \"rayleight\"}")]
    public void A_wrong_field_of_the_scenario_is_named(string field, string value)
    {
        string message = RefusedAfter(manifest => manifest["scenario"]![field] = JsonNode.Parse(value));
        Assert.Contains($"scenario: ", message, StringComparison.Ordinal);
        Assert.Contains(field, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_of_another_scenario_under_a_right_digest_is_refused()
    {
        DatasetManifest opened = DatasetManifest.Open(_folder.Path);
        DatasetManifest other = opened with { Scenario = opened.Scenario with { Users = 3 } };
        string message = Refused(() => other.ReadShard(0));
        Assert.Contains("'channel' is 5 x 2 x 4; allowed: 5 x 3 x 4", message, StringComparison.Ordinal);
    }

    /// <summary>The first and the last offset of a file and 98 random ones.</summary>
    private static List<int> Offsets(int length, ulong seed)
    {
        var random = new RandomStream(seed, StreamPurpose.Fading, 0);
        var offsets = new List<int> { 0, length - 1 };
        while (offsets.Count < 100) offsets.Add((int)(length * random.NextUniformPair().First));
        return offsets;
    }

    private string RefusedAfter(Action<JsonObject> damage)
    {
        string path = _folder["manifest.json"];
        string whole = File.ReadAllText(path);
        var manifest = (JsonObject)JsonNode.Parse(whole)!;
        damage(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
        string message = Refused(() => DatasetManifest.Open(_folder.Path));
        File.WriteAllText(path, whole);
        return message;
    }

    private static string Refused(Action open)
    {
        string message = Assert.Throws<SpecificationException>(open).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
