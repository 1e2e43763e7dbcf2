using IsacCluster.Deployment.Tests.Files;
using k8s;
using YamlDotNet.Core;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>Files of Kubernetes objects, read with the types of its API.</summary>
internal static class Manifest
{
    /// <summary>Whether a file holds objects, not a kustomization or what one embeds.</summary>
    public static bool IsOne(string path) =>
        path.EndsWith(".yaml", StringComparison.Ordinal) && Path.GetFileName(path) is not ("kustomization.yaml" or "otel-collector.yaml");

    public static IReadOnlyList<object> Read(string yaml) => KubernetesYaml.LoadAllFromString(yaml, null, strict: true);

    /// <summary>Files that the API would refuse: unknown kinds and fields, wrong types, keys given twice.</summary>
    public static IEnumerable<string> Problems(DeploymentFiles files)
    {
        foreach (string path in files.Under("k8s").Where(IsOne))
        {
            string? problem = null;
            try
            {
                if (Read(files[path]).Count == 0) problem = "holds nothing";
            }
            catch (YamlException exception)
            {
                problem = $"{exception.Message} {exception.InnerException?.Message}";
            }
            catch (KeyNotFoundException exception)
            {
                problem = exception.Message;
            }

            if (problem is not null) yield return $"{path}: {problem}";
        }
    }
}
