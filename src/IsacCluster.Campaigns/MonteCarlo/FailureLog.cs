using System.Buffers.Binary;
using System.Text;
using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>A sample on which an algorithm returned no design.</summary>
/// <param name="Why">For people; null where the algorithm does not say.</param>
public readonly record struct FailedSample(long Sample, SolveStatus Status, string? Why = null);

/// <summary>
/// The first samples on which one algorithm returned no design: failures before infeasible samples, each by index, at most a
/// given number. The least elements of a union, so merging is exact and commutative. Outside every digest.
/// </summary>
/// <param name="most">Kept: equal for all logs that are merged.</param>
public sealed class FailureLog(int most = FailureLog.Most)
{
    /// <summary>Kept of each point and algorithm, at most.</summary>
    public const int Most = 100;

    /// <summary>Kept of a whole campaign: 10^4 infeasible points must not make a store and a file of gigabytes.</summary>
    private const int MostOfCampaign = 20_000;

    private const int MostWords = 300, MostBytes = 3 * MostWords; // characters and their bytes in UTF-8
    private const int TrailerBytes = sizeof(int) + 8;
    private static readonly IComparer<FailedSample> Order = Comparer<FailedSample>.Create((a, b) =>
        (a.Status == SolveStatus.Infeasible, a.Sample, a.Status).CompareTo((b.Status == SolveStatus.Infeasible, b.Sample, b.Status)));

    private readonly SortedSet<FailedSample> _entries = new(Order);

    /// <summary>In order.</summary>
    public IReadOnlyCollection<FailedSample> Entries => _entries;

    private static ReadOnlySpan<byte> Mark => "isac-fl2"u8;

    /// <summary>Kept of each of so many points and algorithms.</summary>
    public static int MostOf(int pointsTimesAlgorithms) => Math.Clamp(MostOfCampaign / pointsTimesAlgorithms, 1, Most);

    public void Add(FailedSample failed)
    {
        _entries.Add(failed.Why is { Length: > MostWords } words ? failed with { Why = words[..MostWords] } : failed);
        if (_entries.Count > most) _entries.Remove(_entries.Max);
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
            byte[] words = Encoding.UTF8.GetBytes(failed.Why ?? "");
            writer.WriteCount(words.Length);
            writer.WriteBytes(words);
        }
    }

    private void ReadFrom(ref CanonicalReader reader)
    {
        for (long left = reader.ReadCount(most); left > 0; left--)
        {
            long sample = reader.ReadCount();
            var status = (SolveStatus)reader.ReadCount((long)SolveStatus.TimeLimit);
            string words = Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadCount(MostBytes)));
            Add(new FailedSample(sample, status, words.Length == 0 ? null : words));
        }
    }
}
