namespace IsacCluster.Search.Space;

/// <summary>
/// A comparison of two expressions over numerical parameters, such as <c>a + 2*b &lt;= 10</c>. Operators + - * / ^, parentheses, and
/// the functions abs, sqrt, log, exp, min, max; comparisons &lt;=, &lt;, &gt;=, &gt;. A comparison with NaN does not hold.
/// </summary>
public sealed record Constraint
{
    private readonly Expression _left, _right;

    private Constraint(string text, Expression left, Comparison comparison, Expression right)
    {
        (Text, _left, Comparison, _right) = (text, left, comparison, right);
        Names = [.. left.Names.Concat(right.Names).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public Comparison Comparison { get; }

    /// <summary>Names of the parameters that it compares.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="SearchSpaceException">Not a comparison of two expressions; the message says where.</exception>
    public static Constraint Parse(string text)
    {
        (Expression left, Comparison comparison, Expression right) = new ConstraintParser(text).Parse();
        return new Constraint(text, left, comparison, right);
    }

    /// <summary>Whether it holds for raw values; it does when one of its parameters is inactive.</summary>
    internal bool Holds(ParameterSpace space, ReadOnlySpan<double> raw)
    {
        foreach (string name in Names)
        {
            if (double.IsNaN(raw[space.IndexOf(name)])) return true;
        }

        double left = _left.Evaluate(space, raw), right = _right.Evaluate(space, raw);
        return Comparison switch
        {
            Comparison.AtMost => left <= right,
            Comparison.Below => left < right,
            Comparison.AtLeast => left >= right,
            _ => left > right,
        };
    }
}

/// <summary>How two expressions compare.</summary>
public enum Comparison
{
    AtMost = 0,
    Below = 1,
    AtLeast = 2,
    Above = 3,
}
