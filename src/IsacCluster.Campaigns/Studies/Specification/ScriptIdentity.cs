using System.Security.Cryptography;
using System.Text;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// What of a command's file changes its values: of a Python or shell script all but comments, blank lines and blanks at the ends of lines,
/// as far as it is certain that they are no more than that; of any other file every byte.
/// </summary>
internal static class ScriptIdentity
{
    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public static string Digest(string name, byte[] bytes)
    {
        bool python = Path.GetExtension(name) is ".py", shell = Path.GetExtension(name) is ".sh" or ".bash";
        if (!python && !shell) return Hash(bytes);
        string text = Encoding.UTF8.GetString(bytes);
        // What looks like a comment in a here-document is text.
        return shell && text.Contains("<<", StringComparison.Ordinal)
            ? Hash(bytes)
            : Hash(Encoding.UTF8.GetBytes(new Reader(text, python).Essence()));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads a script character by character, knowing only where strings begin and end.</summary>
    private sealed class Reader(string text, bool python)
    {
        private readonly StringBuilder _kept = new();
        private int _lineStart, _keptLine;
        private string? _quote; // of the string at hand

        public string Essence()
        {
            int at = text.StartsWith("#!", StringComparison.Ordinal) ? Keep(0, LineEnd(0)) : 0; // it says what runs the script
            while (at < text.Length) at = _quote is null ? Outside(at) : Inside(at);
            EndLine();
            return _kept.ToString();
        }

        private int Outside(int at)
        {
            switch (text[at])
            {
                case '\n':
                    EndLine();
                    _lineStart = at + 1;
                    return at + 1;
                case '#' when (at == 0 || char.IsWhiteSpace(text[at - 1])) && !MayBeInFormattedString(at):
                    return LineEnd(at);
                case '\\':
                    return Keep(at, at + 2);
                case '"' or '\'':
                    string triple = new(text[at], 3);
                    _quote = python && string.CompareOrdinal(text, at, triple, 0, 3) == 0 ? triple : triple[..1];
                    return Keep(at, at + _quote.Length);
                default:
                    return Keep(at, at + 1);
            }
        }

        private int Inside(int at)
        {
            if (string.CompareOrdinal(text, at, _quote, 0, _quote!.Length) == 0)
            {
                int end = at + _quote.Length;
                _quote = null;
                return Keep(at, end);
            }

            bool escapes = text[at] == '\\' && (python || _quote != "'");
            return Keep(at, at + (escapes ? 2 : 1));
        }

        /// <summary>Since Python 3.12 the same quotes may stand within a formatted string: its end is not certain then.</summary>
        private bool MayBeInFormattedString(int at)
        {
            string line = text[_lineStart..at].ToLowerInvariant();
            return python && ((string[])["f\"", "f'", "fr\"", "fr'"]).Any(prefix => line.Contains(prefix, StringComparison.Ordinal));
        }

        private int LineEnd(int at) => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

        private int Keep(int from, int to)
        {
            int end = Math.Min(to, text.Length);
            _kept.Append(text, from, end - from);
            return end;
        }

        private void EndLine()
        {
            int length = _kept.Length;
            while (length > _keptLine && char.IsWhiteSpace(_kept[length - 1])) length--;
            bool blank = length == _keptLine;
            _kept.Length = length;
            if (!blank) _kept.Append('\n');
            _keptLine = _kept.Length;
        }
    }
}
