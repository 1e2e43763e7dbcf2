using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>What isac says of its own use: help, suggestions, completion, and one line for each mistake.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class UsageTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("run x --slots two", "--slots: 'two' is not allowed; expected a whole number from 1 to 4096.")]
    [InlineData("run x --silos 1.5", "--silos: '1.5' is not allowed; expected a whole number from 1 to 64.")]
    [InlineData("extend x --samples many", "--samples: 'many' is not allowed; expected a whole number from 1 to 1000000000.")]
    [InlineData("extend x --trials -3", "--trials: '-3' is not allowed; expected a whole number from 1 to 1000000.")]
    [InlineData("submit x --priority high", "--priority: 'high' is not allowed; expected a whole number from 1 to 100.")]
    [InlineData("submit x --max-slots 0", "--max-slots: '0' is not allowed; expected a whole number from 1 to 1000000.")]
    [InlineData("submit x --task-timeout NaN", "--task-timeout: 'NaN' is not allowed; expected a number from 0.001 to 1000000.")]
    [InlineData("silo --keep 30", "--keep: '30' is not allowed; expected seconds, minutes, hours or days from 1s to 36500d")]
    [InlineData("silo --keep 0d", "--keep: '0d' is not allowed; expected seconds")]
    [InlineData("silo --keep 36501d", "--keep: '36501d' is not allowed; expected seconds")]
    [InlineData("silo --keep-jobs 0", "--keep-jobs: '0' is not allowed; expected a whole number from 1 to 1000000.")]
    [InlineData("chaos x --kills -1", "--kills: '-1' is not allowed; expected a whole number from 0 to 10000.")]
    [InlineData("chaos x --seed -1", "--seed: '-1' is not allowed; expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("chaos x --slots two", "--slots: slots 'two' are not allowed")]
    [InlineData(
        "chaos x --targets moon",
        "--targets: 'moon' is not allowed; "
            + "expected silo, coordinator, half, store, pause, store-empty, store-truncate, clock, memory, network.")]
    [InlineData("solve x --repeat often", "--repeat: 'often' is not allowed; expected a whole number from 1 to 1000000.")]
    [InlineData("replay x --sample -1", "--sample: '-1' is not allowed; expected a whole number from 0 to")]
    [InlineData("silo --grace -1", "--grace: '-1' is not allowed; expected a number from 0 to 3600.")]
    [InlineData("silo --port 65536", "--port: '65536' is not allowed; expected a whole number from 1 to 65535.")]
    [InlineData("silo --slots cpu=x", "--slots: slots 'cpu=x' are not allowed")]
    [InlineData("run x --out --jsn", "--out: '--jsn' is not allowed; it looks like an option")]
    [InlineData("plna", "'plna' is no verb. Did you mean 'plan'? See 'isac help'.")]
    [InlineData("help staus", "'staus' is no verb. Did you mean 'status'?")]
    [InlineData("entirely", "'entirely' is no verb. See 'isac help'.")]
    [InlineData("run x --slot 2", "'--slot' is no option of isac run. Did you mean '--slots'? '2' is not expected here. See")]
    [InlineData("--jsn", "'--jsn' is no option of isac.")]
    [InlineData("run @args", "@args: the file does not exist.")]
    public async Task A_mistake_is_one_line_that_says_what_is_right(string line, string said)
    {
        ArgumentNullException.ThrowIfNull(line);
        IsacOutcome outcome = await InProcess.CheckAsync(line.Split(' '));
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"isac: {said}", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Isac_alone_shows_its_verbs(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        IsacOutcome outcome = await InProcess.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        string[] verbs = ["run", "plan", "jobs", "study", "delete"];
        Assert.All(verbs, verb => Assert.Contains($"\n  {verb} ", outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_explains_a_verb()
    {
        IsacOutcome outcome = await InProcess.RunAsync("help", "extend");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("--trials", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[suggest:8]", "isac pla", "plan")]
    [InlineData("[suggest:10]", "isac run -", "--slots")]
    [InlineData("[suggest:23]", "isac chaos x --targets ", "pause")]
    [InlineData("[suggest:12]", "isac help st", "status")]
    public async Task The_shell_is_told_what_may_follow(string directive, string line, string suggestion)
    {
        IsacOutcome outcome = await InProcess.RunAsync(directive, line);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(suggestion, outcome.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("--out", "taken", "it is a file, expected a folder")]
    [InlineData("--out", "taken/inside", "is a file, expected a folder")]
    [InlineData("--data", "taken", "it is a file, expected a folder")]
    [InlineData("--trace", "folder/", "it is a folder, expected a file")]
    [InlineData("--trace", "folder", "it is a folder, expected a file")]
    public async Task A_path_that_cannot_be_written_is_found_before_anything_is_made(string option, string path, string said)
    {
        string spec = _workspace.WriteCampaign("paths", 3);
        _workspace.Write("taken", "mine");
        Directory.CreateDirectory(Path.Combine(_workspace.Folder, "folder"));
        string[] places = option == "--out" ? [] : ["--out", Path.Combine(_workspace.Folder, "out")];
        IsacOutcome outcome = await InProcess.RunAsync(["run", spec, option, Path.Combine(_workspace.Folder, path), .. places]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(said, Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(
            ["folder", "paths.yaml", "taken"],
            Directory.GetFileSystemEntries(_workspace.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_interrupted_verb_says_what_is_true_of_it()
    {
        string spec = _workspace.WriteCampaign("left", 3);
        IsacOutcome watch = await InProcess.CheckAsync("watch", "left-000000000000");
        Assert.Equal(
            (130, "isac: the watch has ended; the job goes on in the cluster, and 'isac watch' follows it again.\n"),
            (watch.ExitCode, watch.Error));
        IsacOutcome plan = await InProcess.CheckAsync("plan", spec, "--data", Path.Combine(_workspace.Folder, "data"));
        Assert.Equal((130, "isac: interrupted; nothing was changed.\n"), (plan.ExitCode, plan.Error));
        IsacOutcome run = await InProcess.CheckAsync("run", spec, "--data", Path.Combine(_workspace.Folder, "data"));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("the same command continues", run.Error, StringComparison.Ordinal);
    }
}
