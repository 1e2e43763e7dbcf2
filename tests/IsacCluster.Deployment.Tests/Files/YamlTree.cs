using YamlDotNet.Serialization;

namespace IsacCluster.Deployment.Tests.Files;

/// <summary>A YAML document without a schema: maps, lists and strings, with anchors and merge keys resolved and duplicate keys
/// refused.</summary>
internal sealed class YamlTree(object? node)
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithDuplicateKeyChecking().Build();

    public static YamlTree Parse(string text) => new(Merged(Deserializer.Deserialize<object>(text)));

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

    /// <summary>Merge keys resolved here, since YamlDotNet's own merging makes duplicates of the keys that a map overrides.</summary>
    private static object? Merged(object? node)
    {
        if (node is List<object?> list) return list.Select(Merged).ToList();
        if (node is not Dictionary<object, object?> map) return node;
        Dictionary<object, object?> merged = map.TryGetValue("<<", out object? source)
            && Merged(source) is Dictionary<object, object?> inherited ? new(inherited) : [];
        foreach ((object key, object? value) in map.Where(pair => pair.Key is not "<<")) merged[key] = Merged(value);
        return merged;
    }
}
