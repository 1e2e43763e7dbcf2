using IsacCluster.Files;

namespace IsacCluster.Specifications.Samples;

/// <summary>A file whose rows are samples, or what is known of one that is not on this machine.</summary>
/// <param name="Path">As it is written.</param>
/// <param name="Dataset">The array's name in the file; empty where that has but one without a name.</param>
/// <param name="Sha256">sha256:... of the file.</param>
/// <param name="Rows">Null: it is not here.</param>
public sealed record SampleFile(string Path, string Dataset, string Sha256, FileRows? Rows)
{
    /// <summary>A file that a specification names and that does not exist here. Its identity is that of no file.</summary>
    public static SampleFile Missing(string path, string dataset) => new(path, dataset, $"missing:{path}", null);

    /// <summary>A file of which a manifest tells.</summary>
    public static SampleFile Recorded(string dataset, string sha256) => new("", dataset, sha256, null);

    /// <summary>Whether it is named by a specification and does not exist.</summary>
    public bool IsMissing => Rows is null && Path.Length > 0;

    /// <exception cref="IOException">It is not here.</exception>
    public FileRows Open() => Rows
        ?? throw new FileNotFoundException($"The file of the samples, {(Path.Length > 0 ? Path : Sha256)}, is not here.");
}
