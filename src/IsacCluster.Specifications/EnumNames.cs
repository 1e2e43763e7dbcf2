using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications;

/// <summary>The names of an enumeration's values in specification files: lower case, words joined by hyphens (log-ratio).</summary>
public static class EnumNames<T> where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();

    public static IReadOnlyList<string> All { get; } = [.. Values.Select(Of)];

    public static string Of(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value that a field names.</summary>
    /// <exception cref="SpecificationException">Not one of <see cref="All"/>.</exception>
    public static T Read(Field field)
    {
        string name = field.Choice(All);
        return Values.First(value => Of(value) == name);
    }
}
