namespace IsacCluster.Isac.Catalogues;

/// <summary>What models of catalogues and their parameters may be called.</summary>
internal static class CatalogueNames
{
    /// <exception cref="ArgumentException">One of the names is none.</exception>
    public static void Check(IEnumerable<string> names, string argument)
    {
        if (names.FirstOrDefault(name => !IsName(name)) is { } odd)
            throw new ArgumentException($"'{odd}' is not a name: a-z, 0-9, '_' and '-', beginning with a letter.", argument);
    }

    /// <summary>A file holds the model's name beside its parameters, as a field of its own.</summary>
    /// <exception cref="ArgumentException">Two parameters have one name, or one has the field's.</exception>
    public static void CheckDistinct(string model, IEnumerable<string> parameters, string field, string argument)
    {
        if (parameters.Append(field).GroupBy(name => name).Any(group => group.Count() > 1))
            throw new ArgumentException($"The parameters of '{model}' need distinct names other than '{field}'.", argument);
    }

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}
