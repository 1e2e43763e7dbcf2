using System.Globalization;

namespace IsacCluster.Search.Space;

/// <summary>
/// One dimension of a search space. Inside the library a value is its raw number x: the float itself, the integer, or the index of
/// the category. Samplers work on u in [0, 1]: u = (t(x) - t(low')) / (t(high') - t(low')), t = log or identity, where the ends of a
/// discrete parameter are widened by half a step so that every value owns a cell of u.
/// </summary>
/// <param name="Name">A letter or underscore, then letters, digits, underscores, dots or hyphens.</param>
/// <param name="When">The parameter is active only when this holds; null: always.</param>
/// <remarks>A derived constructor checks itself and throws a <see cref="SearchSpaceException"/>.</remarks>
public abstract record Parameter(string Name, Condition? When)
{
    /// <summary>Number of different values; null for a continuum.</summary>
    public abstract long? Cardinality { get; }

    /// <summary>Whether the order of values means nothing.</summary>
    public virtual bool IsCategorical => false;

    /// <summary>The raw value at u, clamped into [0, 1] and rounded to a legal value.</summary>
    public abstract double FromUnit(double u);

    /// <summary>u of a legal raw value; the middle of its cell where the parameter is discrete.</summary>
    public abstract double ToUnit(double raw);

    /// <summary>Width in u of the cell of a raw value; 0 for a continuum.</summary>
    public abstract double CellWidth(double raw);

    /// <summary>Whether a raw value is legal.</summary>
    public abstract bool Contains(double raw);

    /// <summary>The raw value as its public value.</summary>
    public abstract ParameterValue ToValue(double raw);

    /// <summary>What is allowed, in words.</summary>
    public abstract string Allowed { get; }

    /// <summary>The raw value that a text means: a category's name, or a number in the invariant culture.</summary>
    /// <exception cref="SearchSpaceException">It means no legal value.</exception>
    public virtual double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double raw) && Contains(raw)
            ? raw
            : throw new SearchSpaceException(Name, $"'{text}'", Allowed);

    /// <summary>The text of a raw value; <see cref="Parse"/> gives back exactly that value.</summary>
    public virtual string Format(double raw) => raw.ToString("R", CultureInfo.InvariantCulture);

    /// <exception cref="SearchSpaceException">Not a name.</exception>
    protected static string CheckName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? name
            : throw new SearchSpaceException("space", $"name '{name}'", "a letter or '_', then letters, digits, '_', '.', '-'");

    private protected static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
