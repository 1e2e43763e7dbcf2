using System.Text.Json;
using IsacCluster.Files;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Samples;

/// <summary>
/// file: {path, dataset}, or a path alone: a file whose rows are samples, relative to the folder of the specification. In identities and
/// manifests its digest stands for its path.
/// </summary>
public static class SampleFileKind
{
    public const string Name = "file";
    private const string PathName = "path", DatasetName = "dataset", Digest = "sha256";
    private const string Expected = "the path of a .npy, .npz, .mat or .h5 file, or of a dataset";

    /// <summary>The fields of the mapping.</summary>
    public static IReadOnlyList<FieldDeclaration> Parts { get; } =
    [
        new(PathName, Expected) { Default = "required", Meaning = "beside the specification" },
        new(DatasetName, "name of the variable or dataset in it") { Default = "the only one" },
    ];

    /// <param name="field">The value of file.</param>
    /// <param name="usual">The array that is meant where a file of several is named without one.</param>
    /// <param name="make">From the file; <see cref="InvalidDataException"/> where it does not fit.</param>
    public static T Read<T>(Field field, string usual, Func<SampleFile, T> make)
    {
        FieldMapping? mapping = field.Node is MappingNode ? FieldMapping.Of(field, [.. Parts.Select(part => part.Name)]) : null;
        Field path = mapping?.Required(PathName, Expected) ?? field;
        string text = path.Text(Expected);
        string full = Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(field.At.Path))!);
        string? dataset = mapping?.Optional(DatasetName)?.Text(Parts[1].Allowed);
        if (!File.Exists(full) && !Directory.Exists(full)) return make(SampleFile.Missing(text, dataset ?? ""));
        try
        {
            FileRows rows = FileRows.Open(full, dataset, usual);
            return make(new SampleFile(text, rows.Array.Name, rows.Sha256, rows));
        }
        catch (InvalidDataException error)
        {
            throw path.Error($"{OneLine.Quote(text)} {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw path.Error($"{OneLine.Quote(text)} cannot be read: {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
    }

    public static Dictionary<string, object?> Canonical(SampleFile file) => new() { [DatasetName] = file.Dataset, [Digest] = file.Sha256 };

    /// <summary>In a point's id: file_1a2b3c4d.</summary>
    public static string Label(SampleFile file)
    {
        string digest = file.Sha256[(file.Sha256.IndexOf(':') + 1)..];
        string dataset = string.Concat(file.Dataset.Where(char.IsAsciiLetterOrDigit));
        return $"file_{(dataset.Length > 0 ? dataset + "_" : "")}{(file.IsMissing ? "missing" : digest[..Math.Min(digest.Length, 8)])}";
    }

    public static void WriteJson(Utf8JsonWriter json, SampleFile file)
    {
        json.WriteString(DatasetName, file.Dataset);
        json.WriteString(Digest, file.Sha256);
    }

    public static SampleFile ReadJson(JsonFields fields) => SampleFile.Recorded(fields.Text(DatasetName), fields.Text(Digest));
}
