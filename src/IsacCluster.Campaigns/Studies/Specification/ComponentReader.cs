using IsacCluster.Search;
using IsacCluster.Search.Components;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads sampler and pruner: a name, or a mapping of one name to its options.</summary>
internal static class ComponentReader
{
    /// <param name="steps">Steps of a full evaluation; null where the objective does not tell.</param>
    public static SearchComponent<IPruner> Pruner(Field? field, long? steps, int objectives)
    {
        (ComponentEntry<IPruner> entry, FieldMapping? options) = Named(field, PrunerCatalog.None, SearchCatalogs.Pruners);
        if (field is not null && entry.Name != PrunerCatalog.None && objectives > 1) throw field.NotAllowed("none with several directions");
        return Made(field, entry, options, steps);
    }

    public static SearchComponent<ISampler> Sampler(Field? field, int objectives)
    {
        string preset = objectives > 1 ? SamplerCatalog.ForSeveral : SamplerCatalog.ForOne;
        (ComponentEntry<ISampler> entry, FieldMapping? options) = Named(field, preset, SearchCatalogs.Samplers);
        SearchComponent<ISampler> sampler = Made(field, entry, options, null);
        if (objectives <= sampler.Create().MostObjectives) return sampler;
        IEnumerable<string> able = SearchCatalogs.Samplers.All
            .Where(other => other.CreateDefault().MostObjectives >= objectives).Select(other => other.Name);
        throw field!.NotAllowed($"one of {string.Join(", ", able)} with several directions");
    }

    private static (ComponentEntry<T> Entry, FieldMapping? Options) Named<T>(
        Field? field, string preset, Catalog<ComponentEntry<T>> catalog)
    {
        IReadOnlyList<string> names = catalog.Names;
        if (field is null) return (catalog.Get(preset), null);
        if (field.Node is not MappingNode) return (catalog.Get(field.Choice(names)), null);
        FieldMapping mapping = FieldMapping.Of(field, names);
        if (mapping.Given.Count != 1)
            throw field.NotAllowed($"one of {string.Join(", ", names)}, or a mapping of one of them to its options");
        (string name, Field value) = mapping.Given.First();
        ComponentEntry<T> entry = catalog.Get(name);
        if (entry.Options.Count == 0) throw value.NotAllowed($"the name {name} alone, which has no options");
        return (entry, FieldMapping.Of(value, [.. entry.Options.Select(option => option.Name)]));
    }

    /// <summary>Makes one, so that options which do not go together are found now.</summary>
    private static SearchComponent<T> Made<T>(Field? field, ComponentEntry<T> entry, FieldMapping? options, long? steps)
    {
        var given = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (ComponentOption option in entry.Options)
        {
            if (options?.Optional(option.Name) is Field value) given[option.Name] = Value(value, option);
        }

        var values = new OptionValues(entry.Options, given, steps);
        try
        {
            entry.Create(values);
        }
        catch (SearchSpaceException mistake) when (field is not null)
        {
            throw SpaceReader.Error(field, mistake);
        }

        return new SearchComponent<T>(entry.Name, given, () => entry.Create(values));
    }

    private static double Value(Field field, ComponentOption option) => option switch
    {
        { IsFlag: true } => field.Flag() ? 1 : 0,
        { IsWhole: true } => (double)field.WholeNumber((Int128)option.Low, (Int128)option.High),
        { High: double.PositiveInfinity } => field.Number(NumberRange.Positive),
        { HighIncluded: true } => field.Number(NumberRange.LeftOpen(option.Low, option.High)),
        _ => field.Number(NumberRange.Open(option.Low, option.High)),
    };
}
