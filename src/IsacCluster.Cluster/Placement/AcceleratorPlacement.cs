using System.Globalization;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace IsacCluster.Cluster.Placement;

/// <summary>
/// Places a grain class on silos that have accelerator slots, whoever calls it. Where none is alive the call fails, and its caller decides
/// whether to wait. (The filters that come with Orleans compare with the caller's silo.)
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AcceleratorPlacementAttribute() : PlacementFilterAttribute(new AcceleratorPlacement());

/// <summary>Keeps silos whose metadata <see cref="MetadataKey"/> is a positive number.</summary>
public sealed class AcceleratorPlacement() : PlacementFilterStrategy(order: 0)
{
    /// <summary>Name of a silo's metadata that tells the number of its accelerator slots.</summary>
    public const string MetadataKey = "isac.accelerator-slots";

    internal sealed class Director(ISiloMetadataCache metadata) : IPlacementFilterDirector
    {
        public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
            silos.Where(silo => metadata.GetSiloMetadata(silo).Metadata.TryGetValue(MetadataKey, out string? slots)
                && int.TryParse(slots, CultureInfo.InvariantCulture, out int count) && count > 0);
    }
}
