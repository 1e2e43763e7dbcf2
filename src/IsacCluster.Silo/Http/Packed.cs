using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace IsacCluster.Silo.Http;

/// <summary>Documents as gzip, each packed once for all who ask while somebody holds it. Thread-safe.</summary>
internal static class Packed
{
    private static readonly ConditionalWeakTable<byte[], byte[]> Known = [];

    public static byte[] Of(byte[] document) => Known.GetValue(document, Pack);

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
