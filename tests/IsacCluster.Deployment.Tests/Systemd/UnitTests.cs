using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Systemd;

public sealed class UnitTests
{
    private const string Silo = UnitRules.SiloPath, Garnet = UnitRules.GarnetPath, Example = "deploy/systemd/silo.env.example";

    [Fact]
    public void The_units_are_right() => Assert.Empty(UnitRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData(Silo, "[Install]\nWantedBy=multi-user.target\n", "", "no WantedBy")]
    [InlineData(Silo, "[Service]", "[Services]", "sections Unit, Services, Install")]
    [InlineData(Silo, "Type=notify", "Type=simple", "would not wait")]
    [InlineData(Silo, "User=isac", "User=root", "runs as root")]
    [InlineData(Silo, "KillSignal=SIGTERM", "KillSignal=SIGINT", "does not stop by SIGTERM")]
    [InlineData(Silo, "TimeoutStopSec=60", "TimeoutStopSec=20", "is not below TimeoutStopSec")]
    [InlineData(Silo, "ProtectSystem=strict", "ProtectSystem=no", "no ProtectSystem=strict")]
    [InlineData(Garnet, "NoNewPrivileges=yes", "NoNewPrivileges=no", "no NoNewPrivileges=yes")]
    [InlineData(Silo, "LockPersonality=yes", "MemoryDenyWriteExecute=yes", "compiler cannot run")]
    [InlineData(Silo, "--gateway-port", "--gateway", "'--gateway' is no option")]
    [InlineData(Silo, "/opt/isac/isac silo", "/opt/isac/isac silos", "the verb is not silo")]
    [InlineData(Silo, "Environment=ISAC_HTTP_TOKEN_FILE", "Environment=ISAC_TOKEN_FILE", "without ISAC_HTTP_TOKEN_FILE")]
    [InlineData(Silo, "%d/http-token", "%d/token", "names no credential")]
    [InlineData(Silo, "/etc/isac/secrets/http-token", "/etc/http-token", "credential http-token:/etc/http-token")]
    [InlineData(Silo, "EnvironmentFile=/etc/isac/silo.env", "EnvironmentFile=/etc/silo.env", "does not read /etc/isac/silo.env")]
    [InlineData(Example, "SILO_SLOTS=", "SILO_SLOT=", "does not set SILO_SLOTS")]
    [InlineData(Example, "SILO_FLAGS=", "SILO_FLAGS=\nSILO_MORE=1", "SILO_MORE of")]
    [InlineData(Garnet, "--aof-commit-wait ", "", "Garnet without --aof-commit-wait")]
    [InlineData(Garnet, "--auth Password", "--auth Password --password abc", "--password shows")]
    [InlineData(Garnet, "umask 077", "umask 022", "others may read")]
    [InlineData(Garnet, "StateDirectory=garnet", "StateDirectory=store", "not in the state directory")]
    public void A_broken_unit_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        UnitRules.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_line_that_is_none_is_refused() => Assert.Throws<FormatException>(
        () => UnitRules.Problems(DeploymentFiles.Committed.With(Silo, "RestartSec=2", "RestartSec 2")).ToList());
}
