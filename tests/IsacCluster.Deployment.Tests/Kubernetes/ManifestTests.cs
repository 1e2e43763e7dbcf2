using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Kubernetes;

public sealed class ManifestTests
{
    private const string Silo = "k8s/base/core/silo-cpu.yaml";

    [Fact]
    public void Every_manifest_is_of_the_API() => Assert.Empty(Manifest.Problems(DeploymentFiles.Committed));

    [Fact]
    public void There_are_manifests() => Assert.True(DeploymentFiles.Committed.Under("k8s").Count(Manifest.IsOne) > 10);

    [Theory]
    [InlineData("maxSurge:", "maximumSurge:", "maximumSurge")]
    [InlineData("kind: Deployment", "kind: Deploy", "apps/v1/Deploy")]
    [InlineData("apiVersion: apps/v1", "apiVersion: apps/v1beta1", "apps/v1beta1/Deployment")]
    [InlineData("replicas: 3", "replicas: three", "")]
    [InlineData("replicas: 3", "replicas: 3\n  replicas: 4", "uplicate")]
    [InlineData("readinessProbe:", "readynessProbe:", "readynessProbe")]
    public void What_the_API_would_refuse_is_reported(string old, string replacement, string problem) => Assert.Contains(
        Manifest.Problems(DeploymentFiles.Committed.With(Silo, old, replacement)),
        found => found.StartsWith(Silo, StringComparison.Ordinal) && found.Contains(problem, StringComparison.Ordinal));
}
