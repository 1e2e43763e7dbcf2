using System.Reflection;
using System.Text;

namespace IsacCluster.Cluster.Tests.Contracts;

/// <summary>
/// What silos of neighbouring versions say to each other and keep in stores, held against wire-types.txt: a member is never
/// renumbered, retyped or removed, a method never renamed; new ones are added. A change of the file is a decision.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void The_wire_types_are_those_of_the_contract_file()
    {
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contracts", "wire-types.txt")).ReplaceLineEndings("\n");
        string actual = Describe();
        Assert.True(expected == actual, $"The wire types have changed. If that is meant, wire-types.txt is to be:\n{actual}");
    }

    [Fact]
    public void Every_serialised_type_has_an_alias_and_every_alias_is_used_once()
    {
        var types = typeof(ClusterOptions).Assembly.GetTypes();
        Assert.DoesNotContain(types, type =>
            type.GetCustomAttribute<GenerateSerializerAttribute>() is not null
                && type.GetCustomAttribute<AliasAttribute>(inherit: false) is null);
        var aliases = types.Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).OfType<string>()
            .Where(alias => alias.StartsWith("isac.", StringComparison.Ordinal)).ToList(); // Orleans' generator has an alias of its own
        Assert.Equal(aliases.Distinct(), aliases);
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        var types = typeof(ClusterOptions).Assembly.GetTypes().Where(
            type => type.GetCustomAttribute<AliasAttribute>(inherit: false) is not null && !IsGenerated(type));
        foreach (var type in types.OrderBy(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias, StringComparer.Ordinal))
        {
            text.Append(type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias).Append('\n');
            foreach (string line in type.IsInterface ? Methods(type) : Members(type)) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Methods(Type type) => type.GetMethods()
        .Select(method => $"{method.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias}"
            + $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): "
            + $"{Name(method.ReturnType)}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type) => type
        .GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Select(member => (Member: member, Id: member.GetCustomAttribute<IdAttribute>()?.Id))
        .Where(member => member.Id is not null)
        .OrderBy(member => member.Id)
        .Select(member => $"{member.Id} {member.Member.Name}: "
            + $"{Name(member.Member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member.Member).FieldType)}");

    private static string Name(Type type) => !type.IsGenericType ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
