using Mono.Cecil;

namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>
/// Which namespaces of a compiled assembly use which. A namespace is a folder; a parent and its child are two. Nested types, closures and
/// state machines count to the type that declares them. Constants are inlined and cannot be seen.
/// </summary>
internal static class FolderUses
{
    /// <summary>The uses between the namespaces that begin with <paramref name="root"/>, each pair of namespaces once.</summary>
    public static IReadOnlyList<FolderUse> Read(string assemblyFile, string root)
    {
        using var module = ModuleDefinition.ReadModule(assemblyFile);
        return [.. module.Types.Where(type => IsFolder(type.Namespace) && !IsMadeByOrleans(type))
            .SelectMany(type => TypeUses.Of(type).Select(used => (User: type, Used: used)))
            .Where(use => use.Used.Module == module && use.Used.Namespace != use.User.Namespace && IsFolder(use.Used.Namespace))
            .Select(use => new FolderUse(use.User.Namespace, use.Used.Namespace, use.User.Name, use.Used.Name))
            .DistinctBy(use => (use.From, use.To))];

        bool IsFolder(string name) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);
    }

    /// <summary>Serializers and proxies of the Orleans generator that lie beside the types that they are for.</summary>
    private static bool IsMadeByOrleans(TypeDefinition type) => type.CustomAttributes.Any(attribute =>
        attribute.AttributeType.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments[0].Value is string tool && tool.StartsWith("Orleans", StringComparison.Ordinal));
}
