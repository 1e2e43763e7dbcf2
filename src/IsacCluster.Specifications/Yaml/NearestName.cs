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

    /// <summary>
    /// Edit distance, ignoring case: insertions, deletions, substitutions and transpositions of neighbours count 1 (optimal string
    /// alignment).
    /// </summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        int[] before = [], last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substituted, 1 + Math.Min(last[j], row[j - 1]));
                bool transposed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (transposed) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
