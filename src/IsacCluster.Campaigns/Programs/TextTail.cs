using System.Text;

namespace IsacCluster.Campaigns.Programs;

/// <summary>The end of what a program prints: bounded, however much that is. Thread-safe.</summary>
internal sealed class TextTail
{
    private const int MostBytes = 8192, MostLines = 20;

    private readonly byte[] _kept = new byte[MostBytes];
    private readonly Lock _gate = new();
    private long _written;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (byte value in bytes[Math.Max(0, bytes.Length - MostBytes)..]) _kept[_written++ % MostBytes] = value;
        }
    }

    /// <summary>The last lines that are not empty, at most 20, the first of them perhaps cut.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_gate)
        {
            int count = (int)Math.Min(_written, MostBytes);
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) bytes[i] = _kept[(_written - count + i) % MostBytes];
            return [.. Encoding.UTF8.GetString(bytes).Split('\n', '\r').Select(line => line.TrimEnd())
                .Where(line => line.Length > 0).TakeLast(MostLines)];
        }
    }
}
