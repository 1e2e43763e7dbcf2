using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace IsacCluster.Deployment.Tests.Files;

/// <summary>A YAML document without a schema: maps, lists and strings, with anchors and merge keys resolved and duplicate keys refused.</summary>
internal sealed class YamlTree(object? node)
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithDuplicateKeyChecking().Build();

    public static YamlTree Parse(string text) =>
        new(Deserializer.Deserialize<object>(new MergingParser(new Parser(new StringReader(text)))));

    public bool IsMissing => node is null;

    /// <summary>The scalar's text, or an empty string.</summary>
    public string Text => node as string ?? "";

    public YamlTree this[string key] => new(node is Dictionary<object, object?> map ? map.GetValueOrDefault(key) : null);

    /// <summary>The keys of a map, or the texts of a list: compose allows both forms for most collections.</summary>
    public IReadOnlyList<string> Keys => node switch
    {
        Dictionary<object, object?> map => [.. map.Keys.Cast<string>()],
        List<object?> list => [.. list.OfType<string>()],
        _ => [],
    };

    public IReadOnlyList<YamlTree> Items => node is List<object?> list ? [.. list.Select(item => new YamlTree(item))] : [];

    /// <summary>The texts of a list of scalars.</summary>
    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text)];
}
