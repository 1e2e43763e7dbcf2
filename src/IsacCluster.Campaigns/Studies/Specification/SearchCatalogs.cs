using IsacCluster.Search;
using IsacCluster.Search.Components;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>The samplers and pruners that a study may name: those of the search library, and those of extensions.</summary>
public static class SearchCatalogs
{
    public static Catalog<ComponentEntry<ISampler>> Samplers { get; } = new("sampler", entry => entry.Name, SamplerCatalog.Entries);

    public static Catalog<ComponentEntry<IPruner>> Pruners { get; } = new("pruner", entry => entry.Name, PrunerCatalog.Entries);
}
