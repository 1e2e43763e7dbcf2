using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Documents;

/// <summary>No file that deploys the cluster holds a secret: no known form of a key, no assigned literal, no word of high
/// entropy.</summary>
internal static partial class SecretScan
{
    /// <summary>Bits a character: random hexadecimal words of 20 characters and more lie above, names and paths of the files
    /// below.</summary>
    private const double EntropyLimit = 3.3;

    public static IEnumerable<string> Problems(DeploymentFiles files) => files.Texts
        .SelectMany(file => file.Value.Split('\n').SelectMany((line, index) => Findings(line)
            .Select(found => $"{file.Key}:{index + 1}: {found}")));

    private static IEnumerable<string> Findings(string line)
    {
        if (KnownKey().Match(line) is { Success: true } key) yield return $"looks like a key: {key.Value}";
        if (Assignment().Match(line) is { Success: true } assignment) yield return $"a literal is assigned: {assignment.Value}";
        foreach (string word in LongWord().Matches(line).Select(match => match.Value)
            .Where(word => word.Any(char.IsDigit) && word.Any(char.IsLetter)))
        {
            if (Entropy(word) > EntropyLimit) yield return $"looks random: {word}";
        }
    }

    /// <summary>Shannon entropy of the characters of a word, in bits a character.</summary>
    private static double Entropy(string word) =>
        -word.GroupBy(c => c).Select(group => (double)group.Count() / word.Length).Sum(p => p * Math.Log2(p));

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bxox[bap]-\w+|\bglpat-\w+")]
    private static partial Regex KnownKey();

    [GeneratedRegex(@"(?:ISAC_STORE_PASSWORD|ISAC_CLUSTER_SECRET|ISAC_(?:HTTP|SUBMIT)_TOKEN|REDISCLI_AUTH)\s*[:=]\s*[""']?[A-Za-z0-9]"
        + @"|requirepass [A-Za-z0-9]|--password[ =,]+\w")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"[A-Za-z0-9+]{20,}")]
    private static partial Regex LongWord();
}
