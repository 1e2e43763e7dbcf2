using System.Globalization;
using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Silos;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>What Orleans' Kubernetes hosting and `isac silo` ask of a pod that runs a silo, and that its options agree with the
/// pod.</summary>
internal static partial class SiloRules
{
    private static readonly Dictionary<string, string> HostingVariables = new(StringComparer.Ordinal)
    {
        ["POD_NAME"] = "metadata.name",
        ["POD_NAMESPACE"] = "metadata.namespace",
        ["POD_IP"] = "status.podIP",
        ["ORLEANS_SERVICE_ID"] = "metadata.labels['orleans/serviceId']",
        ["ORLEANS_CLUSTER_ID"] = "metadata.labels['orleans/clusterId']",
    };

    private static readonly string[] PodVerbs = ["get", "list", "watch", "delete", "patch"];

    public static IEnumerable<string> Problems(Cluster cluster)
    {
        List<Workload> silos = [.. cluster.Workloads.Where(workload => workload.Component == "silo" || workload.Silo is not null)];
        if (silos.Count == 0) yield return "no silo";
        foreach (Workload workload in silos)
        {
            if (workload.Silo is not { } container)
            {
                yield return $"{workload.Where}: no container runs isac silo";
                continue;
            }

            SiloArguments arguments = SiloArguments.Parse([.. container.Args]);
            string[] environment = [.. (container.Env ?? []).Select(variable => variable.Name)];
            IEnumerable<string> problems = [.. arguments.Problems(environment), .. HostingProblems(workload, container),
                .. VariableProblems(container),
                .. PortProblems(workload, arguments), .. AgreementProblems(workload, container, arguments, cluster),
                    .. RightsProblems(workload, cluster)];
            foreach (string problem in problems) yield return $"{workload.Where}: {problem}";
        }
    }

    private static IEnumerable<string> HostingProblems(Workload workload, V1Container container)
    {
        if (workload.Component != "silo") yield return "the label app.kubernetes.io/component is not silo";
        if (!container.Args.Contains("--kubernetes")) yield return "--kubernetes is missing";
        if (workload.Spec.AutomountServiceAccountToken != true) yield return "no token for the Kubernetes API";
        foreach (string label in new[] { "orleans/serviceId", "orleans/clusterId" })
        {
            if (!workload.Labels.ContainsKey(label)) yield return $"no label {label}";
        }

        foreach ((string name, string path) in HostingVariables)
        {
            string? found = (container.Env ?? []).FirstOrDefault(variable => variable.Name == name)?.ValueFrom?.FieldRef?.FieldPath;
            if (found != path) yield return $"{name} comes from '{found}', not from {path}";
        }
    }

    private static IEnumerable<string> VariableProblems(V1Container container) => container.Args
        .SelectMany(argument => Variable().Matches(argument)).Select(match => match.Groups[1].Value)
        .Where(name => !(container.Env ?? []).Any(variable => variable.Name == name)).Select(name => $"$({name}) is not set");

    private static IEnumerable<string> PortProblems(Workload workload, SiloArguments arguments)
    {
        foreach ((string option, string name) in new[] { ("--port", "silo"), ("--gateway-port", "gateway"), ("--http", "http") })
        {
            if (workload.ResolvePort(name)?.ToString(CultureInfo.InvariantCulture) != arguments[option])
                yield return $"{option} {arguments[option]} is not the port named {name}";
        }

        V1Container container = workload.Silo!;
        foreach ((string path, V1Probe? probe) in new[] { ("/healthz", container.LivenessProbe), ("/readyz", container.ReadinessProbe) })
        {
            if (probe?.HttpGet?.Path != path) yield return $"the probe asks '{probe?.HttpGet?.Path}', not {path}";
            if (workload.ResolvePort(probe?.HttpGet?.Port?.Value) != workload.ResolvePort("http"))
                yield return $"the probe of {path} is not on the HTTP port";
        }
    }

    private static IEnumerable<string> AgreementProblems(Workload workload, V1Container container, SiloArguments arguments, Cluster cluster)
    {
        if (!ServiceRules.Serves(cluster, arguments["--store"])) yield return $"no service {arguments["--store"]}";
        string? collector = Uri.TryCreate(arguments["--otlp"], UriKind.Absolute, out Uri? uri) ? uri.Authority : null;
        if (!ServiceRules.Serves(cluster, collector)) yield return $"no service {collector} for --otlp";
        if (!(container.VolumeMounts ?? []).Any(mount => mount.MountPath == arguments["--data"]))
            yield return $"--data {arguments["--data"]} is not mounted";
        if (!int.TryParse(arguments["--grace"], CultureInfo.InvariantCulture, out int grace)
            || grace >= (workload.Spec.TerminationGracePeriodSeconds ?? 30))
            yield return $"--grace {arguments["--grace"]} is not below terminationGracePeriodSeconds";
        string accelerators = Accelerators().Match(arguments["--slots"] ?? "").Groups[1].Value;
        string limit = container.Resources?.Limits?.TryGetValue("nvidia.com/gpu", out ResourceQuantity? gpus) == true
            ? gpus.ToString() : "";
        if (accelerators != limit) yield return $"--slots cuda={accelerators} with {limit} GPUs";
        if (limit.Length > 0 && !(workload.Spec.Tolerations ?? []).Any(toleration => toleration.Key == "nvidia.com/gpu"))
            yield return "does not tolerate nodes with GPUs";
    }

    private static IEnumerable<string> RightsProblems(Workload workload, Cluster cluster)
    {
        IEnumerable<string> roles = cluster.All<V1RoleBinding>()
            .Where(binding => binding.Subjects
                .Any(subject => subject.Kind == "ServiceAccount" && subject.Name == workload.Spec.ServiceAccountName))
            .Select(binding => binding.RoleRef.Name);
        HashSet<string> granted = [.. cluster.All<V1Role>().Where(role => roles.Contains(role.Metadata.Name)).SelectMany(role => role.Rules)
            .Where(rule => rule.Resources.Contains("pods")).SelectMany(rule => rule.Verbs)];
        foreach (string verb in PodVerbs.Where(verb => !granted.Contains(verb))) yield return $"may not {verb} pods";
        foreach (string verb in granted.Except(PodVerbs)) yield return $"may {verb} pods without need";
    }

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"cuda=(\d+)")]
    private static partial Regex Accelerators();
}
