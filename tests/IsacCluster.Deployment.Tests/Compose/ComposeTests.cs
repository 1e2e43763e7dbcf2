using IsacCluster.Deployment.Tests.Files;
using YamlDotNet.Core;

namespace IsacCluster.Deployment.Tests.Compose;

public sealed class ComposeTests
{
    [Fact]
    public void The_file_is_right() => Assert.Empty(ComposeRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData("volumes:\n  data: {}", "volume:\n  data: {}", "unknown key volume")]
    [InlineData("stop_grace_period: 45s", "stop_grace: 45s", "silo-1: unknown key stop_grace")]
    [InlineData("image: isac:0.1.0", "image: isac", "has no fixed tag")]
    [InlineData("image: isac:0.1.0", "# no", "no image")]
    [InlineData("  http-token: {file", "  token: {file", "secret http-token is not declared")]
    [InlineData("  http-token: {file: ./secrets/http-token}", "  http-token: {environment: TOKEN}", "is not a file of ./secrets")]
    [InlineData("networks: [cluster]", "networks: [net]", "network net is not declared")]
    [InlineData("  store-redis: {}", "  redis: {}", "volume store-redis is not declared")]
    [InlineData("    otel-collector: {condition", "    collector: {condition", "depends on collector, which is no service")]
    [InlineData("./otel-collector.yaml:", "./collector.yaml:", "./collector.yaml does not exist")]
    [InlineData("dockerfile: deploy/Dockerfile", "dockerfile: deploy/Containerfile", "no deploy/Containerfile")]
    [InlineData("127.0.0.1:8082:8080", "8082:8080", "silo-2: port 8082:8080 is open")]
    [InlineData(
        "ISAC_HTTP_TOKEN_FILE: /run/secrets/http-token", "ISAC_HTTP_TOKEN_FILE: /run/secrets/token", "which is no secret of the service")]
    [InlineData(
        "ISAC_CLUSTER_SECRET_FILE: /run/secrets/cluster-secret", "A: b", "silo-1: bound to 0.0.0.0 without ISAC_CLUSTER_SECRET_FILE")]
    [InlineData("ISAC_HTTP_TOKEN_FILE: /run/secrets/http-token", "ISAC_HTTP_TOKEN: abc", "use ISAC_HTTP_TOKEN_FILE")]
    [InlineData("cap_drop: [ALL]", "cap_drop: [CHOWN]", "keeps capabilities")]
    [InlineData("read_only: true", "read_only: false", "is writable")]
    [InlineData("\"no-new-privileges:true\"", "\"no-new-privileges:false\"", "may gain privileges")]
    [InlineData("--gateway-port", "--gatewayport", "'--gatewayport' is no option")]
    [InlineData("--name, silo-3", "--name, silo-2", "silo-3: --name silo-2 is not silo-3")]
    [InlineData("--advertise, 172.30.11.13", "--advertise, 172.30.11.12", "silo-2, silo-3 advertise one address")]
    [InlineData("ipv4_address: 172.30.11.13", "ipv4_address: 172.30.11.14", "silo-3: --advertise 172.30.11.13 is not its address")]
    [InlineData("--store, \"store:6379\", --name, silo-1", "--store, \"redis:6379\", --name, silo-1", "silo-1: no store redis:6379")]
    [InlineData("--data, /data", "--data, /files", "--data /files is no volume")]
    [InlineData("--http, \"8080\"", "--http, \"8090\"", "--http 8090 is not published")]
    [InlineData("http://otel-collector:4318", "http://collector:4318", "no collector")]
    [InlineData("stop_grace_period: 45s", "stop_grace_period: 20s", "--grace 30 is not below")]
    [InlineData("profiles: [redis]", "profiles: []", "both stores would start")]
    [InlineData("aliases: [store]", "aliases: [redis]", "is not named store")]
    [InlineData("[\"store-garnet:/data\"]", "[]", "store-garnet: keeps nothing")]
    [InlineData("requirepass", "pass", "asks for no password")]
    [InlineData("--aof-commit-wait, ", "", "Garnet without --aof-commit-wait")]
    [InlineData("--storage-tier, ", "", "Garnet without --storage-tier")]
    [InlineData("--maxmemory-policy, noeviction", "--maxmemory-policy, allkeys-lru", "Redis without --maxmemory-policy noeviction")]
    [InlineData("--auto-aof-rewrite-percentage, \"100\"", "--auto-aof-rewrite-percentage, \"0\"", "never compacted")]
    [InlineData("--auth, Password", "--auth, Password, --password, x", "--password shows")]
    [InlineData("--memory, 1g", "--memorysize, 1g", "'--memorysize' is not used")]
    [InlineData(
        "command: [silo, --cluster, isac, --store, \"store:6379\", --name, silo-3",
        "command: [node, --cluster, isac, --store, \"store:6379\", --name, silo-3",
        "fewer than three silos")]
    public void A_broken_file_is_reported(string old, string replacement, string problem) => Assert.Contains(
        ComposeRules.Problems(DeploymentFiles.Committed.With(ComposeRules.Path, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_key_given_twice_is_refused() => Assert.ThrowsAny<YamlException>(
        () => ComposeRules.Problems(
            DeploymentFiles.Committed.With(ComposeRules.Path, "name: isac\n", "name: isac\nname: other\n")).ToList());
}
