using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Containers;

public sealed class DockerfileTests
{
    private const string Cpu = "deploy/Dockerfile", Cuda = "deploy/Dockerfile.cuda";

    [Fact]
    public void Both_files_are_right() => Assert.Empty(DockerfileRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData("global.json", "10.0.100", "10.0.200", "not by SDK 10.0.200")]
    [InlineData(Cpu, "SDK_VERSION=10.0.100", "SDK_VERSION=9.0.100", "not by SDK 10.0.100")]
    [InlineData(Cpu, "aspnet:10.0", "aspnet:latest", "has no fixed tag")]
    [InlineData(Cpu, "aspnet:10.0", "aspnet:9.0", "no runtime 10.0")]
    [InlineData(Cpu, "COPY build/ build/", "COPY tools/ tools/", "copies tools/, which does not exist")]
    [InlineData(Cpu, "COPY build/ build/", "COPY docs/ docs/", "copies docs/, which .dockerignore keeps out")]
    [InlineData(".dockerignore", "!src\n", "", "copies src/, which .dockerignore keeps out")]
    [InlineData(".dockerignore", "*\n", "\n", "lets everything in")]
    [InlineData(Cpu, "COPY --from=build", "COPY --from=publish", "stage publish, which does not exist")]
    [InlineData(Cpu, "-p:TorchFlavor=cpu ", "", "does not publish with TorchFlavor cpu")]
    [InlineData(Cuda, "cuda-linux", "cuda-windows", "does not publish with TorchFlavor cuda-linux")]
    [InlineData("src/IsacCluster.Training/IsacCluster.Training.csproj", "'cuda-linux'", "'cuda'", "knows no flavour cuda-linux")]
    [InlineData(Cuda, "FROM nvidia/cuda:", "FROM ubuntu:", "cuda-linux on ubuntu:")]
    [InlineData(Cpu, "USER $APP_UID", "USER root", "runs as user 'root'")]
    [InlineData(Cpu, "USER $APP_UID\n", "", "runs as user ''")]
    [InlineData(Cpu, "STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL", "does not stop by SIGTERM")]
    [InlineData(Cpu, "HEALTHCHECK", "# HEALTHCHECK", "no health check")]
    [InlineData(Cuda, "EXPOSE 11111", "EXPOSE 11110", "exposes '11110")]
    [InlineData(Cpu, "ENTRYPOINT [\"/app/isac\"]", "ENTRYPOINT /app/isac", "signals do not reach it")]
    [InlineData(Cpu, "\"--help\"", "\"--clusters\", \"a\"", "'--clusters' is no option")]
    [InlineData(Cpu, "ENV ASPNETCORE_HTTP_PORTS=", "ENV ISAC_HTTP_TOKEN=abc", "a secret in the image")]
    [InlineData(Cpu, "VOLUME /data", "VOLUMES /data", "unknown instruction VOLUMES")]
    public void A_broken_file_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        DockerfileRules.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));
}
