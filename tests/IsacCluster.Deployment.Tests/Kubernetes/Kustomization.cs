using IsacCluster.Deployment.Tests.Files;
using k8s;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>Rules of kustomization files: what they name exists, patches have a target, and no manifest is left out.</summary>
internal sealed class Kustomization(DeploymentFiles files, string folder)
{
    private const string FileName = "kustomization.yaml";

    private static readonly string[] Keys = ["apiVersion", "kind", "namespace", "resources", "patches", "images", "configMapGenerator"];

    private readonly YamlTree _tree = YamlTree.Parse(files[$"{folder}/{FileName}"]);

    public static IEnumerable<string> Problems(DeploymentFiles files)
    {
        List<string> folders = [.. files.Under("k8s").Where(path => path.EndsWith("/" + FileName, StringComparison.Ordinal))
            .Select(path => path[..^(FileName.Length + 1)])];
        List<Kustomization> all = [.. folders.Select(folder => new Kustomization(files, folder))];
        foreach (Kustomization kustomization in all)
        {
            foreach (string problem in kustomization.Problems()) yield return problem;
        }

        HashSet<string> named = [.. all.SelectMany(kustomization => kustomization.NamedFiles)];
        foreach (string path in files.Under("k8s")
            .Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) && Path.GetFileName(path) != FileName))
        {
            if (!named.Contains(path)) yield return $"{path}: no kustomization names it";
        }
    }

    private IEnumerable<string> Resources => _tree["resources"].Texts.Select(Resolve);

    private IEnumerable<string> Patches => _tree["patches"].Items.Select(patch => Resolve(patch["path"].Text));

    private IEnumerable<string> Generated =>
        _tree["configMapGenerator"].Items.SelectMany(map => map["files"].Texts).Select(file => Resolve(file.Split('=')[^1]));

    private IEnumerable<string> NamedFiles => [.. Resources, .. Patches, .. Generated];

    private IEnumerable<string> Problems()
    {
        string where = $"{folder}/{FileName}";
        if (_tree["kind"].Text != "Kustomization" || _tree["apiVersion"].Text != "kustomize.config.k8s.io/v1beta1")
            yield return $"{where}: is no Kustomization";
        foreach (string key in _tree.Keys.Except(Keys)) yield return $"{where}: unknown key {key}";
        if (_tree["resources"].Items.Count == 0) yield return $"{where}: no resources";
        List<string> missing = [.. NamedFiles
            .Where(path => !files.Texts.ContainsKey(path) && !files.Texts.ContainsKey($"{path}/{FileName}"))];
        foreach (string path in missing) yield return $"{where}: {path} does not exist";
        if (missing.Count > 0) yield break;
        List<IKubernetesObject<V1ObjectMeta>> objects = [.. Objects()];
        foreach (string patch in Patches)
        {
            foreach (IKubernetesObject<V1ObjectMeta> item in Manifest.Read(files[patch]).Cast<IKubernetesObject<V1ObjectMeta>>())
            {
                if (!objects.Any(target => IsTarget(target, item))) yield return $"{patch}: no {item.Kind} {item.Metadata.Name} to patch";
            }
        }

        HashSet<string> images = [.. objects.Select(Workload.Of).OfType<Workload>().SelectMany(workload => workload.Spec.Containers)
            .Select(container => container.Image.Split(':')[0])];
        foreach (string image in _tree["images"].Items.Select(image => image["name"].Text).Where(image => !images.Contains(image)))
            yield return $"{where}: no container has image {image}";
    }

    private static bool IsTarget(IKubernetesObject<V1ObjectMeta> target, IKubernetesObject<V1ObjectMeta> patch) =>
        target.ApiVersion == patch.ApiVersion && target.Kind == patch.Kind && target.Metadata.Name == patch.Metadata.Name
        && ContainerNames(patch).All(name => ContainerNames(target).Contains(name));

    /// <summary>A patch of a container that the target lacks would add one.</summary>
    private static IEnumerable<string> ContainerNames(object item) =>
        Workload.Of(item)?.Spec.Containers.Select(container => container.Name) ?? [];

    private IEnumerable<IKubernetesObject<V1ObjectMeta>> Objects() => Resources.SelectMany(path => files.Texts.ContainsKey(path)
        ? Manifest.Read(files[path]).Cast<IKubernetesObject<V1ObjectMeta>>()
        : new Kustomization(files, path).Objects());

    private string Resolve(string relative)
    {
        List<string> parts = [.. folder.Split('/')];
        foreach (string part in relative.Split('/'))
        {
            if (part == "..") parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
