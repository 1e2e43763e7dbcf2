using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>What holds for every pod: its selector, its restrictions, and that what it mounts and probes is there.</summary>
internal static class WorkloadRules
{
    public static IEnumerable<string> Problems(Cluster cluster) => cluster.Workloads
        .SelectMany(workload => SelectorProblems(workload).Concat(PodProblems(workload, cluster)).Concat(VolumeProblems(workload, cluster))
            .Concat(workload.Spec.Containers.SelectMany(container => ContainerProblems(workload, container)))
            .Select(problem => $"{workload.Where}: {problem}"))
        .Concat(Duplicates(cluster));

    private static IEnumerable<string> Duplicates(Cluster cluster) => cluster.Objects
        .GroupBy(item => $"{item.Kind}/{item.Metadata.Name}").Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is there twice");

    private static IEnumerable<string> SelectorProblems(Workload workload)
    {
        if (workload.Kind == "Job") yield break;
        if (workload.Selector is null || workload.Selector.IsEmpty()) yield return "no selector";
        else if (!workload.Selector.Matches(workload.Labels)) yield return "the selector does not match the labels of the pods";
    }

    private static IEnumerable<string> PodProblems(Workload workload, Cluster cluster)
    {
        V1PodSpec spec = workload.Spec;
        if (workload.Component.Length == 0) yield return "no label app.kubernetes.io/component";
        if (spec.SecurityContext?.RunAsNonRoot != true) yield return "runAsNonRoot is not true";
        if (spec.SecurityContext?.SeccompProfile?.Type != "RuntimeDefault") yield return "no seccomp profile";
        if (spec.AutomountServiceAccountToken is null) yield return "automountServiceAccountToken is left to its default";
        if (spec.ServiceAccountName is string account && !cluster.All<V1ServiceAccount>().Any(item => item.Metadata.Name == account))
            yield return $"service account {account} does not exist";
        if (workload.Kind == "StatefulSet" && !cluster.All<V1Service>().Any(service => service.Metadata.Name == workload.Name))
            yield return "no service of its name";
    }

    private static IEnumerable<string> ContainerProblems(Workload workload, V1Container container)
    {
        string tag = container.Image?[(container.Image.LastIndexOf('/') + 1)..].Split(':').ElementAtOrDefault(1) ?? "";
        if (tag is "" or "latest") yield return $"image {container.Image} has no fixed tag";
        foreach (string resource in new[] { "cpu", "memory" })
        {
            if (container.Resources?.Requests?.ContainsKey(resource) != true) yield return $"requests no {resource}";
        }

        if (container.Resources?.Limits?.ContainsKey("memory") != true) yield return "no limit of memory";
        V1SecurityContext? security = container.SecurityContext;
        if (security?.AllowPrivilegeEscalation != false) yield return "allowPrivilegeEscalation is not false";
        if (security?.ReadOnlyRootFilesystem != true) yield return "readOnlyRootFilesystem is not true";
        if (security?.Capabilities?.Drop?.Contains("ALL") != true) yield return "capabilities are not dropped";
        if (workload.Kind == "Job") yield break;
        foreach ((string kind, V1Probe? probe) in new[]
                 { ("liveness", container.LivenessProbe), ("readiness", container.ReadinessProbe), ("startup", container.StartupProbe) })
        {
            if (probe is null && kind != "startup") yield return $"no {kind} probe";
            string? port = (probe?.HttpGet?.Port ?? probe?.TcpSocket?.Port)?.Value;
            if (probe is not null && workload.ResolvePort(port) is null)
                yield return $"the {kind} probe asks port {port}, which no container has";
        }
    }

    private static IEnumerable<string> VolumeProblems(Workload workload, Cluster cluster)
    {
        IList<V1Volume> volumes = workload.Spec.Volumes ?? [];
        HashSet<string> names = [.. volumes.Select(volume => volume.Name), .. workload.ClaimTemplates];
        HashSet<string> mounted = [.. workload.Spec.Containers.SelectMany(container => container.VolumeMounts ?? [])
            .Select(mount => mount.Name)];
        foreach (string name in mounted.Except(names)) yield return $"mounts volume {name}, which it does not have";
        foreach (string name in names.Except(mounted)) yield return $"does not mount its volume {name}";
        foreach (V1Volume volume in volumes)
        {
            if (volume.PersistentVolumeClaim?.ClaimName is string claim && !cluster.All<V1PersistentVolumeClaim>()
                .Any(item => item.Metadata.Name == claim))
                yield return $"claim {claim} does not exist";
            if (volume.ConfigMap?.Name is string map && !cluster.ConfigMaps.Contains(map)) yield return $"config map {map} does not exist";
        }
    }
}
