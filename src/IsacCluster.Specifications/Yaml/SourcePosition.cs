using IsacCluster.Jobs;

namespace IsacCluster.Specifications.Yaml;

/// <summary>A place in a specification file; lines and columns count from 1.</summary>
public readonly record struct SourcePosition(string Path, int Line, int Column)
{
    /// <summary>A one-line error at this place: path:line:column: text.</summary>
    public SpecificationException Error(string text) => new($"{this}: {text}");

    public override string ToString() => $"{OneLine.Escape(Path)}:{Line}:{Column}";
}
