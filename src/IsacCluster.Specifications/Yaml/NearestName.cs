namespace IsacCluster.Specifications.Yaml;

/// <summary>Guesses which known name a misspelt one means.</summary>
public static class NearestName
{
    private const int LongestGuess = 64;

    /// <summary>The known name of least edit distance, if at most a third of the letters (and at least one) differ.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestGuess) return null;
        (string? best, int distance) = known.Select(candidate => ((string?)candidate, Distance(name, candidate)))
            .DefaultIfEmpty((null, int.MaxValue)).MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, (name.Length + 1) / 3) ? best : null;
    }

    /// <summary>Levenshtein's distance, ignoring case: insertions, deletions and substitutions count 1.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
