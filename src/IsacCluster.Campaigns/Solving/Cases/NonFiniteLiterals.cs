namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Python and MATLAB write NaN and Infinity into JSON, which JSON has no numbers for. Quoting them lets the file be parsed, so
/// that the message can name the case and the field instead of a byte.
/// </summary>
internal static class NonFiniteLiterals
{
    /// <summary>The same text with NaN, Infinity and -Infinity in quotes where they stand for values.</summary>
    public static ReadOnlyMemory<byte> Quote(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> text = json.Span;
        if (text.IndexOf("NaN"u8) < 0 && text.IndexOf("Infinity"u8) < 0) return json;
        var quoted = new List<byte>(text.Length + 64);
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            int length = inString ? 0 : LiteralLength(text[i..]);
            if (length > 0)
            {
                quoted.Add((byte)'"');
                quoted.AddRange(text.Slice(i, length));
                quoted.Add((byte)'"');
                i += length - 1;
                continue;
            }

            quoted.Add(text[i]);
            if (inString && text[i] == '\\' && i + 1 < text.Length) quoted.Add(text[++i]);
            else if (text[i] == '"') inString = !inString;
        }

        return quoted.ToArray();
    }

    private static int LiteralLength(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;
}
