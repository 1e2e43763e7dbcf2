using System.Globalization;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>Services, disruption budgets and autoscalers point to something.</summary>
internal static class ServiceRules
{
    public static IEnumerable<string> Problems(Cluster cluster) =>
        [.. cluster.All<V1Service>()
            .SelectMany(service => ServiceProblems(service, cluster)), .. BudgetProblems(cluster), .. ScalerProblems(cluster)];

    /// <summary>Whether NAME:PORT is a service of the cluster.</summary>
    public static bool Serves(Cluster cluster, string? address) => cluster.All<V1Service>()
        .Any(service => service.Spec.Ports
            .Any(port => $"{service.Metadata.Name}:{port.Port.ToString(CultureInfo.InvariantCulture)}" == address));

    private static IEnumerable<string> ServiceProblems(V1Service service, Cluster cluster)
    {
        List<Workload> selected = [.. cluster.Workloads
            .Where(workload => new V1LabelSelector { MatchLabels = service.Spec.Selector }.Matches(workload.Labels))];
        if (selected.Count == 0) yield return $"Service/{service.Metadata.Name}: selects nothing";
        foreach (Workload workload in selected)
        {
            foreach (V1ServicePort port in service.Spec.Ports.Where(port => workload.ResolvePort(port.TargetPort?.Value) is null))
                yield return $"Service/{service.Metadata.Name}: {workload.Where} has no port {port.TargetPort?.Value}";
        }
    }

    private static IEnumerable<string> BudgetProblems(Cluster cluster)
    {
        foreach (V1PodDisruptionBudget budget in cluster.All<V1PodDisruptionBudget>())
        {
            if (cluster.Workloads.Count(workload => budget.Spec.Selector.Matches(workload.Labels)) != 1)
                yield return $"PodDisruptionBudget/{budget.Metadata.Name}: does not select one workload";
            if ((budget.Spec.MaxUnavailable ?? budget.Spec.MinAvailable) is null)
                yield return $"PodDisruptionBudget/{budget.Metadata.Name}: no limit";
        }

        foreach (Workload silo in cluster.Workloads.Where(workload => workload.Component == "silo"))
        {
            if (!cluster.All<V1PodDisruptionBudget>().Any(budget => budget.Spec.Selector.Matches(silo.Labels)))
                yield return $"{silo.Where}: no disruption budget";
        }
    }

    private static IEnumerable<string> ScalerProblems(Cluster cluster)
    {
        List<V2HorizontalPodAutoscaler> scalers = [.. cluster.All<V2HorizontalPodAutoscaler>()];
        if (scalers.Count == 0) yield return "no HorizontalPodAutoscaler";
        foreach (V2HorizontalPodAutoscaler scaler in scalers)
        {
            V2CrossVersionObjectReference target = scaler.Spec.ScaleTargetRef;
            string where = $"HorizontalPodAutoscaler/{scaler.Metadata.Name}";
            if (target.ApiVersion != "apps/v1" || !cluster.Workloads
                .Any(workload => workload.Kind == target.Kind && workload.Name == target.Name))
                yield return $"{where}: no {target.Kind} {target.Name} to scale";
            if ((scaler.Spec.MinReplicas ?? 1) >= scaler.Spec.MaxReplicas)
                yield return $"{where}: nothing between minReplicas and maxReplicas";
            if (!scaler.Spec.Metrics
                .Any(metric => metric.Type == "External" && metric.External?.Metric?.Name == "isac_wanted_silos"
                    && metric.External.Target?.AverageValue is not null))
                yield return $"{where}: does not follow isac_wanted_silos";
        }
    }
}
