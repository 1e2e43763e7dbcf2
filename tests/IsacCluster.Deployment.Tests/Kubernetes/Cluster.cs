using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;
using k8s;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The objects that one `kubectl apply` would make, and the names of those that it finds there.</summary>
internal sealed partial class Cluster
{
    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects;

    private Cluster(IEnumerable<object> objects, IEnumerable<string> configMaps, IReadOnlyDictionary<string, IReadOnlySet<string>> secrets)
    {
        _objects = [.. objects.Cast<IKubernetesObject<V1ObjectMeta>>()];
        ConfigMaps = configMaps.Concat(All<V1ConfigMap>().Select(map => map.Metadata.Name)).ToHashSet(StringComparer.Ordinal);
        Secrets = secrets;
        Workloads = [.. _objects.Select(Workload.Of).OfType<Workload>()];
    }

    public IEnumerable<IKubernetesObject<V1ObjectMeta>> Objects => _objects;

    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Names of the ConfigMaps that are made, generated, or that the guide tells to make.</summary>
    public IReadOnlySet<string> ConfigMaps { get; }

    /// <summary>Secrets and their keys, as the guide tells to make them.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Secrets { get; }

    public IEnumerable<T> All<T>() where T : IKubernetesObject<V1ObjectMeta> => _objects.OfType<T>();

    /// <summary>Both pools with the client, before any overlay.</summary>
    public static Cluster ReadBase(DeploymentFiles files)
    {
        IEnumerable<string> paths = files.Under("k8s/base").Concat(files.Under("k8s/client")).Where(Manifest.IsOne);
        IEnumerable<string> generated = files.Under("k8s").Where(path => Path.GetFileName(path) == "kustomization.yaml")
            .SelectMany(path => YamlTree.Parse(files[path])["configMapGenerator"].Items).Select(map => map["name"].Text);
        return new Cluster(
            paths.SelectMany(path => Manifest.Read(files[path])), generated.Concat(GuideConfigMaps(files)), GuideSecrets(files));
    }

    /// <summary>What kustomize printed.</summary>
    public static Cluster ReadRendered(string yaml, DeploymentFiles files) =>
        new(Manifest.Read(yaml), GuideConfigMaps(files), GuideSecrets(files));

    private static IEnumerable<string> GuideConfigMaps(DeploymentFiles files) =>
        CreateConfigMap().Matches(files["k8s/README.md"]).Select(match => match.Groups[1].Value);

    private static Dictionary<string, IReadOnlySet<string>> GuideSecrets(DeploymentFiles files) =>
        CreateSecret().Matches(files["k8s/README.md"]).ToDictionary(
        match => match.Groups[1].Value,
        IReadOnlySet<string> (match) => match.Groups[2].Captures.Select(capture => capture.Value).ToHashSet(StringComparer.Ordinal));

    [GeneratedRegex(@"create secret generic (\S+)(?:\s+\\\s+--from-file=([\w-]+)=\S+)+")]
    private static partial Regex CreateSecret();

    [GeneratedRegex(@"create configmap (\S+) --from-file=")]
    private static partial Regex CreateConfigMap();
}
