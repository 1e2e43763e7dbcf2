using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Documents;

public sealed class CollectorTests
{
    [Fact]
    public void The_configuration_is_right() => Assert.Empty(CollectorRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData(CollectorRules.Copy, "0.0.0.0:8889", "0.0.0.0:8890", "is not deploy/otel-collector.yaml")]
    [InlineData(CollectorRules.Path, "exporters: [prometheus]", "exporters: [prometheus, otlp]", "otlp is not among the exporters")]
    [InlineData(CollectorRules.Path, "exporters: [debug]", "exporters: [prometheus]", "debug of the exporters is not used")]
    [InlineData(CollectorRules.Path, "extensions: [health_check]", "extensions: [zpages]", "zpages is not among the extensions")]
    [InlineData(CollectorRules.Path, "    metrics:", "    logs:", "no pipeline of metrics")]
    [InlineData(CollectorRules.Path, "processors:\n  memory", "processor:\n  memory", "unknown key processor")]
    [InlineData(CollectorRules.Manifest, "containerPort: 4318", "containerPort: 4319", "port '4318' is not one of")]
    public void A_broken_configuration_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        CollectorRules.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));
}
