using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Kubernetes;

public sealed class KustomizationTests
{
    private const string Core = "k8s/base/core/kustomization.yaml", Lab = "k8s/overlays/lab/kustomization.yaml",
        Cloud = "k8s/overlays/cloud/kustomization.yaml";

    /// <summary>Overlays and the client: what a user applies.</summary>
    public static TheoryData<string> Applied => ["k8s/overlays/lab", "k8s/overlays/cloud"];

    [Fact]
    public void The_kustomizations_name_what_exists() => Assert.Empty(Kustomization.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData(Core, "  - store.yaml\n", "  - stores.yaml\n", "k8s/base/core/stores.yaml does not exist")]
    [InlineData(Core, "  - store.yaml\n", "", "k8s/base/core/store.yaml: no kustomization names it")]
    [InlineData(Core, "=otel-collector.yaml", "=collector-configuration.yaml", "does not exist")]
    [InlineData(Lab, "../../base/core", "../base/core", "k8s/overlays/base/core does not exist")]
    [InlineData(Lab, "path: data.yaml", "path: disk.yaml", "k8s/overlays/lab/disk.yaml does not exist")]
    [InlineData(Lab, "patches:", "patchesStrategicMerge:", "unknown key patchesStrategicMerge")]
    [InlineData(Lab, "kind: Kustomization", "kind: Component", "is no Kustomization")]
    [InlineData(Cloud, "../../base\n", "../../base/core\n", "no Deployment isac-silo-gpu to patch")]
    [InlineData(Cloud, "name: isac-cuda\n", "name: isac-gpu\n", "no container has image isac-gpu")]
    [InlineData("k8s/overlays/lab/store.yaml", "name: garnet", "name: redis", "no StatefulSet isac-store to patch")]
    [InlineData("k8s/overlays/lab/data.yaml", "name: isac-data", "name: data", "no PersistentVolumeClaim data to patch")]
    public void A_broken_kustomization_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        Kustomization.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_manifest_that_nothing_names_is_reported() => Assert.Contains(
        "k8s/base/core/more.yaml: no kustomization names it",
            Kustomization.Problems(DeploymentFiles.Committed.WithFile("k8s/base/core/more.yaml", "a: b\n")));

    /// <summary>Merging is kustomize's affair: where kubectl is at hand, the rules hold for what it renders.</summary>
    [Theory]
    [MemberData(nameof(Applied))]
    public async Task What_kustomize_renders_holds_together(string folder)
    {
        if (await Kubectl.RenderAsync(folder) is not string rendered)
        {
            Assert.Skip("kubectl is not on the path.");
            return;
        }

        Cluster cluster = Cluster.ReadRendered(rendered, DeploymentFiles.Committed);
        Assert.NotEmpty(cluster.Workloads);
        Assert.Empty(ClusterRules.Problems(cluster));
        Assert.All(cluster.Objects
            .Where(item => item.Kind is not "Namespace"), item => Assert.Equal("isac", item.Metadata.NamespaceProperty));
    }
}
