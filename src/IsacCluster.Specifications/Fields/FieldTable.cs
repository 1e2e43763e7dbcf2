using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Fields;

/// <summary>The fields of one mapping, in the order of messages and of the documentation.</summary>
/// <param name="all">With those that the reader reads itself.</param>
public sealed class FieldTable<T>(IReadOnlyList<FieldDeclaration> all)
{
    public IReadOnlyList<FieldDeclaration> All => all;

    public IReadOnlyList<string> Names { get; } = [.. all.Select(field => field.Name)];

    /// <summary>Those that set a value of a <typeparamref name="T"/>.</summary>
    public IReadOnlyList<FieldDeclaration<T>> Values { get; } = [.. all.OfType<FieldDeclaration<T>>()];

    /// <summary>The value with the given fields set.</summary>
    public T Read(FieldMapping mapping, T value) => Values.Aggregate(
        value, (current, field) => mapping.Optional(field.Name) is Field given ? field.Read(given).Apply(current) : current);

    /// <summary>The fields that change what is computed, for identities.</summary>
    public Dictionary<string, object?> Identity(T value) =>
        Values.Where(field => field.IsIdentity && field.Applies(value)).ToDictionary(field => field.Name, field => field.Canonical(value));

    /// <summary>The others.</summary>
    public Dictionary<string, object?> Extent(T value) =>
        Values.Where(field => !field.IsIdentity).ToDictionary(field => field.Name, field => field.Canonical(value));
}
