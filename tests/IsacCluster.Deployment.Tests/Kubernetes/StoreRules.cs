using IsacCluster.Deployment.Tests.Silos;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The store runs Garnet with what keeps state, asks for the password, and owns a volume.</summary>
internal static class StoreRules
{
    public static IEnumerable<string> Problems(Cluster cluster)
    {
        if (cluster.Workloads.Count(workload => workload.Component == "store") != 1) yield return "there is not one store";
        foreach (Workload workload in cluster.Workloads.Where(workload => workload.Component == "store"))
        {
            V1Container container = workload.Spec.Containers[0];
            string arguments = string.Join(' ', container.Args ?? []);
            foreach (string problem in GarnetArguments.Problems(arguments)) yield return $"{workload.Where}: {problem}";
            if (container.Command?.Any(text => text.Contains("requirepass", StringComparison.Ordinal)) != true)
                yield return $"{workload.Where}: asks for no password";
            if (!workload.Ports.Any(port => arguments.Contains($"--port {port.ContainerPort} ", StringComparison.Ordinal)))
                yield return $"{workload.Where}: --port is none of its ports";
            IEnumerable<string> owned = (container.VolumeMounts ?? []).Where(mount => workload.ClaimTemplates.Contains(mount.Name))
                .Select(mount => mount.MountPath);
            if (!owned.Any(path => arguments.Contains($"--checkpointdir {path} ", StringComparison.Ordinal)))
                yield return $"{workload.Where}: the data are not on its volume";
        }
    }
}
