namespace IsacCluster.Architecture.Tests;

/// <summary>The scripts of .ci: what they count and what they refuse.</summary>
public sealed class IntegrationScriptTests
{
    [Theory]
    [InlineData("Test run summary: Failed!\n  total: 9\n  failed: 1\n  succeeded: 7\n  skipped: 1\n  duration: 2s", "7 1")]
    [InlineData("Test run summary: Failed!\n  error: 2\n  total: 9\n  failed: 1\n  succeeded: 8\n  skipped: 0", "8 3")]
    [InlineData(
        "Passed!  - Failed:  0, Passed:  41, Skipped:  2, Total:  43\nFailed!  - Failed:  1, Passed:  4, Skipped:  0, Total:  5", "45 1")]
    [InlineData(
        "  A  Total: 41, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0\n"
            + "  B  Total: 4, Errors: 1, Failed: 0, Skipped: 0, Not Run: 0", "41 2")]
    [InlineData("error CS1002: ; expected", "0 0")]
    public async Task Tests_are_counted_however_the_runner_sums_up(string output, string counts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts of .ci are for a Unix shell.");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["log"], output + "\n");
        ProgramRun? run = await ProgramRun.EndAsync(Repository.Root, "bash", "-c", ".ci/test-counts < \"$0\"", folder["log"]);
        Assert.Equal(counts + "\n", run!.Output);
    }
}
