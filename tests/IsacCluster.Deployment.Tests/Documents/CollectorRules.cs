using System.Globalization;
using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Documents;

/// <summary>The collector's configuration: pipelines name what is defined, everything defined is used, and the ports are those of the
/// manifests.</summary>
internal static class CollectorRules
{
    public const string Path = "deploy/otel-collector.yaml", Copy = "k8s/base/core/otel-collector.yaml",
        Manifest = "k8s/base/core/collector.yaml";

    private static readonly string[] Kinds = ["receivers", "processors", "exporters"];

    public static IEnumerable<string> Problems(DeploymentFiles files)
    {
        YamlTree tree = YamlTree.Parse(files[Path]);
        if (files[Path] != files[Copy]) yield return $"{Copy} is not {Path}";
        foreach (string key in tree.Keys.Except([.. Kinds, "extensions", "service"])) yield return $"unknown key {key}";
        YamlTree pipelines = tree["service"]["pipelines"];
        foreach (string kind in Kinds)
        {
            HashSet<string> used = [.. pipelines.Keys.SelectMany(pipeline => pipelines[pipeline][kind].Texts)];
            foreach (string name in used.Except(tree[kind].Keys)) yield return $"{name} is not among the {kind}";
            foreach (string name in tree[kind].Keys.Except(used)) yield return $"{name} of the {kind} is not used";
        }

        foreach (string name in tree["service"]["extensions"].Texts.Except(tree["extensions"].Keys))
            yield return $"{name} is not among the extensions";
        foreach (string pipeline in new[] { "traces", "metrics" }.Except(pipelines.Keys)) yield return $"no pipeline of {pipeline}";
        foreach (YamlTree endpoint in new[]
                 {
                     tree["receivers"]["otlp"]["protocols"]["grpc"], tree["receivers"]["otlp"]["protocols"]["http"],
                         tree["exporters"]["prometheus"], tree["extensions"]["health_check"],
                 })
        {
            string port = endpoint["endpoint"].Text.Split(':')[^1];
            if (!int.TryParse(port, CultureInfo.InvariantCulture, out _)
                || !files[Manifest].Contains($"containerPort: {port}\n", StringComparison.Ordinal))
                yield return $"port '{port}' is not one of {Manifest}";
        }
    }
}
