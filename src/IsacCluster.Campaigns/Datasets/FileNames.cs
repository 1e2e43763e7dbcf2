using System.Globalization;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>The names of files and folders of a dataset.</summary>
internal static class FileNames
{
    public const string Manifest = "manifest.json";

    /// <summary>The rule of <see cref="IsValid"/> in words.</summary>
    public const string Rule = "1 to 100 letters, digits, '.', '_' and '-', the first a letter or digit";

    /// <summary>shard-00000000.h5, with more digits from the hundred millionth shard on.</summary>
    public static string Shard(long shard) => string.Create(CultureInfo.InvariantCulture, $"shard-{shard:D8}.h5");

    /// <summary>sdr-shard-00000000.h5.</summary>
    public static string DesignShard(string algorithm, long shard) => $"{algorithm}-{Shard(shard)}";

    /// <summary>designs-NAME, beside the shards.</summary>
    public static string DesignFolder(string name) => $"designs-{name}";

    /// <summary>Whether a name can be part of a file name on every system.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= 100 } && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static string Checked(string name) =>
        IsValid(name) ? name : throw new ArgumentException($"'{name}' is not a name; allowed: {Rule}.", nameof(name));
}
