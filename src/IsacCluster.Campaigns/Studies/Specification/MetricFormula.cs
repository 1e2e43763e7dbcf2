using System.Buffers;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// Reads a metric of an objective: a name, or an expression of names. What has none of the characters + * ^ ( ) and `, and no blank beside
/// an operator, is a name, such as val/loss and top-1: those stand in backquotes within an expression.
/// </summary>
internal static class MetricFormula
{
    private static readonly SearchValues<char> OfExpressions = SearchValues.Create("+*^()`");

    /// <param name="allowed">Names that there are; null: any.</param>
    public static Formula Read(Field field, IReadOnlyCollection<string>? allowed)
    {
        string expected = allowed is null
            ? "the name of a field of the last JSON line, or an expression of such names"
            : $"one of {string.Join(", ", allowed)}, or an expression of them";
        string text = field.Text(expected);
        if (!IsExpression(text)) return Formula.OfName(allowed is null ? text : field.Choice(allowed));
        Formula formula = Parse(field, text);
        if (formula.Names.Count == 0) throw field.NotAllowed(expected);
        return formula.Names.FirstOrDefault(name => allowed?.Contains(name) == false) is { } unknown
            ? throw field.Error($"'{unknown}' in '{text}' is not allowed; expected one of {string.Join(", ", allowed!)}.")
            : formula;
    }

    private static bool IsExpression(string text) => text.AsSpan().ContainsAny(OfExpressions)
        || (text.Contains(' ', StringComparison.Ordinal) && (text.Contains(" -", StringComparison.Ordinal)
            || text.Contains("- ", StringComparison.Ordinal) || text.Contains(" /", StringComparison.Ordinal)
            || text.Contains("/ ", StringComparison.Ordinal)))
        || text.StartsWith('-');

    private static Formula Parse(Field field, string text)
    {
        try
        {
            return Formula.Parse(text);
        }
        catch (SearchSpaceException mistake)
        {
            throw SpaceReader.Error(field, mistake);
        }
    }
}
