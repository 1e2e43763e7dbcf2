namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Keeps one of equal texts: a report of ten thousand points says the same beside most of its numbers.</summary>
internal sealed class WordPool
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string? One(string? text)
    {
        if (text is null) return null;
        if (_texts.TryGetValue(text, out string? kept)) return kept;
        _texts.Add(text, text);
        return text;
    }
}
