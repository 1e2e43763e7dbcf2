namespace IsacCluster.Search.Space;

/// <summary>
/// A comparison of two expressions over numerical parameters, or over what a trial measured, such as <c>a + 2*b &lt;= 10</c>. Operators
/// + - * / ^, parentheses, and the functions abs, sqrt, log, log2, log10, exp, min, max; comparisons &lt;=, &lt;, &gt;=, &gt;. A
/// comparison with NaN does not hold. A name of other characters than letters, digits, '_' and '.' stands in backquotes.
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

    /// <summary>Names of the parameters, or of the measured values, that it compares.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="SearchSpaceException">Not a comparison of two expressions; the message says where.</exception>
    public static Constraint Parse(string text)
    {
        (Expression left, Comparison comparison, Expression right) = new ExpressionParser(text, compares: true).Comparison();
        return new Constraint(text, left, comparison, right);
    }

    /// <summary>Whether it holds for raw values; it does when one of its parameters is inactive.</summary>
    internal bool Holds(ParameterSpace space, ReadOnlySpan<double> raw)
    {
        foreach (string name in Names)
        {
            if (double.IsNaN(raw[space.IndexOf(name)])) return true;
        }

        double left = _left.Evaluate(space.IndexOf, raw), right = _right.Evaluate(space.IndexOf, raw);
        return Comparison switch
        {
            Comparison.AtMost => left <= right,
            Comparison.Below => left < right,
            Comparison.AtLeast => left >= right,
            _ => left > right,
        };
    }

    /// <summary>
    /// By how much measured values miss it: the greater side less the smaller one, at most 0 where it holds; of a strict comparison of
    /// equal sides the least positive number, as it does not hold. NaN where a side is.
    /// </summary>
    /// <param name="columns">Names of the values; all of <see cref="Names"/> are among them.</param>
    public double Excess(IReadOnlyList<string> columns, ReadOnlySpan<double> values)
    {
        double left = _left.Evaluate(Find, values), right = _right.Evaluate(Find, values);
        double excess = Comparison is Comparison.AtMost or Comparison.Below ? left - right : right - left;
        return excess == 0 && Comparison is (Comparison.Below or Comparison.Above) ? double.Epsilon : excess;

        int Find(string name) => Formula.IndexOf(columns, name);
    }

    /// <summary>
    /// What an excess is large or small against: the size of the number that an expression is compared with; 1 where that is 0 or both
    /// sides have names.
    /// </summary>
    public double Scale
    {
        get
        {
            Expression? bound = !_right.Names.Any() ? _right : !_left.Names.Any() ? _left : null;
            double size = Math.Abs(bound?.Evaluate(_ => -1, []) ?? 1);
            return double.IsFinite(size) && size > 0 ? size : 1;
        }
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
