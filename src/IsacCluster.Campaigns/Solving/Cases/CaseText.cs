using System.Text;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>What programs and editors write as JSON, as UTF-8 without a byte order mark.</summary>
internal static class CaseText
{
    /// <summary>
    /// Looks at the first bytes: a mark of UTF-8 or UTF-16 is skipped, and two bytes of which one is 0 are UTF-16, since JSON begins with
    /// an ASCII character (RFC 4627).
    /// </summary>
    /// <param name="source">At its beginning, able to seek; owned by the result.</param>
    public static Stream ToUtf8(Stream source)
    {
        Span<byte> head = stackalloc byte[3];
        int count = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        (Encoding? encoding, int mark) = head[..count] switch
        {
            [0xEF, 0xBB, 0xBF] => (null, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            [not 0, 0, ..] => (Encoding.Unicode, 0),
            [0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
            _ => ((Encoding?)null, 0),
        };
        source.Position = mark;
        return encoding is null ? source : Encoding.CreateTranscodingStream(source, encoding, Encoding.UTF8);
    }
}
