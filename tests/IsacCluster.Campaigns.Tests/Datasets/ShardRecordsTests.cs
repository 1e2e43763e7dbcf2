using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Campaigns.Tests.Datasets;

public sealed class ShardRecordsTests
{
    [Fact]
    public void Merging_is_commutative_associative_and_idempotent_to_the_byte()
    {
        var random = new RandomStream(1, StreamPurpose.Fading, 0);
        for (int round = 0; round < 50; round++)
        {
            ShardRecords a = Subset(ref random), b = Subset(ref random), c = Subset(ref random);
            byte[] abc = Merged(Merged(a, b), c).ToBytes();
            Assert.Equal(abc, Merged(a, Merged(b, c)).ToBytes());
            Assert.Equal(abc, Merged(Merged(c, a), b).ToBytes());
            Assert.Equal(a.ToBytes(), Merged(a, a).ToBytes());
            Assert.Equal(a.ToBytes(), Merged(a, new ShardRecords()).ToBytes());
            Assert.Equal(a.ToBytes(), ShardRecords.FromBytes(a.ToBytes()).ToBytes());
        }
    }

    [Fact]
    public void Two_contents_of_one_file_are_refused_and_nothing_is_merged()
    {
        ShardRecords a = One(3, "ab"), b = One(1, "ab");
        b.Add(new ShardKey(3, "sdr"), Record("cd"));
        byte[] before = a.ToBytes();
        var refused = Assert.Throws<InvalidDataException>(() => a.Merge(b));
        Assert.Contains("Shard 3 of 'sdr'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, a.ToBytes());
    }

    [Fact]
    public void Damaged_bytes_are_refused_at_every_length_and_at_every_flipped_header()
    {
        byte[] bytes = Merged(One(3, "ab"), One(200, "cd")).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => ShardRecords.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => ShardRecords.FromBytes([.. bytes, 0]));
        for (int flipped = 0; flipped < 2; flipped++)
        {
            byte[] damaged = [.. bytes];
            damaged[flipped] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => ShardRecords.FromBytes(damaged));
        }
    }

    private static ShardRecord Record(string hexPair) => new(5, 1000, string.Concat(Enumerable.Repeat(hexPair, 32)), [4, 1, 0, 0]);

    private static ShardRecords One(long shard, string hexPair)
    {
        var records = new ShardRecords();
        records.Add(new ShardKey(shard, "sdr"), Record(hexPair));
        return records;
    }

    /// <summary>A random subset of one fixed set of records, as tasks of one job return.</summary>
    private static ShardRecords Subset(ref RandomStream random)
    {
        var records = new ShardRecords();
        for (int k = 0; k < 12; k++)
        {
            if (random.NextUniformPair().First < 0.5) records.Add(new ShardKey(k / 2, k % 2 == 0 ? "sdr" : "zf"), Record($"{k:x2}"));
        }

        return records;
    }

    private static ShardRecords Merged(ShardRecords a, ShardRecords b)
    {
        var merged = new ShardRecords();
        merged.Merge(a);
        merged.Merge(b);
        return merged;
    }
}
