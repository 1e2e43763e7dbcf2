using System.Buffers;

namespace IsacCluster.Search.Space;

/// <summary>One of several named categories, without an order. The raw value is the index.</summary>
public sealed record CategoricalParameter : Parameter
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create(";=|,\r\n");

    private readonly string[] _categories;

    /// <param name="categories">
    /// At least one, all different, none empty, none with one of <c>; = | ,</c>, a line end or outer blanks.
    /// </param>
    /// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
    public CategoricalParameter(string name, IEnumerable<string> categories, Condition? when = null)
        : base(CheckName(name), when)
    {
        _categories = [.. categories];
        if (_categories.Length == 0) throw new SearchSpaceException(name, "no category", "at least one");
        foreach (string category in _categories)
        {
            if (category.Length == 0 || category.Trim() != category || category.AsSpan().ContainsAny(Reserved))
            {
                throw new SearchSpaceException(name, $"category '{category}'", "a text without outer blanks, line ends and ; = | ,");
            }
        }

        string? twice = _categories.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) throw new SearchSpaceException(name, $"category '{twice}' twice", "different categories");
    }

    public IReadOnlyList<string> Categories => _categories;

    public override long? Cardinality => _categories.Length;

    public override bool IsCategorical => true;

    public override string Allowed => "one of " + string.Join(", ", _categories);

    public override double FromUnit(double u) => Math.Clamp((int)(u * _categories.Length), 0, _categories.Length - 1);

    public override double ToUnit(double raw) => (raw + 0.5) / _categories.Length;

    public override double CellWidth(double raw) => 1.0 / _categories.Length;

    public override bool Contains(double raw) => raw >= 0 && raw < _categories.Length && raw == Math.Floor(raw);

    public override ParameterValue ToValue(double raw) => new(ParameterKind.Category, raw, _categories[(int)raw]);

    public override double Parse(string text)
    {
        int index = Array.IndexOf(_categories, text);
        return index >= 0 ? index : throw new SearchSpaceException(Name, $"'{text}'", Allowed);
    }

    public override string Format(double raw) => _categories[(int)raw];
}
