using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>
/// `isac slurm` with stand-ins of sbatch and srun that run the script here, as Slurm would on one node: a store, a silo, the job, the
/// report.
/// </summary>
[Collection(CommandLineCollection.Name)]
public sealed class SlurmTests : IDisposable
{
    private const string Batch = """
        #!/bin/bash
        printf '%s\n' "$@" > "$STAND_IN/arguments"
        script=${!#}
        export SLURM_JOB_ID=4711 SLURM_CPUS_ON_NODE=2
        bash "$script" > "$STAND_IN/log" 2>&1
        echo $? > "$STAND_IN/code"
        echo "4711;cluster"
        """;

    private const string Run = """
        #!/bin/bash
        while [[ $1 == --* ]]; do shift; done
        exec "$@"
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_job_runs_in_an_allocation_and_its_report_is_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Slurm is for Linux.");
        if (await ProgramRun.EndAsync(_workspace.Folder, "redis-server", "--version") is not { ExitCode: 0 })
            Assert.Skip("There is no redis-server here.");
        string bin = Path.Combine(_workspace.Folder, "bin");
        Directory.CreateDirectory(bin);
        await File.WriteAllTextAsync(Path.Combine(bin, "sbatch"), Batch.ReplaceLineEndings("\n"));
        await File.WriteAllTextAsync(Path.Combine(bin, "srun"), Run.ReplaceLineEndings("\n"));
        await ProgramRun.EndAsync(bin, "chmod", "+x", "sbatch", "srun");

        string spec = _workspace.WriteCampaign("allocated", 20);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}",
            ["STAND_IN"] = _workspace.Folder,
        };
        using IsacProcess process = IsacProcess.Start(
            _workspace.Folder, environment, "slurm", spec, "--nodes", "1", "--sbatch-args=--time=10 --partition=short", "--data", "shared");
        IsacOutcome submitted = await process.EndAsync();
        string log = await File.ReadAllTextAsync(Path.Combine(_workspace.Folder, "log"));
        Assert.Equal((0, "4711"), (submitted.ExitCode, submitted.Output.Trim()));
        Assert.True(await File.ReadAllTextAsync(Path.Combine(_workspace.Folder, "code")) == "0\n", log);
        string[] arguments = await File.ReadAllLinesAsync(Path.Combine(_workspace.Folder, "arguments"));
        Assert.Equal(["--parsable", "--time=10", "--partition=short"], arguments[..^1]);
        string results = Path.Combine(_workspace.Folder, "results", "allocated", "results.json");
        Assert.Contains("\"complete\": true", await File.ReadAllTextAsync(results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_prints_the_script_and_writes_nothing()
    {
        string spec = _workspace.Write("program.yaml", """
            kind: campaign
            name: program
            samples: 1
            algorithms: [{mine: {command: [python3, -c, pass]}}]
            """);
        IsacOutcome printed = await InProcess.RunInAsync(
            _workspace.Folder, new Dictionary<string, string>(), ["slurm", spec, "--nodes", "3", "--dry-run"]);
        Assert.Equal((0, ""), (printed.ExitCode, printed.Error));
        Assert.StartsWith("#!/bin/bash\n# Written by isac slurm", printed.Output, StringComparison.Ordinal);
        foreach (string line in (string[])
            ["#SBATCH --nodes=3\n", "#SBATCH --job-name=isac-program\n", "srun --nodes=3 --ntasks=3", "--allow-command \"python3\"'", spec])
            Assert.Contains(line, printed.Output, StringComparison.Ordinal);
        Assert.Equal(["program.yaml"], Directory.GetFileSystemEntries(_workspace.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Without_Slurm_nothing_is_written()
    {
        string spec = _workspace.WriteCampaign("nowhere", 1);
        using IsacProcess process = IsacProcess.Start(
            _workspace.Folder, new Dictionary<string, string> { ["PATH"] = _workspace.Folder }, "slurm", spec);
        IsacOutcome without = await process.EndAsync();
        Assert.Equal((1, "isac: sbatch is not on the path; --dry-run prints the script."), (without.ExitCode, without.Error.Trim()));
        Assert.Equal(["nowhere.yaml"], Directory.GetFileSystemEntries(_workspace.Folder).Select(Path.GetFileName));
    }
}
