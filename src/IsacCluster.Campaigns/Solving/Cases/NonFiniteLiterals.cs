using System.Buffers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Python and MATLAB write NaN and Infinity into JSON, which JSON has no numbers for. Quoting them lets the text be parsed, so that a
/// message can name the case and the field instead of a byte. Takes the text in pieces.
/// </summary>
internal sealed class NonFiniteLiterals
{
    private const int Longest = 9;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\\NI"u8);
    private bool _inString, _escaped;

    /// <summary>Appends the same text with NaN, Infinity and -Infinity in quotes where they stand for values.</summary>
    /// <param name="text">A piece of the text, after what earlier calls did not take.</param>
    /// <param name="isLast">Whether the text ends here.</param>
    /// <returns>How many bytes were taken: all but what may be the beginning of a literal.</returns>
    public int Append(ReadOnlySpan<byte> text, bool isLast, ArrayBufferWriter<byte> target)
    {
        int at = 0;
        while (at < text.Length)
        {
            if (_escaped)
            {
                target.Write(text.Slice(at++, 1));
                _escaped = false;
                continue;
            }

            int next = text[at..].IndexOfAny(Special);
            int plain = next < 0 ? text.Length - at : next;
            // The sign of -Infinity waits for the word.
            if (!_inString && plain > 0 && text[at + plain - 1] == '-' && !(next < 0 && isLast)) plain--;
            target.Write(text.Slice(at, plain));
            at += plain;
            if (at == text.Length || (!_inString && at + Longest > text.Length && !isLast)) return at;
            int length = _inString ? 0 : LiteralLength(text[at..]);
            if (length > 0) target.Write("\""u8);
            else if (text[at] == '"') _inString = !_inString;
            else _escaped = _inString && text[at] == '\\';
            target.Write(text.Slice(at, Math.Max(length, 1)));
            if (length > 0) target.Write("\""u8);
            at += Math.Max(length, 1);
        }

        return at;
    }

    private static int LiteralLength(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;
}
