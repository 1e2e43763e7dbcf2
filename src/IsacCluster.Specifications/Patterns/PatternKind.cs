using System.Security.Cryptography;
using System.Text;
using IsacCluster.Isac.Arrays;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Patterns;

/// <summary>
/// pattern: sectors, {sectors: {levels, weights, elsewhere}}, {angles: [[angle, level, weight], ...]}, {file: FILE.csv} or {reference:
/// {path, dataset}}: the pattern that beampatterns are to resemble.
/// </summary>
public static class PatternKind
{
    private const string Sectors = "sectors", Levels = "levels", Weights = "weights", Elsewhere = "elsewhere";
    private const string Angles = "angles", File = "file", Reference = "reference", Table = "table";
    private const string Path = "path", Dataset = "dataset";
    private const string Row = "[angle, level] or [angle, level, weight], angles ascending";
    private const int Most = 100_000;
    private static readonly string[] Names = [Sectors, Angles, File, Reference];
    private static readonly NumberRange NotNegative = new("a number >= 0", static value => value >= 0);
    private static readonly NumberRange Degrees = NumberRange.Closed(-90, 90);

    /// <summary>Null is `sectors`: 1 in the sectors and 0 elsewhere, of weight 1.</summary>
    public static StoredKind<DesiredPattern?> Instance { get; } = new(
        $"`{Sectors}`, or one of {string.Join(", ", Names.Select(static name => $"`{{{name}}}`"))}", Read, Canonical, ReadJson,
        PatternJson.Write)
    {
        Name = Label,
    };

    /// <summary>The forms of the mapping.</summary>
    public static IReadOnlyList<FieldDeclaration> Parts { get; } =
    [
        new(Sectors, "")
        {
            Meaning = "sectors of the beam width around the targets; where they overlap the nearest target counts", Default = "",
        },
        new($"{Sectors}.{Levels}", "number >= 0, or a list of one for each target") { Symbol = "b", Default = "1" },
        new($"{Sectors}.{Weights}", "number >= 0, or a list of one for each target") { Symbol = "w", Default = "1" },
        new($"{Sectors}.{Elsewhere}", "number >= 0")
        {
            Symbol = "w", Meaning = "the weight outside the sectors, where b = 0", Default = "1",
        },
        new(Angles, $"list of {Row}")
        {
            Meaning = "b and w (1 where not given), linear between angles and constant beyond the ends", Default = "",
        },
        new(File, "path of a CSV file")
        {
            Meaning = "the same with columns angle_deg, level and, if wanted, weight; with elevation_deg a table of all azimuths and "
                + "elevations",
            Default = "",
        },
        new(Reference, "path of a .npy, .npz, .mat or .h5 file, or `{path, dataset}`")
        {
            Meaning = "b = a^H R a of the covariance R, M x M, of a reference design", Default = "",
        },
    ];

    /// <summary>The pattern of an object that <see cref="Instance"/> wrote.</summary>
    private static DesiredPattern? ReadJson(JsonFields fields, string name) => PatternJson.Read(fields.Nested(name));

    private static DesiredPattern? Read(Field field)
    {
        if (field.Node is not MappingNode)
        {
            field.Choice([Sectors]);
            return null;
        }

        FieldMapping forms = FieldMapping.Of(field, Names);
        if (forms.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", Names)}");
        (string form, Field value) = forms.Given.First();
        return form switch
        {
            Sectors => ReadSectors(value),
            Angles => ReadAngles(value),
            File => ReadFile(value),
            _ => ReadReference(value),
        };
    }

    private static SectorPattern ReadSectors(Field field)
    {
        FieldMapping mapping = FieldMapping.Of(field, [Levels, Weights, Elsewhere]);
        ValueList weights = List(Weights);
        double elsewhere = mapping.Optional(Elsewhere)?.Number(NotNegative) ?? 1;
        if (elsewhere == 0 && weights.All(static weight => weight == 0)) throw field.NotAllowed("a weight > 0");
        return new SectorPattern(List(Levels), weights, elsewhere);

        ValueList List(string name) => mapping.Optional(name) switch
        {
            null => new ValueList([1.0]),
            { Node: SequenceNode } list => new(
                list.Items("a number or a list of one for each target", 180).Select(item => item.Number(NotNegative))),
            var one => new ValueList([one.Number(NotNegative)]),
        };
    }

    private static TablePattern ReadAngles(Field field)
    {
        double[][] rows = [.. field.Items($"a list of {Row}", Most).Select(item =>
        {
            IReadOnlyList<Field> cells = item.Items(Row, 3);
            if (cells.Count < 2) throw item.Error($"a list of one is not allowed; expected {Row}.");
            return (double[])[cells[0].Number(Degrees), cells[1].Number(NotNegative), cells.Count > 2 ? cells[2].Number(NotNegative) : 1];
        })];
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i][0] > rows[i - 1][0]) continue;
            throw new Field(((SequenceNode)field.Node).Items[i], $"{field.Path}[{i}]").Error(FormattableString.Invariant(
                $"the angle {rows[i][0]} is not allowed; expected a number > {rows[i - 1][0]}, the angle before it."));
        }

        if (rows.All(static row => row[2] == 0)) throw field.Error("all weights are 0; expected one > 0.");
        return new TablePattern(
            new(rows.Select(row => row[0])), new([]), new(rows.Select(row => row[1])), new(rows.Select(row => row[2])));
    }

    private static DesiredPattern ReadFile(Field field)
    {
        string text = field.Text("the path of a CSV file"), full = Full(field, text);
        if (!System.IO.File.Exists(full)) return new MissingPattern(text);
        try
        {
            return PatternCsv.Read(SourceText.Decode(System.IO.File.ReadAllBytes(full), text), text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw field.Error($"{OneLine.Quote(text)} cannot be read: {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
    }

    private static DesiredPattern ReadReference(Field field)
    {
        FieldMapping? mapping = field.Node is MappingNode ? FieldMapping.Of(field, [Path, Dataset]) : null;
        Field path = mapping?.Required(Path, "the path of a file") ?? field;
        string text = path.Text("the path of a .npy, .npz, .mat or .h5 file"), full = Full(field, text);
        if (!System.IO.File.Exists(full)) return new MissingPattern(text);
        try
        {
            return ReferenceFile.Read(full, mapping?.Optional(Dataset)?.Text("a name"));
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

    /// <summary>Relative to the folder of the specification.</summary>
    private static string Full(Field field, string path) =>
        System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(field.At.Path))!);

    /// <summary>The numbers of sectors; of tables and references the digest of theirs.</summary>
    private static object? Canonical(DesiredPattern? pattern) => pattern switch
    {
        null => Sectors,
        SectorPattern sectors => new Dictionary<string, object?>
        {
            [Sectors] = new Dictionary<string, object?>
            {
                [Levels] = sectors.Levels.ToArray(),
                [Weights] = sectors.Weights.ToArray(),
                [Elsewhere] = sectors.Elsewhere,
            },
        },
        MissingPattern missing => new Dictionary<string, object?> { [File] = $"missing:{missing.Path}" },
        ReferencePattern => new Dictionary<string, object?> { [Reference] = Digest(pattern) },
        _ => new Dictionary<string, object?> { [Table] = Digest(pattern) },
    };

    private static string Label(DesiredPattern? pattern) => pattern switch
    {
        null => Sectors,
        SectorPattern sectors => string.Join('_', [
            Sectors, .. sectors.Levels.Select(CanonicalJson.Number), Weights, .. sectors.Weights.Select(CanonicalJson.Number), Elsewhere,
            CanonicalJson.Number(sectors.Elsewhere)]),
        MissingPattern => "missing",
        ReferencePattern => $"{Reference}_{Digest(pattern)[7..15]}",
        _ => $"{Table}_{Digest(pattern)[7..15]}",
    };

    private static string Digest(DesiredPattern pattern)
    {
        IReadOnlyList<double>[] lists = pattern switch
        {
            TablePattern table => [table.AzimuthsDeg, table.ElevationsDeg, table.Levels, table.Weights],
            ReferencePattern reference => [reference.Covariance],
            ListedPattern listed => [listed.Levels, listed.Weights],
            _ => throw new NotSupportedException($"{pattern.GetType().Name} has no digest."),
        };
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(lists))))}";
    }
}
