namespace IsacCluster.Search.Space;

/// <summary>A search space, or a value of it, that makes no sense. The message is one line: name, value, what is allowed.</summary>
public sealed class SearchSpaceException(string parameter, string value, string allowed)
    : Exception($"{parameter}: {value}; allowed: {allowed}.")
{
    /// <summary>Name of the parameter (or "space", "constraint"), where a reader finds line and column by.</summary>
    public string Parameter { get; } = parameter;

    /// <summary>What was given.</summary>
    public string Value { get; } = value;

    /// <summary>What would have been accepted.</summary>
    public string Allowed { get; } = allowed;
}
