namespace IsacCluster.Search.Space;

/// <summary>Holds when another parameter is active and has one of several values.</summary>
public sealed record Condition
{
    /// <param name="parameter">Name of a parameter that the space lists earlier.</param>
    /// <param name="values">At least one value, as text: a category, or a number of a discrete parameter.</param>
    /// <exception cref="SearchSpaceException">No value.</exception>
    public Condition(string parameter, params IReadOnlyList<string> values)
    {
        if (values.Count == 0) throw new SearchSpaceException(parameter, "a condition without a value", "at least one");
        (Parameter, Values) = (parameter, [.. values]);
    }

    public string Parameter { get; }

    public IReadOnlyList<string> Values { get; }
}
