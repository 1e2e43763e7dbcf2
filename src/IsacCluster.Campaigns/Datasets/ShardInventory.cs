namespace IsacCluster.Campaigns.Datasets;

/// <summary>A file that a finished job must have written.</summary>
internal sealed record ExpectedShard(ShardKey Key, string File, long First, int Count);

/// <summary>Holds what a job should have written against what its tasks reported and what lies on the disk.</summary>
internal static class ShardInventory
{
    private const int MostNamed = 5;

    /// <summary>The entries of the manifest, in the order of <paramref name="expected"/>.</summary>
    /// <exception cref="InvalidDataException">Something is missing, too much, or of another size.</exception>
    public static IReadOnlyList<ShardEntry> Verify(string job, string folder, IReadOnlyList<ExpectedShard> expected, ShardRecords records)
    {
        var entries = new List<ShardEntry>(expected.Count);
        var faults = new List<string>();
        foreach (ExpectedShard shard in expected)
        {
            string? fault = Fault(folder, shard, records.Files.GetValueOrDefault(shard.Key), out ShardEntry? entry);
            if (fault is null) entries.Add(entry!);
            else faults.Add(fault);
        }

        if (faults.Count > 0)
        {
            string rest = faults.Count > MostNamed ? $" and {faults.Count - MostNamed} more" : "";
            throw new InvalidDataException(
                $"{job} is incomplete: {string.Join("; ", faults.Take(MostNamed))}{rest}. No manifest was written to '{folder}'; "
                    + "another --data folder computes it again.");
        }

        return records.Files.Count == expected.Count
            ? entries
            : throw new InvalidDataException($"{job} has {expected.Count} files, but {records.Files.Count} were reported.");
    }

    private static string? Fault(string folder, ExpectedShard shard, ShardRecord? record, out ShardEntry? entry)
    {
        entry = null;
        if (record is null) return $"{shard.File} was not computed";
        if (record.Count != shard.Count) return $"{shard.File} has {record.Count} samples instead of {shard.Count}";
        var file = new FileInfo(Path.Combine(folder, shard.File));
        if (!file.Exists) return $"{shard.File} is gone from the disk";
        if (file.Length != record.Bytes) return $"{shard.File} has {file.Length} bytes instead of {record.Bytes}";
        entry = new ShardEntry(shard.File, shard.First, shard.Count, record.Bytes, record.Sha256);
        return null;
    }
}
