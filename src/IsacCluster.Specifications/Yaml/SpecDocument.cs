using IsacCluster.Jobs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IsacCluster.Specifications.Yaml;

/// <summary>
/// Builds the node tree of the one document of a file from YamlDotNet's events. Its own builder, because each node needs its
/// place in the file, duplicate keys need both places, and depth must be bounded before anything recurses.
/// Anchors and aliases are allowed; tags, merge keys and several documents are not.
/// </summary>
public sealed class SpecDocument
{
    private const int MaxDepth = 16;
    private readonly string _path;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly Dictionary<string, SpecNode> _anchors = new(StringComparer.Ordinal);

    private SpecDocument(string text, string path)
    {
        _path = path;
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
    }

    /// <exception cref="SpecificationException">Not one well-formed YAML document.</exception>
    public static SpecNode Load(string text, string path)
    {
        SourceText.CheckCharacters(text, path);
        try
        {
            return new SpecDocument(text, path).ReadStream();
        }
        catch (YamlException error)
        {
            throw SyntaxError(error, text, path);
        }
    }

    private SpecNode ReadStream()
    {
        Next<StreamStart>();
        ParsingEvent first = Next<ParsingEvent>();
        if (first is StreamEnd)
            throw new SourcePosition(_path, 1, 1).Error("the file is empty; expected a specification that begins with kind.");
        SpecNode root = ReadNode(Next<ParsingEvent>(), "", 0);
        Next<DocumentEnd>();
        ParsingEvent last = Next<ParsingEvent>();
        return last is StreamEnd
            ? root
            : throw Refuse(last, "", "a second YAML document begins here; expected one specification in a file.");
    }

    private SpecNode ReadNode(ParsingEvent start, string field, int depth)
    {
        SourcePosition at = At(start);
        if (depth > MaxDepth) throw Refuse(start, field, $"lists and mappings are nested more than {MaxDepth} deep.");
        if (start is AnchorAlias alias)
        {
            return _anchors.TryGetValue(alias.Value.Value, out SpecNode? known)
                ? known
                : throw Refuse(start, field, $"no anchor {OneLine.Quote(alias.Value.Value)} ends before this alias.");
        }

        if (start is not NodeEvent content) throw Refuse(start, field, "not valid YAML: expected a value here.");
        if (!content.Tag.IsEmpty && !content.Tag.IsNonSpecific)
            throw Refuse(start, field, $"the tag {OneLine.Quote(content.Tag.Value)} is not allowed; write the value alone.");
        SpecNode node = content switch
        {
            Scalar scalar => new ScalarNode(at, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => new SequenceNode(at, ReadItems(field, depth)),
            _ => new MappingNode(at, ReadEntries(field, depth)),
        };
        if (!content.Anchor.IsEmpty) _anchors[content.Anchor.Value] = node;
        return node;
    }

    private List<SpecNode> ReadItems(string field, int depth)
    {
        var items = new List<SpecNode>();
        for (ParsingEvent next = Next<ParsingEvent>(); next is not SequenceEnd; next = Next<ParsingEvent>())
            items.Add(ReadNode(next, $"{field}[{items.Count}]", depth + 1));
        return items;
    }

    private List<MappingEntry> ReadEntries(string field, int depth)
    {
        var entries = new List<MappingEntry>();
        var places = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        for (ParsingEvent next = Next<ParsingEvent>(); next is not MappingEnd; next = Next<ParsingEvent>())
        {
            if (ReadNode(next, field, depth + 1) is not ScalarNode key)
                throw Refuse(next, field, "a list or mapping is not allowed as a field name; expected text.");
            // After an empty key the parser may leave out the value, so this comes before the value is read.
            if (key.IsEmpty) throw Refuse(next, field, "a field name is missing before ':'.");
            string path = field.Length == 0 ? key.Text : $"{field}.{key.Text}";
            if (places.TryGetValue(key.Text, out SourcePosition earlier))
                throw Refuse(next, path, $"the field is given twice; it is already given in line {earlier.Line}.");
            places.Add(key.Text, At(next));
            entries.Add(new MappingEntry(key with { At = At(next) }, ReadNode(Next<ParsingEvent>(), path, depth + 1)));
        }

        return entries;
    }

    private T Next<T>() where T : ParsingEvent
    {
        try
        {
            _parser.MoveNext();
        }
        catch (InvalidOperationException error)
        {
            // YamlDotNet's scanner throws this where a list or mapping still open in brackets meets a line that looks like a new key.
            Mark here = _scanner.CurrentPosition;
            throw new YamlException(here, here, "a '[' or '{' that is opened above is not closed", error);
        }

        return (T)_parser.Current!;
    }

    private SpecificationException Refuse(ParsingEvent parsed, string field, string text) =>
        At(parsed).Error(field.Length == 0 ? text : $"{OneLine.FieldPath(field)}: {text}");

    private SourcePosition At(ParsingEvent parsed) => new(_path, (int)parsed.Start.Line, (int)parsed.Start.Column);

    private static SpecificationException SyntaxError(YamlException error, string text, string path)
    {
        bool mentionsTab = error.Message.Contains("tab", StringComparison.Ordinal);
        if (mentionsTab && FirstTabIndentation(text) is (int Line, int Column) tab)
            return new SourcePosition(path, tab.Line, tab.Column).Error("not valid YAML: a tab cannot indent a line; expected spaces.");
        return new SourcePosition(path, (int)error.Start.Line, (int)error.Start.Column)
            .Error($"not valid YAML: {OneLine.Escape(error.Message.Trim().TrimEnd('.'))}.");
    }

    private static (int Line, int Column)? FirstTabIndentation(string text)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            int tab = line.IndexOf('\t');
            if (tab >= 0 && !line.IsWhiteSpace() && line[..tab].IsWhiteSpace()) return (number, tab + 1);
        }

        return null;
    }
}
