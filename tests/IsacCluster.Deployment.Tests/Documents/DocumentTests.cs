using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Documents;

public sealed class DocumentTests
{
    private const string Deploy = "deploy/README.md", Kubernetes = "k8s/README.md";

    [Fact]
    public void The_guides_lead_somewhere() => Assert.Empty(GuideRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData(Deploy, "(compose.yaml)", "(docker-compose.yaml)", "link docker-compose.yaml leads nowhere")]
    [InlineData(Deploy, "(../k8s/README.md)", "(../k8s/GUIDE.md)", "link ../k8s/GUIDE.md leads nowhere")]
    [InlineData(Deploy, "(#containers)", "(#docker)", "link #docker has no such heading")]
    [InlineData(Kubernetes, "#backup-and-restore-of-the-store", "#backup", "has no such heading")]
    [InlineData(Deploy, "deploy/systemd/garnet.service /etc", "deploy/garnet.service /etc", "deploy/garnet.service does not exist")]
    [InlineData(Kubernetes, "apply -k k8s/overlays/lab", "apply -k k8s/overlays/local", "k8s/overlays/local does not exist")]
    public void A_broken_guide_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        GuideRules.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void No_file_holds_a_secret() => Assert.Empty(SecretScan.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData("token: 3f9a1c07be5d2486a0c4e7f19b3d5826", "looks random")]
    [InlineData("password: dGhpcyBpcyBub3QgYSByZWFsIHBhc3N3b3Jk1", "looks random")]
    [InlineData("ISAC_HTTP_TOKEN: abc", "a literal is assigned")]
    [InlineData("printf 'requirepass secret'", "a literal is assigned")]
    [InlineData("--auth Password --password secret", "a literal is assigned")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", "looks like a key")]
    [InlineData("aws: AKIAABCDEFGHIJKLMNOP", "looks like a key")]
    public void A_secret_is_reported(string line, string problem) => Assert.Contains(
        SecretScan.Problems(DeploymentFiles.Committed.WithFile("k8s/base/core/more.yaml", line)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Secrets_of_a_user_stay_out_of_git_and_of_images()
    {
        Assert.Contains("secrets/", DeploymentFiles.Committed["deploy/.gitignore"].Split('\n'));
        Assert.DoesNotContain(DeploymentFiles.Committed[".dockerignore"].Split('\n'),
            line => line.StartsWith("!deploy/secrets", StringComparison.Ordinal) || line == "!deploy");
    }
}
