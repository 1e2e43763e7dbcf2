namespace IsacCluster.Jobs;

/// <summary>
/// Bad input, found before anything was started or written: exit code 2. The message names file, line, column, field, value
/// and what is allowed, on one line.
/// </summary>
public sealed class SpecificationException : Exception
{
    public SpecificationException(string message) : base(message) { }

    public SpecificationException(string message, Exception inner) : base(message, inner) { }

    public SpecificationException() { }

    /// <summary>A file that the specification names and that is not on this machine; null: something else is wrong.</summary>
    public string? MissingFile { get; init; }
}
