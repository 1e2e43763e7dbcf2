using System.Text;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Which file: a shard, and for designs the algorithm ("" for the channels of a dataset). Ordered by both.</summary>
public readonly record struct ShardKey(long Shard, string Series) : IComparable<ShardKey>
{
    public int CompareTo(ShardKey other) =>
        Shard != other.Shard ? Shard.CompareTo(other.Shard) : string.CompareOrdinal(Series, other.Series);

    public static bool operator <(ShardKey a, ShardKey b) => a.CompareTo(b) < 0;

    public static bool operator <=(ShardKey a, ShardKey b) => a.CompareTo(b) <= 0;

    public static bool operator >(ShardKey a, ShardKey b) => a.CompareTo(b) > 0;

    public static bool operator >=(ShardKey a, ShardKey b) => a.CompareTo(b) >= 0;
}

/// <summary>What a task wrote to one file.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
/// <param name="Statuses">Samples by solve status, in the order of <see cref="Algorithms.SolveStatusNames.All"/>; empty for
/// channels.</param>
public sealed record ShardRecord(int Count, long Bytes, string Sha256, IReadOnlyList<int> Statuses)
{
    public bool Equals(ShardRecord? other) => other is not null && Count == other.Count && Bytes == other.Bytes
        && Sha256 == other.Sha256 && Statuses.SequenceEqual(other.Statuses);

    public override int GetHashCode() => HashCode.Combine(Count, Bytes, Sha256);
}

/// <summary>
/// The partial result of a dataset or solve job: the set of files that its tasks wrote, about 50 bytes each. Merging is the union; two
/// different records of one file cannot both be right, since a task is a pure function, and are refused.
/// </summary>
public sealed class ShardRecords : ILaneResult
{
    private const byte FormatVersion = 1;
    private const int Sha256Bytes = 32, MostStatuses = 16;

    private readonly SortedDictionary<ShardKey, ShardRecord> _files = [];

    /// <summary>In the order of shard, then series.</summary>
    public IReadOnlyDictionary<ShardKey, ShardRecord> Files => _files;

    /// <exception cref="InvalidDataException">Another record of the same file is already here.</exception>
    public void Add(ShardKey key, ShardRecord file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (_files.TryAdd(key, file) || _files[key].Equals(file)) return;
        string series = key.Series.Length == 0 ? "" : $" of '{key.Series}'";
        throw new InvalidDataException(
            $"Shard {key.Shard}{series} was written twice with different content: {_files[key]} and {file}. "
                + "The silos may run different versions.");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The two hold different records of one file; this result is then unchanged.</exception>
    public void Merge(ILaneResult other)
    {
        if (other is not ShardRecords records) throw new InvalidDataException($"A {other?.GetType().Name} is not a set of shard records.");
        if (ReferenceEquals(this, records)) return;
        foreach ((ShardKey key, ShardRecord file) in records._files)
        {
            if (_files.TryGetValue(key, out ShardRecord? mine) && !mine.Equals(file)) Add(key, file);
        }

        foreach ((ShardKey key, ShardRecord file) in records._files) Add(key, file);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(_files.Count);
        foreach ((ShardKey key, ShardRecord file) in _files)
        {
            writer.Write7BitEncodedInt64(key.Shard);
            writer.Write(key.Series);
            writer.Write7BitEncodedInt(file.Count);
            writer.Write7BitEncodedInt64(file.Bytes);
            writer.Write(Convert.FromHexString(file.Sha256));
            writer.Write7BitEncodedInt(file.Statuses.Count);
            foreach (int count in file.Statuses) writer.Write7BitEncodedInt(count);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not the canonical bytes of such a set.</exception>
    public static ShardRecords FromBytes(ReadOnlySpan<byte> bytes)
    {
        var records = new ShardRecords();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            if (reader.ReadByte() != FormatVersion) throw new InvalidDataException("Unknown version of shard records.");
            int files = reader.Read7BitEncodedInt();
            for (int k = 0; k < files; k++)
                records.Add(new ShardKey(reader.Read7BitEncodedInt64(), reader.ReadString()), ReadRecord(reader));
        }
        catch (Exception cause) when (cause is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("The bytes are not shard records.", cause);
        }

        // Equal results have equal bytes: anything that would be written differently is not one of ours.
        return records.ToBytes().AsSpan().SequenceEqual(bytes)
            ? records
            : throw new InvalidDataException("The bytes are not canonical shard records.");
    }

    private static ShardRecord ReadRecord(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        long bytes = reader.Read7BitEncodedInt64();
        byte[] sha256 = reader.ReadBytes(Sha256Bytes);
        int statuses = reader.Read7BitEncodedInt();
        if (sha256.Length != Sha256Bytes || statuses is < 0 or > MostStatuses || count < 0 || bytes < 0)
            throw new InvalidDataException("The bytes are not shard records.");
        var counts = new int[statuses];
        for (int s = 0; s < statuses; s++) counts[s] = reader.Read7BitEncodedInt();
        return new ShardRecord(count, bytes, Convert.ToHexStringLower(sha256), counts);
    }
}
