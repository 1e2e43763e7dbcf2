namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>Every rule of objects that hold together.</summary>
internal static class ClusterRules
{
    public static IEnumerable<string> Problems(Cluster cluster) =>
    [
        .. WorkloadRules.Problems(cluster), .. SecretRules.Problems(cluster), .. SiloRules.Problems(cluster),
        .. ServiceRules.Problems(cluster),
        .. StoreRules.Problems(cluster), .. NetworkRules.Problems(cluster),
    ];
}
