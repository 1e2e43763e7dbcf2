using IsacCluster.Jobs;

namespace IsacCluster.Specifications.Yaml;

/// <summary>A value of a specification and the path of its field, such as sweep.sinr_db[3]; reads it as a checked type.</summary>
public sealed record Field(SpecNode Node, string Path)
{
    public SourcePosition At => Node.At;

    /// <summary>path:line:column: field: value is not allowed; expected what.</summary>
    public SpecificationException NotAllowed(string expected) => Error($"{Node.Describe()} is not allowed; expected {expected}.");

    public SpecificationException Error(string text) => At.Error(Path.Length == 0 ? text : $"{OneLine.FieldPath(Path)}: {text}");

    /// <summary>A finite number in a range.</summary>
    public double Number(NumberRange range) =>
        Node is ScalarNode { IsPlain: true } scalar && YamlNumber.TryReal(scalar.Text, out double value) && range.Contains(value)
            ? value
            : throw NotAllowed(range.Description);

    /// <summary>A whole number in [low, high]; 8, 8.0 and 1e3 are whole.</summary>
    public Int128 WholeNumber(Int128 low, Int128 high, string? note = null) =>
        Node is ScalarNode { IsPlain: true } scalar && YamlNumber.TryWhole(scalar.Text, out Int128 value) && value >= low && value <= high
            ? value
            : throw NotAllowed($"a whole number from {low} to {high}{note}");

    /// <summary>true or false.</summary>
    public bool Flag() => Node is ScalarNode { IsPlain: true } scalar && bool.TryParse(scalar.Text, out bool value)
        ? value
        : throw NotAllowed("true or false");

    /// <summary>Text of one line that is not empty.</summary>
    public string Text(string expected) =>
        Node is ScalarNode { IsEmpty: false } scalar && !string.IsNullOrWhiteSpace(scalar.Text) && OneLine.IsPrintable(scalar.Text)
            ? scalar.Text
            : throw NotAllowed(expected);

    /// <summary>One of some names.</summary>
    public string Choice(IReadOnlyCollection<string> names)
    {
        string expected = names.Count == 1 ? names.First() : $"one of {string.Join(", ", names)}";
        if (Node is not ScalarNode scalar) throw NotAllowed(expected);
        if (names.Contains(scalar.Text)) return scalar.Text;
        throw NotAllowed(NearestName.Of(scalar.Text, names) is string guess ? $"{expected} (did you mean '{guess}'?)" : expected);
    }

    /// <summary>The items of a list of 1 to <paramref name="most"/> items.</summary>
    public IReadOnlyList<Field> Items(string expected, int most)
    {
        if (Node is not SequenceNode { Items.Count: > 0 } sequence) throw NotAllowed(expected);
        if (sequence.Items.Count > most) throw Error($"a list of {sequence.Items.Count} is not allowed; expected at most {most} items.");
        return [.. sequence.Items.Select((item, index) => new Field(item, $"{Path}[{index}]"))];
    }
}
