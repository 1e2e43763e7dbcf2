using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>Secrets are made by hand as the guide says, mounted as files, and given to whom needs them.</summary>
internal static class SecretRules
{
    public static IEnumerable<string> Problems(Cluster cluster)
    {
        foreach (V1Secret secret in cluster.All<V1Secret>())
            yield return $"Secret/{secret.Metadata.Name}: secrets do not belong into manifests";
        foreach (Workload workload in cluster.Workloads)
        {
            foreach (string problem in ReferenceProblems(workload, cluster)
                .Concat(FileProblems(workload))) yield return $"{workload.Where}: {problem}";
        }
    }

    private static IEnumerable<string> ReferenceProblems(Workload workload, Cluster cluster)
    {
        foreach (V1SecretVolumeSource source in (workload.Spec.Volumes ?? [])
            .Select(volume => volume.Secret).OfType<V1SecretVolumeSource>())
        {
            if (source.Items is null or { Count: 0 }) yield return $"mounts all keys of secret {source.SecretName}";
            foreach (string key in (source.Items ?? []).Select(item => item.Key).DefaultIfEmpty(""))
            {
                if (Missing(cluster, source.SecretName, key) is string problem) yield return problem;
            }
        }

        foreach (V1EnvVar variable in Variables(workload))
        {
            if (variable.ValueFrom?.SecretKeyRef is not { } reference) continue;
            yield return $"variable {variable.Name} holds a secret; mount it as a file";
            if (Missing(cluster, reference.Name, reference.Key) is string problem) yield return problem;
        }
    }

    private static string? Missing(Cluster cluster, string secret, string key)
    {
        if (!cluster.Secrets.TryGetValue(secret, out IReadOnlySet<string>? keys)) return $"the guide makes no secret {secret}";
        return key.Length == 0 || keys.Contains(key) ? null : $"the guide makes no key {key} in secret {secret}";
    }

    /// <summary>Variables that name a secret's file name one that is mounted, and every mounted one is named.</summary>
    private static IEnumerable<string> FileProblems(Workload workload)
    {
        HashSet<string> mounted = [.. MountedSecrets(workload)];
        HashSet<string> named = [.. Variables(workload).Where(variable => variable.Name.EndsWith("_FILE", StringComparison.Ordinal))
            .Select(variable => variable.Value)];
        foreach (string file in named.Except(mounted)) yield return $"{file} is no mounted secret";
        foreach (string file in mounted.Except(named)) yield return $"{file} is mounted and not used";
    }

    private static IEnumerable<string> MountedSecrets(Workload workload) =>
        from volume in workload.Spec.Volumes ?? []
        where volume.Secret is not null
        from mount in workload.Spec.Containers.SelectMany(container => container.VolumeMounts ?? [])
        where mount.Name == volume.Name
        from item in volume.Secret.Items ?? []
        select $"{mount.MountPath}/{item.Path}";

    private static IEnumerable<V1EnvVar> Variables(Workload workload) =>
        workload.Spec.Containers.SelectMany(container => container.Env ?? []);
}
