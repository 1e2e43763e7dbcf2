using System.Security.Cryptography;
using System.Text.Json;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Ids of content: a name and 12 hexadecimal digits of the SHA-256 of canonical JSON.</summary>
internal static class ContentId
{
    /// <param name="write">Writes the fields that the id stands for, inside an object.</param>
    public static string Of(string name, Action<Utf8JsonWriter> write) => $"{name}-{Sha256(name, write)[..12]}";

    /// <summary>sha256:... of the same content.</summary>
    public static string Digest(string name, Action<Utf8JsonWriter> write) => "sha256:" + Sha256(name, write);

    private static string Sha256(string name, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            write(json);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
