using System.Globalization;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>
/// The network policies let through exactly the connections of this table: what is missing would break the cluster, what is more would
/// open it.
/// Evaluated as Kubernetes does: a connection needs a rule for the one end's ingress and one for the other end's egress.
/// </summary>
internal static class NetworkRules
{
    private const string Monitoring = "namespace monitoring";

    private static readonly string[] Expected =
    [
        "client -> silo:30000", "client -> store:6379",
        "silo -> silo:11111", "silo -> silo:30000", "silo -> store:6379", "silo -> collector:4318",
        $"{Monitoring} -> silo:8080", $"{Monitoring} -> collector:8889",
    ];

    public static IEnumerable<string> Problems(Cluster cluster)
    {
        List<V1NetworkPolicy> policies = [.. cluster.All<V1NetworkPolicy>()];
        if (!policies.Any(IsDenial)) yield return "no policy denies what the others do not allow";
        foreach ((string line, bool allowed) in Connections(cluster, policies).Distinct())
        {
            if (allowed != Expected.Contains(line)) yield return allowed ? $"open: {line}" : $"blocked: {line}";
        }

        foreach (V1NetworkPolicy policy in policies)
        {
            if (!policy.Spec.PodSelector.IsEmpty() && policy.Metadata.Name != "client" && !cluster.Workloads
                .Any(workload => policy.Spec.PodSelector.Matches(workload.Labels)))
                yield return $"NetworkPolicy/{policy.Metadata.Name}: selects nothing";
        }

        foreach (Workload silo in cluster.Workloads.Where(workload => workload.Component == "silo" && !ReachesApi(workload, policies)))
            yield return $"{silo.Where}: cannot reach the Kubernetes API";
        foreach (Workload workload in cluster.Workloads
            .Where(workload => !ResolvesNames(workload, policies))) yield return $"{workload.Where}: cannot resolve names";
    }

    private static bool IsDenial(V1NetworkPolicy policy) =>
        policy.Spec.PodSelector.IsEmpty() && policy.Spec.Ingress is null && policy.Spec.Egress is null
            && policy.Spec.PolicyTypes is ["Ingress", "Egress"];

    /// <summary>Every pair of pods, and the monitoring, with every port: what the connection is, and whether it is let through.</summary>
    private static IEnumerable<(string Line, bool Allowed)> Connections(Cluster cluster, List<V1NetworkPolicy> policies) =>
        from target in cluster.Workloads
        from port in target.Ports.Select(port => port.ContainerPort)
        from source in cluster.Workloads.Select(source => (source.Component, Allowed: Allows(policies, source, target, port)))
            .Append((Component: Monitoring, Allowed: Ingress(policies, target).Any(rule => Has(rule.Ports, port) && FromMonitoring(rule))))
        select ($"{source.Component} -> {target.Component}:{port.ToString(CultureInfo.InvariantCulture)}", source.Allowed);

    private static bool Allows(List<V1NetworkPolicy> policies, Workload source, Workload target, int port) =>
        Admits(policies, target, "Ingress", Ingress(policies, target)
            .Any(rule => Has(rule.Ports, port) && Names(rule.FromProperty, source)))
        && Admits(policies, source, "Egress", Egress(policies, source).Any(rule => Has(rule.Ports, port) && Names(rule.To, target)));

    /// <summary>A pod that no policy of a direction selects is open in it.</summary>
    private static bool Admits(List<V1NetworkPolicy> policies, Workload pod, string direction, bool admitted) =>
        admitted || !policies.Any(policy => policy.Spec.PolicyTypes.Contains(direction) && policy.Spec.PodSelector.Matches(pod.Labels));

    private static bool Names(IList<V1NetworkPolicyPeer>? peers, Workload pod) => peers is null
        || peers.Any(peer => peer.NamespaceSelector is null && peer.IpBlock is null && peer.PodSelector.Matches(pod.Labels));

    private static bool FromMonitoring(V1NetworkPolicyIngressRule rule) => rule.FromProperty is null
        || rule.FromProperty.Any(peer => NamespaceOf(peer) == "monitoring" && peer.PodSelector is null);

    private static bool ReachesApi(Workload pod, List<V1NetworkPolicy> policies) =>
        Egress(policies, pod).Any(rule => rule.To is null && Has(rule.Ports, 443) && Has(rule.Ports, 6443));

    private static bool ResolvesNames(Workload pod, List<V1NetworkPolicy> policies) => Egress(policies, pod).Any(rule =>
        (rule.To ?? []).Any(peer => NamespaceOf(peer) == "kube-system") && (rule.Ports ?? [])
            .Any(port => port.Protocol == "UDP" && port.Port.Value == "53"));

    private static string? NamespaceOf(V1NetworkPolicyPeer peer) =>
        peer.NamespaceSelector?.MatchLabels?.TryGetValue("kubernetes.io/metadata.name", out string? name) == true ? name : null;

    private static bool Has(IList<V1NetworkPolicyPort>? ports, int port) => ports is null
        || ports.Any(candidate => candidate.Protocol is null or "TCP"
            && candidate.Port?.Value == port.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<V1NetworkPolicyIngressRule> Ingress(List<V1NetworkPolicy> policies, Workload pod) =>
        policies.Where(policy => policy.Spec.PodSelector.Matches(pod.Labels)).SelectMany(policy => policy.Spec.Ingress ?? []);

    private static IEnumerable<V1NetworkPolicyEgressRule> Egress(List<V1NetworkPolicy> policies, Workload pod) =>
        policies.Where(policy => policy.Spec.PodSelector.Matches(pod.Labels)).SelectMany(policy => policy.Spec.Egress ?? []);
}
