namespace IsacCluster.Search.Space;

/// <summary>
/// An expression over measured values, such as <c>mse_ratio + 0.1*inference_us</c>, with the operators and functions of a
/// <see cref="Constraint"/>.
/// </summary>
public sealed record Formula
{
    private readonly Expression _root;

    private Formula(string text, Expression root)
    {
        (Text, _root) = (text, root);
        Names = [.. root.Names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Names of the values that it is of, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="SearchSpaceException">Not an expression; the message says where.</exception>
    public static Formula Parse(string text) => new(text, new ExpressionParser(text, compares: false).Formula());

    /// <summary>One measured value, whatever characters its name has.</summary>
    public static Formula OfName(string name) => new(name, new NameExpression(name));

    /// <param name="columns">Names of the values; all of <see cref="Names"/> are among them.</param>
    public double Evaluate(IReadOnlyList<string> columns, ReadOnlySpan<double> values) =>
        _root.Evaluate(name => IndexOf(columns, name), values);

    internal static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name) return i;
        }

        throw new ArgumentException($"'{name}' is not among {string.Join(", ", columns)}.", nameof(columns));
    }
}
