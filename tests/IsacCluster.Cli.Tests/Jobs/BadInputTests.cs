using IsacCluster.Cli.Tests.Running;


namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Bad input ends with one clear line on stderr and the promised exit code, and leaves nothing behind.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class BadInputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>Lines that replace or follow those of a good campaign, and what the message must name.</summary>
    public static TheoryData<string, string[]> BadSpecifications => new()
    {
        { "sample: 3", ["spec.yaml:", "sample", "samples"] },
        { "samples: many", ["spec.yaml:5:", "samples", "'many'", "whole number"] },
        { "samples: 0", ["samples", "'0'", "1"] },
        { "seed: -1", ["seed", "'-1'"] },
        { "shard_size: 2.5", ["shard_size", "'2.5'"] },
        { "name: ../x", ["name", "'../x'"] },
        { "kind: campain", ["kind", "'campain'", "campaign"] },
        { "kind: study", ["algorithms", "unknown field", "sampler"] },
        { "algorithms: []", ["algorithms"] },
        { "algorithms: [sdr, magic]", ["algorithms", "'magic'", "zf-pinv"] },
        { "algorithms: [sdr, sdr]", ["algorithms", "'sdr'"] },
        { "scenario: {noise: .nan}", ["scenario.noise", "'.nan'"] },
        { "scenario: {noise: -1e-10}", ["scenario.noise", "'-1e-10'", "> 0"] },
        { "scenario: {power: 0}", ["scenario.power", "'0'"] },
        { "scenario: {power: .inf}", ["scenario.power", "'.inf'"] },
        { "scenario: {targets_deg: [0, 120]}", ["scenario.targets_deg[1]", "'120'", "90"] },
        { "scenario: {users: 11}", ["users", "11", "antennas"] },
        { "scenario: {antennas: 1}", ["scenario.antennas", "'1'"] },
        { "scenario: {antenas: 8}", ["antenas", "antennas"] },
        { "scenario: {grid_points: 0}", ["scenario.grid_points", "'0'"] },
        { "scenario: {beamwidth_deg: 200}", ["scenario.beamwidth_deg", "'200'"] },
        { "scenario: {channel: rayleih}", ["scenario.channel", "'rayleih'", "rayleigh"] },
        { "scenario: {targets: {count: 9, uniform_deg: [-10, 10], min_separation_deg: 10}}", ["targets"] },
        { "scenario: [1, 2]", ["scenario"] },
        { "sweep: {}", ["sweep"] },
        { "sweep: {sinr_db: []}", ["sweep.sinr_db"] },
        { "sweep: {users: [1, 12]}", ["users", "12"] },
        { "sweep: {speed: [1]}", ["sweep", "speed"] },
        { "stop: {relative_half_width: 2}", ["stop.relative_half_width", "'2'"] },
        { "stop: {relative_half_width: 0.01, min_samples: 50}", ["stop.min_samples", "'50'"] },
        { "samples: [1", ["spec.yaml:"] },
        { "samples: 3\nsamples: 4", ["samples"] },
    };

    [Theory]
    [MemberData(nameof(BadSpecifications))]
    public async Task A_bad_specification_is_one_line_and_exit_code_2(string change, string[] named)
    {
        string field = change.Split(':')[0];
        string[] good = ["kind: campaign", "name: bad", "algorithms: [sdr]", "seed: 1", "samples: 3"];
        IEnumerable<string> bad = good.Select(line => line.StartsWith($"{field}:", StringComparison.Ordinal) ? change : line)
            .Concat(good.Any(line => line.StartsWith($"{field}:", StringComparison.Ordinal)) ? [] : [change]);
        _workspace.Write("spec.yaml", string.Join('\n', bad) + "\n");
        string Placed(string entry) => Path.Combine(_workspace.Folder, entry);
        Refused(
            2, named, await InProcess.RunAsync("run", Placed("spec.yaml"), "--data", Placed("data"), "--out", Placed("out")));
        Assert.Equal([Placed("spec.yaml")], Directory.GetFileSystemEntries(_workspace.Folder));
    }

    [Theory]
    [InlineData(new[] { "run", "missing.yaml" }, new[] { "missing.yaml" })]
    [InlineData(new[] { "run" }, new[] { "SPEC" })]
    [InlineData(new[] { "fly" }, new[] { "fly" })]
    [InlineData(new[] { "run", "x.yaml", "--silos", "0" }, new[] { "--silos", "'0'" })]
    [InlineData(new[] { "solve", "missing.json" }, new[] { "missing.json" })]
    [InlineData(new[] { "solve", "x.json", "--problems", "sdr,foo" }, new[] { "--problems", "'foo'" })]
    [InlineData(new[] { "replay", "nothing", "--sample", "0", "--data", "nowhere" }, new[] { "--data", "nowhere" })]
    [InlineData(new[] { "report", "nothing", "--data", "nowhere" }, new[] { "--data", "nowhere" })]
    public async Task Bad_usage_is_one_line_and_exit_code_2(string[] args, string[] named)
    {
        ArgumentNullException.ThrowIfNull(args);
        await RefusedAsync(2, named, args);
    }

    [Fact]
    public async Task A_corrupt_data_folder_is_named_and_left_as_it_is()
    {
        string spec = _workspace.WriteCampaign("corrupt", 2);
        Directory.CreateDirectory(Path.Combine(_workspace.Folder, "data"));
        string database = _workspace.Write(Path.Combine("data", "isac.db"), new string('x', 5000));
        await RefusedAsync(1, ["isac.db"], "run", spec, "--data", "data", "--out", "out");
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(database));
    }

    [Fact]
    public async Task A_data_folder_in_use_is_refused_with_the_process_that_holds_it()
    {
        string spec = _workspace.WriteCampaign("busy", 5000);
        using IsacProcess first = IsacProcess.Start(_workspace.Folder, "run", spec, "--data", "data", "--out", "out");
        await first.ErrorLineAsync(line => line.StartsWith("busy-", StringComparison.Ordinal));
        await RefusedAsync(1, ["data", $"{first.Id}"], "run", spec, "--data", "data", "--out", "out");
        first.Kill();
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_clearly_and_loses_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File-size limits are set by a Linux shell.");
        string spec = _workspace.WriteCampaign("full", 400, "shard_size: 2");
        // CoreCLR maps its code through a file that the limit would hit as well, unless this protection is off.
        using IsacProcess limited = IsacProcess.StartInShell(
            _workspace.Folder, "export DOTNET_EnableWriteXorExecute=0; ulimit -f 100;", "run", spec, "--data", "data", "--out", "out");
        IsacOutcome outcome = await limited.EndAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("isac: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        string digest = (await _workspace.RunAsync(spec, "data", "out"))["digest"]!.GetValue<string>();
        Assert.Equal((await _workspace.RunAsync(spec, "fresh", "out-fresh"))["digest"]!.GetValue<string>(), digest);
    }

    private async Task RefusedAsync(int exitCode, IEnumerable<string> named, params string[] args) =>
        Refused(exitCode, named, await _workspace.IsacAsync(args));

    private static void Refused(int exitCode, IEnumerable<string> named, IsacOutcome outcome)
    {
        Assert.True(outcome.ExitCode == exitCode, $"exit code {outcome.ExitCode}: {outcome.Error}");
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        foreach (string name in named) Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }
}
