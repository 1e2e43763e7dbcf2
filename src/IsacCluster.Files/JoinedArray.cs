using IsacCluster.Files.Storage;

namespace IsacCluster.Files;

/// <summary>Arrays one after another, such as those of the shards of a dataset.</summary>
internal sealed class JoinedArray(IReadOnlyList<StoredArray> parts)
    : StoredArray(parts[0].Name, [parts.Sum(part => part.Shape[0]), .. parts[0].Shape.Skip(1)], parts[0].IsComplex)
{
    public override void ReadRows(long first, int count, Span<double> values)
    {
        long start = 0;
        foreach (StoredArray part in parts)
        {
            long from = Math.Max(first, start), to = Math.Min(first + count, start + part.Shape[0]);
            if (from < to)
                part.ReadRows(from - start, (int)(to - from), values.Slice((int)(from - first) * Width, (int)(to - from) * Width));
            start += part.Shape[0];
        }
    }
}
