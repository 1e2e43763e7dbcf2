namespace IsacCluster.Deployment.Tests.Silos;

public sealed class SiloArgumentsTests
{
    private static readonly string[] AllSecrets =
        ["ISAC_STORE_PASSWORD_FILE", "ISAC_CLUSTER_SECRET_FILE", "ISAC_HTTP_TOKEN_FILE", "ISAC_SUBMIT_TOKEN_FILE"];

    [Theory]
    [InlineData("silo --cluster a --store s:1 --bind 0.0.0.0 --advertise 192.0.2.1 --port 11111 --slots cpu=2,cuda=1 "
        + "--store-tls --allow-command none")]
    [InlineData("silo --cluster a --store s:1 --bind 0.0.0.0 --kubernetes --slots cpu=$(N) --allow-command /opt/x")]
    public void A_right_command_has_no_problem(string command) =>
        Assert.Empty(SiloArguments.Parse(command.Split(' ')).Problems(AllSecrets));

    [Theory]
    [InlineData("silo --cluster a --store s:1 --ports 1", "'--ports' is no option")]
    [InlineData("submit --cluster a --store s:1", "not silo")]
    [InlineData("silo --cluster a --store s:1 --name", "--name has no value")]
    [InlineData("silo --cluster a --store s:1 --name --kubernetes", "--name has no value")]
    [InlineData("silo --cluster a --store s:1 --cluster b", "--cluster twice")]
    [InlineData("silo --store s:1", "--cluster is missing")]
    [InlineData("silo --cluster a --store s:1 --port 70000", "is no port")]
    [InlineData("silo --cluster a --store s:1 --grace soon", "no number of seconds")]
    [InlineData("silo --cluster a --store s:1 --slots 4", "no list of slots")]
    [InlineData("silo --cluster a --store s:1 --bind 0.0.0.0", "without --advertise")]
    [InlineData("silo --cluster a --store s:1", "--allow-command is missing")]
    [InlineData("silo --cluster a --store s:1 --otlp http://c:4318", "--trace-ratio is missing")]
    public void What_the_command_would_refuse_is_reported(string command, string problem) =>
        Assert.Contains(SiloArguments.Parse(command.Split(' ')).Problems(AllSecrets),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "without ISAC_CLUSTER_SECRET_FILE")]
    [InlineData("ISAC_CLUSTER_SECRET_FILE ISAC_STORE_PASSWORD_FILE", "without ISAC_HTTP_TOKEN_FILE")]
    [InlineData("ISAC_HTTP_TOKEN", "use ISAC_HTTP_TOKEN_FILE")]
    public void Secrets_are_there_and_in_files(string environment, string problem) => Assert.Contains(
        SiloArguments.Parse("silo --cluster a --store s:1 --bind 192.0.2.1".Split(' ')).Problems(environment.Split(' ')),
        found => found.Contains(problem, StringComparison.Ordinal));
}
