using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Tests.Storage;

/// <summary>Damages a database that is closed, as a failing disk does.</summary>
internal static class FlippedByte
{
    private const int Window = 64;

    /// <summary>Flips one bit of what a record holds.</summary>
    /// <param name="name">Of the record, such as "lane".</param>
    /// <param name="part">Of the key of the first such record.</param>
    /// <returns>The key.</returns>
    public static string In(string database, string name, string part)
    {
        string key;
        byte[] payload;
        using (var snapshot = SqliteSnapshot.Open(database))
        {
            key = snapshot.Keys(name).First(known => known.Contains(part, StringComparison.Ordinal));
            payload = snapshot.ReadAsync(name, key).Result!.Payload;
        }

        byte[] file = File.ReadAllBytes(database);
        // A record may lie on several pages, and records may begin alike: the last bytes that stand in one place only are its own.
        for (int first = payload.Length - Window; ; first--)
        {
            var bytes = payload.AsSpan(first, Window);
            int at = file.AsSpan().IndexOf(bytes);
            if (at < 0 || file.AsSpan().LastIndexOf(bytes) != at) continue;
            file[at + Window / 2] ^= 4;
            File.WriteAllBytes(database, file);
            return key;
        }
    }
}
