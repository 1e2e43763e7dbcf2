using System.Globalization;
using System.Text;

namespace IsacCluster.Specifications.Yaml;

/// <summary>Makes any text fit for a message of one line.</summary>
public static class OneLine
{
    private const int QuotedLength = 60, PathLength = 120;

    /// <summary>The text in single quotes, shortened to 60 characters.</summary>
    public static string Quote(string text) =>
        text.Length <= QuotedLength ? $"'{Escape(text)}'" : $"'{Escape(text[..QuotedLength])}...'";

    /// <summary>The path of a field, shortened to 120 characters: keys of a wrong file can be long.</summary>
    public static string FieldPath(string path) => path.Length <= PathLength ? Escape(path) : $"{Escape(path[..PathLength])}...";

    /// <summary>Control characters, line separators and unpaired surrogates as escapes.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var line = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsPrintable(rune)) line.Append(rune.ToString());
            else line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }

        return line.ToString();
    }

    /// <summary>Whether a text contains only characters that a line can show.</summary>
    public static bool IsPrintable(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (!IsPrintable(rune)) return false;
        return true;
    }

    // EnumerateRunes gives the replacement character for an unpaired surrogate.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
