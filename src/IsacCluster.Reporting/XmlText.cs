using System.Text;
using System.Xml;

namespace IsacCluster.Reporting;

/// <summary>Text that XML can hold: characters that it forbids, even escaped, become the replacement character U+FFFD.</summary>
public static class XmlText
{
    /// <returns>The text itself where all of it can stay.</returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int bad = 0;
        while (bad < text.Length && Length(text, bad) is > 0 and int length) bad += length;
        if (bad == text.Length) return text;
        var clean = new StringBuilder(text, 0, bad, text.Length);
        for (int i = bad; i < text.Length;)
        {
            int length = Length(text, i);
            if (length > 0) clean.Append(text, i, length);
            else clean.Append('\uFFFD');
            i += Math.Max(1, length);
        }

        return clean.ToString();
    }

    /// <summary>How many chars the character at a place has; 0 of what XML forbids.</summary>
    private static int Length(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2
        : XmlConvert.IsXmlChar(text[at]) ? 1 : 0;
}
