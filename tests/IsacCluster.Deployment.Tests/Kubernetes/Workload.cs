using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>What makes pods: a Deployment, a StatefulSet or a Job.</summary>
internal sealed record Workload(string Kind, string Name, V1LabelSelector? Selector, V1PodTemplateSpec Template,
    IReadOnlyList<string> ClaimTemplates)
{
    public string Where => $"{Kind}/{Name}";

    public V1PodSpec Spec => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata?.Labels ?? new Dictionary<string, string>();

    /// <summary>silo, store, collector or client.</summary>
    public string Component => Labels.TryGetValue("app.kubernetes.io/component", out string? component) ? component : "";

    public IEnumerable<V1ContainerPort> Ports => Spec.Containers.SelectMany(container => container.Ports ?? []);

    /// <summary>The container that runs `isac silo`, if there is one.</summary>
    public V1Container? Silo => Spec.Containers.FirstOrDefault(container => container.Args is ["silo", ..]);

    public static Workload? Of(object item) => item switch
    {
        V1Deployment d => new("Deployment", d.Metadata.Name, d.Spec.Selector, d.Spec.Template, []),
        V1StatefulSet s => new("StatefulSet", s.Metadata.Name, s.Spec.Selector, s.Spec.Template,
            [.. (s.Spec.VolumeClaimTemplates ?? []).Select(claim => claim.Metadata.Name)]),
        V1Job j => new("Job", j.Metadata.Name, j.Spec.Selector, j.Spec.Template, []),
        _ => null,
    };

    /// <summary>The number of a port given by number or by the name of a container's port; null if the pod has none such.</summary>
    public int? ResolvePort(string? port) =>
        Ports.FirstOrDefault(candidate => candidate.Name == port
            || candidate.ContainerPort.ToString(provider: null) == port)?.ContainerPort;
}

internal static class LabelSelection
{
    /// <summary>Whether a selector takes the labels; an empty one takes all, a missing one none.</summary>
    public static bool Matches(this V1LabelSelector? selector, IDictionary<string, string> labels)
    {
        if (selector is null) return false;
        return (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out string? value)
            && value == pair.Value)
            && (selector.MatchExpressions ?? []).All(requirement => Matches(requirement, labels));
    }

    public static bool IsEmpty(this V1LabelSelector selector) =>
        selector.MatchLabels is null or { Count: 0 } && selector.MatchExpressions is null or { Count: 0 };

    private static bool Matches(V1LabelSelectorRequirement requirement, IDictionary<string, string> labels)
    {
        bool exists = labels.TryGetValue(requirement.Key, out string? value);
        return requirement.OperatorProperty switch
        {
            "In" => exists && requirement.Values.Contains(value!),
            "NotIn" => !exists || !requirement.Values.Contains(value!),
            "Exists" => exists,
            "DoesNotExist" => !exists,
            _ => throw new InvalidOperationException($"'{requirement.OperatorProperty}' is no operator of a label selector."),
        };
    }
}
