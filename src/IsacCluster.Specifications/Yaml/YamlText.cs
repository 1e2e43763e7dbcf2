using System.Text;

namespace IsacCluster.Specifications.Yaml;

/// <summary>Writes a node as YAML: the fields of the root one a line, what is inside them in flow style. Reading it gives the same
/// node.</summary>
public static class YamlText
{
    public static string Write(MappingNode root)
    {
        var text = new StringBuilder();
        foreach (MappingEntry entry in root.Entries)
        {
            text.Append(Scalar(entry.Key)).Append(": ");
            Append(text, entry.Value);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, SpecNode node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                text.Append(Scalar(scalar));
                break;
            case SequenceNode sequence:
                Join(text, '[', ']', sequence.Items, (line, item) => Append(line, item));
                break;
            case MappingNode mapping:
                Join(text, '{', '}', mapping.Entries, (line, entry) => Append(line.Append(Scalar(entry.Key)).Append(": "), entry.Value));
                break;
            default:
                throw new NotSupportedException($"A {node.GetType().Name} has no text.");
        }
    }

    private static void Join<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, Action<StringBuilder, T> append)
    {
        text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            append(text, items[i]);
        }

        text.Append(close);
    }

    /// <summary>Plain where it was plain and holds nothing that YAML gives a meaning to; else in single quotes.</summary>
    private static string Scalar(ScalarNode node)
    {
        bool plain = node.IsPlain && node.Text.Length > 0
            && node.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '/')
            && node.Text is not "-";
        return plain ? node.Text : node.IsEmpty ? "null" : $"'{node.Text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
