namespace IsacCluster.Specifications.Yaml;

/// <summary>A node of a specification with its place in the file.</summary>
public abstract record SpecNode(SourcePosition At)
{
    /// <summary>How a message names the value: '-1', the text '8', a list, a mapping, an empty value.</summary>
    public abstract string Describe();
}

/// <param name="IsPlain">Written without quotes and so open to be read as a number; '8' in quotes is text.</param>
public sealed record ScalarNode(SourcePosition At, string Text, bool IsPlain) : SpecNode(At)
{
    /// <summary>YAML's null: nothing at all, ~ or null.</summary>
    public bool IsEmpty => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");

    public override string Describe()
    {
        if (Text.Length == 0) return IsPlain ? "an empty value" : "an empty text";
        return IsPlain ? OneLine.Quote(Text) : $"the text {OneLine.Quote(Text)}";
    }
}

public sealed record SequenceNode(SourcePosition At, IReadOnlyList<SpecNode> Items) : SpecNode(At)
{
    public override string Describe() => Items.Count == 0 ? "an empty list" : "a list";
}

/// <param name="Entries">In the order of the file; keys are unique.</param>
public sealed record MappingNode(SourcePosition At, IReadOnlyList<MappingEntry> Entries) : SpecNode(At)
{
    public override string Describe() => Entries.Count == 0 ? "an empty mapping" : "a mapping";
}

public sealed record MappingEntry(ScalarNode Key, SpecNode Value);
