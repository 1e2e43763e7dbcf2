using System.Buffers.Binary;
using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>A sample on which an algorithm returned no design, and why.</summary>
public readonly record struct FailedSample(long Sample, SolveStatus Status);

/// <summary>
/// The first samples on which one algorithm returned no design: failures before infeasible samples, each by index, at most
/// <see cref="Most"/>. The least elements of a union, so merging is exact and commutative. Outside every digest.
/// </summary>
public sealed class FailureLog
{
    /// <summary>Kept of each point and algorithm.</summary>
    public const int Most = 100;

    private const int TrailerBytes = sizeof(int) + 8;
    private static readonly IComparer<FailedSample> Order = Comparer<FailedSample>.Create((a, b) =>
        (a.Status == SolveStatus.Infeasible, a.Sample, a.Status).CompareTo((b.Status == SolveStatus.Infeasible, b.Sample, b.Status)));

    private readonly SortedSet<FailedSample> _entries = new(Order);

    /// <summary>In order.</summary>
    public IReadOnlyCollection<FailedSample> Entries => _entries;

    private static ReadOnlySpan<byte> Mark => "isac-fl1"u8;

    public void Add(FailedSample failed)
    {
        _entries.Add(failed);
        if (_entries.Count > Most) _entries.Remove(_entries.Max);
    }

    public void Merge(FailureLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (FailedSample failed in other._entries) Add(failed);
    }

    /// <summary>Bytes of a result with the logs of its algorithms behind them; where all are empty the bytes of earlier versions.</summary>
    public static byte[] Append(byte[] result, IReadOnlyList<FailureLog> logs)
    {
        if (logs.All(log => log._entries.Count == 0)) return result;
        var writer = new CanonicalWriter();
        foreach (FailureLog log in logs) log.WriteTo(writer);
        byte[] bytes = [.. result, .. writer.Written, .. new byte[sizeof(int)], .. Mark];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - TrailerBytes), writer.Written.Length);
        return bytes;
    }

    /// <summary>Takes such bytes apart.</summary>
    /// <param name="logs">Filled, one for each algorithm.</param>
    /// <returns>The bytes of the result.</returns>
    /// <exception cref="InvalidDataException">The logs are damaged.</exception>
    public static ReadOnlySpan<byte> Split(ReadOnlySpan<byte> bytes, IReadOnlyList<FailureLog> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!bytes.EndsWith(Mark)) return bytes;
        int end = bytes.Length - TrailerBytes, length = end < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[end..]);
        if (length < 0 || length > end) throw new InvalidDataException("The log of failures is damaged.");
        var reader = new CanonicalReader(bytes[(end - length)..end]);
        foreach (FailureLog log in logs) log.ReadFrom(ref reader);
        reader.EnsureEnd();
        return bytes[..(end - length)];
    }

    private void WriteTo(CanonicalWriter writer)
    {
        writer.WriteCount(_entries.Count);
        foreach (FailedSample failed in _entries)
        {
            writer.WriteCount(failed.Sample);
            writer.WriteCount((long)failed.Status);
        }
    }

    private void ReadFrom(ref CanonicalReader reader)
    {
        for (long left = reader.ReadCount(Most); left > 0; left--)
            Add(new FailedSample(reader.ReadCount(), (SolveStatus)reader.ReadCount((long)SolveStatus.TimeLimit)));
    }
}
