using System.Runtime.CompilerServices;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Extension.Tests.Coherence;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;

namespace IsacCluster.Extension.Tests;

/// <summary>
/// Makes the extensions of this assembly known, one line each, as a program of one's own does before it starts a silo: every process of a
/// cluster reads specifications and needs them.
/// </summary>
internal static class Extensions
{
    [ModuleInitializer]
    internal static void Register()
    {
        AlgorithmCatalog.Entries.Register(new BaselineEntry("mrt", static _ => new MaximumRatioSolver()));
        ArrayGeometries.Register(RingArray.Description);
        ChannelModels.Register(CorrelatedChannel.Description);
        DesignMetrics.Register(new RateFairness());
        SearchCatalogs.Samplers.Register(HaltonSampler.Entry);
        JobKinds.Catalog.Register(new CoherenceKind());
    }
}
