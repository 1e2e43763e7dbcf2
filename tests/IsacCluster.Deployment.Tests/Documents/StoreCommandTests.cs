using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Silos;

namespace IsacCluster.Deployment.Tests.Documents;

/// <summary>The stores that README.md starts keep what they are given.</summary>
public sealed partial class StoreCommandTests
{
    private static readonly string ReadMe =
        File.ReadAllText(Path.Combine(DeploymentFiles.Root, "README.md")).ReplaceLineEndings("\n")
            .Replace("\\\n", " ", StringComparison.Ordinal);

    [Fact]
    public void Garnet_never_drops_anything() =>
        Assert.Empty(GarnetArguments.Problems(Assert.Single(Commands(Garnet())), loopback: true));

    [Fact]
    public void Redis_never_drops_anything() => Assert.Empty(RedisArguments.Problems(Assert.Single(Commands(Redis()))));

    [Theory]
    [InlineData("--storage-tier ", "", "Garnet without --storage-tier")]
    [InlineData("--logdir garnet-data", "--logdir log", "--logdir is not --checkpointdir")]
    [InlineData("--checkpoint-freq 300", "--checkpoint-freq 0", "never cuts")]
    [InlineData("--compaction-type Lookup", "--compaction-type Shift", "Garnet without --compaction-type Lookup")]
    [InlineData("--memory 1g", "--memory 1g --aof-segment-size 64m", "'--aof-segment-size' is not used")]
    [InlineData("127.0.0.1", "0.0.0.0", "Garnet without --bind 127.0.0.1")]
    public void A_command_that_loses_something_is_reported(string old, string replacement, string problem)
    {
        string command = Assert.Single(Commands(Garnet()));
        Assert.Contains(old, command, StringComparison.Ordinal);
        Assert.Contains(
            GarnetArguments.Problems(command.Replace(old, replacement, StringComparison.Ordinal), loopback: true),
            found => found.Contains(problem, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Commands(Regex command) =>
        command.Matches(ReadMe).Select(match => string.Join(' ', match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [GeneratedRegex(@"dotnet garnet-server (--.*)")]
    private static partial Regex Garnet();

    [GeneratedRegex(@"`redis-server (--[^`]*)`")]
    private static partial Regex Redis();
}
