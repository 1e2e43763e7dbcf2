using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.CmaEs;
using IsacCluster.Search.Sampling.GaussianProcess;
using IsacCluster.Search.Sampling.Nsga2;
using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;

namespace IsacCluster.Search;

/// <summary>The samplers by their names in specifications, with default settings.</summary>
public static class SamplerCatalog
{
    public static IReadOnlyList<string> Names { get; } = ["random", "grid", "sobol", "tpe", "cma-es", "gp", "nsga2"];

    /// <exception cref="SearchSpaceException">Not one of <see cref="Names"/>.</exception>
    public static ISampler Create(string name) => name switch
    {
        "random" => new RandomSampler(),
        "grid" => new GridSampler(),
        "sobol" => new SobolSampler(),
        "tpe" => new TpeSampler(),
        "cma-es" => new CmaEsSampler(),
        "gp" => new GaussianProcessSampler(),
        "nsga2" => new Nsga2Sampler(),
        _ => throw new SearchSpaceException("sampler", $"'{name}'", "one of " + string.Join(", ", Names)),
    };
}
