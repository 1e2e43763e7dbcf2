using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// A case file, schema isac-reference-v1 or isac-variants-v1: UTF-8 or UTF-16, with or without a byte order mark. It is checked as a whole
/// before its first case is given out, and read case by case, so that its size does not matter.
/// </summary>
public sealed class CaseFile
{
    public const string Schema = "isac-reference-v1";

    /// <summary>The schema of cases with the options of other papers; the fields of both are the same here.</summary>
    public const string VariantsSchema = "isac-variants-v1";

    private const string Cases = "cases", SchemaField = "schema";

    private readonly Func<Stream> _open;
    private readonly string _file;

    private CaseFile(Func<Stream> open, string file) => (_open, _file) = (open, file);

    /// <summary>The number of cases.</summary>
    public int Count { get; private set; }

    /// <summary>Opens and checks a file; what cannot be read twice, such as a pipe, is kept in memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requireRawDesign">
    /// Whether the projection was asked for by name, so that one case at least must have a raw design; infeasible reference cases have
    /// none.
    /// </param>
    /// <param name="asked">Problems that were asked for by name, which every case must have.</param>
    /// <exception cref="SpecificationException">One message that names file, case, field, value and what is allowed.</exception>
    public static CaseFile Open(string path, bool requireRawDesign = false, IReadOnlyList<string>? asked = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new SpecificationException($"{path}: this is a folder; expected a JSON file of cases.");
        try
        {
            using FileStream first = File.OpenRead(path);
            if (first.CanSeek) return Of(() => File.OpenRead(path), path, requireRawDesign, asked);
            using var copy = new MemoryStream();
            first.CopyTo(copy);
            byte[] bytes = copy.ToArray();
            return Of(() => new MemoryStream(bytes), path, requireRawDesign, asked);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"{path}: the case file cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>The cases of a content that can be opened again and again.</summary>
    /// <param name="open">Opens it at its beginning.</param>
    /// <param name="file">For messages.</param>
    /// <param name="requireRawDesign">As for <see cref="Open"/>.</param>
    /// <param name="asked">As for <see cref="Open"/>.</param>
    /// <exception cref="SpecificationException">As for <see cref="Open"/>.</exception>
    public static CaseFile Of(Func<Stream> open, string file, bool requireRawDesign = false, IReadOnlyList<string>? asked = null)
    {
        var cases = new CaseFile(open, file);
        bool hasRaw = false;
        foreach (SolveCase item in cases.Read())
        {
            cases.Count++;
            if (asked?.FirstOrDefault(problem => !CaseProblems.CanSolve(problem, item.Instance)) is { } unable)
            {
                IEnumerable<string> able = CaseProblems.All.Where(problem => CaseProblems.CanSolve(problem, item.Instance));
                throw new SpecificationException(
                    $"{file}: case '{item.Id}': field 'objective': {unable} does not optimise it; allowed: --problems of "
                    + $"{string.Join(", ", able)}.");
            }

            hasRaw |= item.RawDesign is not null;
        }

        return hasRaw || !requireRawDesign ? cases : throw new SpecificationException(
            $"{file}: field 'raw_c_real_imag' is missing in every case; allowed: a raw design in one case at least, to be projected.");
    }

    /// <summary>The cases in their order, each read when it is asked for.</summary>
    /// <exception cref="SpecificationException">The file has changed.</exception>
    public IEnumerable<SolveCase> Read()
    {
        using Stream stream = CaseText.ToUtf8(_open());
        var items = new ListedObject(stream, _file, Cases);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (items.TryNext() is JsonElement item)
        {
            if (ids.Count == 0 && items.Fields.Has(SchemaField)) items.Fields.OneOf(SchemaField, Schema, VariantsSchema);
            JsonFields fields = JsonFields.OfObject(item, _file, $"{Cases}[{ids.Count}]: ", $"{Cases}[{ids.Count}]");
            string id = fields.Text("id");
            if (id.Length == 0 || !ids.Add(id)) throw fields.Mistake("id", $"'{id}'", "a name that no other case of the file has");
            yield return CaseReader.Read(id, fields.At($"case '{id}': "));
        }

        items.Fields.OneOf(SchemaField, Schema, VariantsSchema);
        if (ids.Count == 0 && items.Fields.NestedList(Cases).Count == 0) throw items.Fields.Mistake(Cases, "[]", "one case or more");
    }
}
