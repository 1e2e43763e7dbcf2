using IsacCluster.Jobs;

namespace IsacCluster.Specifications.Yaml;

/// <summary>A mapping whose field names are all known.</summary>
public sealed class FieldMapping
{
    private readonly Field _self;
    private readonly OrderedDictionary<string, Field> _fields;

    private FieldMapping(Field self, OrderedDictionary<string, Field> fields) => (_self, _fields) = (self, fields);

    /// <summary>The given fields in the order of the file.</summary>
    public IReadOnlyDictionary<string, Field> Given => _fields;

    /// <exception cref="SpecificationException">Not a mapping, or a field is unknown.</exception>
    public static FieldMapping Of(Field self, IReadOnlyCollection<string> known)
    {
        if (self.Node is not MappingNode mapping) throw self.NotAllowed($"a mapping of {string.Join(", ", known)}");
        var fields = new OrderedDictionary<string, Field>(StringComparer.Ordinal);
        foreach (MappingEntry entry in mapping.Entries)
        {
            string name = entry.Key.Text;
            if (!known.Contains(name)) throw Unknown(self, entry.Key, known);
            fields.Add(name, new Field(entry.Value, PathOf(self, name)));
        }

        return new FieldMapping(self, fields);
    }

    public Field? Optional(string name) => _fields.GetValueOrDefault(name);

    public Field Required(string name, string expected) => Optional(name)
        ?? throw new Field(_self.Node, PathOf(_self, name)).Error($"the field is missing; expected {expected}.");

    private static SpecificationException Unknown(Field self, ScalarNode key, IReadOnlyCollection<string> known)
    {
        string guess = NearestName.Of(key.Text, known) is string name ? $"did you mean '{name}'? " : "";
        string path = key.Text.Length > 0 ? PathOf(self, key.Text) : PathOf(self, "''");
        return new Field(key, path).Error($"unknown field; {guess}expected one of {string.Join(", ", known)}.");
    }

    private static string PathOf(Field self, string name) => self.Path.Length == 0 ? name : $"{self.Path}.{name}";
}
