using System.Diagnostics;
using System.Text.Json.Nodes;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>Processes of isac with libtorch beside them and without: only trainings load it, from where it is.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class LibtorchTests : IDisposable
{
    private const string Variable = "ISAC_LIBTORCH", Training = """
        kind: training
        name: small
        seed: 3
        scenario: {antennas: 4, grid_points: 45}
        network: {preset: tuned, width: 8, refinements: 2}
        data: {fresh: true, samples: 64, validation: 32, test: 32}
        batch: 32
        epochs:
        """;
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_campaign_with_learned_algorithms_never_loads_libtorch_and_a_training_does()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/PID/maps");
        await _workspace.RunAsync(_workspace.Write("small.yaml", $"{Training} 1"), "data", "models");
        string training = _workspace.Write("long.yaml", $"{Training} 100000"), campaign = WriteCampaign(samples: 1_000_000);
        string maps = await MapsAsync(campaign, HasSamples);
        Assert.Contains("IsacCluster.Networks.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", maps, StringComparison.OrdinalIgnoreCase);
        maps = await MapsAsync(training, line => line.Contains(" of 100000, loss", StringComparison.Ordinal));
        Assert.Contains("libtorch_cpu.so", maps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_libtorch_campaigns_run_and_a_training_says_in_one_line_what_it_needs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links files");
        string application = HideLibtorch(), training = _workspace.Write("small.yaml", $"{Training} 2");
        IsacOutcome refused = await RunAsync(application, null, training, "out");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("isac: training needs libtorch: ", Assert.Single(refused.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Folder, "out")) || Directory.Exists(Path.Combine(_workspace.Folder, "data")));

        Assert.Equal(0, (await RunAsync(application, Natives, training, "models")).ExitCode);
        JsonNode bundled = await _workspace.RunAsync(training, "other", "bundled");
        Assert.Equal(bundled["digest"]!.GetValue<string>(), _workspace.Json("models", "results.json")["digest"]!.GetValue<string>());

        string campaign = WriteCampaign(samples: 20);
        IsacOutcome learned = await RunAsync(application, null, campaign, "campaign");
        Assert.True(learned.ExitCode == 0, learned.Error);
    }

    [Fact]
    public void The_application_without_libtorch_is_below_120_MB()
    {
        // As it is published for no platform in particular: what is compiled ahead here, and larger, counts as it was before.
        string application = Path.GetFullPath(Path.Combine(Application, "..", "..", "IsacCluster.Cli", Path.GetFileName(Application)));
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(application, "isac.deps.json")))!;
        Dictionary<string, string> before = CompiledAhead(application);
        long bytes = manifest["targets"]!.AsObject().Single().Value!.AsObject()
            .Where(library => !library.Key.StartsWith("libtorch", StringComparison.Ordinal)
                && !library.Key.StartsWith("Microsoft.ML.OnnxRuntime/", StringComparison.Ordinal))
            .SelectMany(library => new[] { "runtime", "native", "runtimeTargets" }.SelectMany(kind => Assets(library.Value!, kind)))
            .Where(File.Exists) // all but those that the shared framework of this process has newer ones of
            .Select(file => before.GetValueOrDefault(Path.GetFileName(file), file))
            .Sum(file => (File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file)).Length);
        Assert.InRange(bytes, 60_000_000, 120_000_000);

        IEnumerable<string> Assets(JsonNode library, string kind) => (library[kind]?.AsObject() ?? []).Select(
            asset => Path.Combine(application, kind == "runtimeTargets" ? asset.Key : Path.GetFileName(asset.Key)));
    }

    /// <summary>By name of the file, what an assembly of the application was compiled ahead from; empty where nothing is.</summary>
    private static Dictionary<string, string> CompiledAhead(string application)
    {
        string ahead = Path.Combine(application, "..", "..", "..", "obj", "IsacCluster.Cli", Path.GetFileName(application), "ahead");
        string inputs = Path.Combine(ahead, "references.rsp");
        return !File.Exists(inputs) ? [] : File.ReadLines(inputs).Select(line => line["-r:".Length..])
            .Where(file => !file.Contains('*', StringComparison.Ordinal) && File.Exists(Path.Combine(ahead, Path.GetFileName(file))))
            .ToDictionary(file => Path.GetFileName(file));
    }

    private static bool HasSamples(string line) =>
        line.Contains(" of 1000000 samples", StringComparison.Ordinal) && !line.Contains(": 0 of", StringComparison.Ordinal);

    private static string Application => Path.GetDirectoryName(typeof(IsacCommandLine).Assembly.Location)!;

    /// <summary>The folder of the application that libtorch lies in.</summary>
    private static string Natives => Path.Combine(Application, "runtimes", "linux-x64", "native");

    private string WriteCampaign(int samples) => _workspace.Write("learned.yaml", $"""
        kind: campaign
        name: learned
        seed: 7
        scenario: {"{antennas: 4, grid_points: 45}"}
        algorithms:
          - gnn: {"{model: models/small.safetensors}"}
        samples: {samples}
        """);

    /// <summary>The application with all of its files but those of libtorch.</summary>
    private string HideLibtorch()
    {
        string target = Path.Combine(_workspace.Folder, "application"), natives = Path.GetRelativePath(Application, Natives);
        Directory.CreateDirectory(Path.Combine(target, natives));
        foreach (string folder in new[] { ".", natives })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Application, folder)))
            {
                string name = Path.GetFileName(file), copy = Path.Combine(target, folder, name);
                if (name.StartsWith("libtorch", StringComparison.Ordinal) || name.StartsWith("libc10", StringComparison.Ordinal)) continue;
                // The host follows links to the program to find its folder.
                if (name.StartsWith("isac.", StringComparison.Ordinal)) File.Copy(file, copy);
                else File.CreateSymbolicLink(copy, file);
            }
        }

        return target;
    }

    private async Task<IsacOutcome> RunAsync(string application, string? libtorch, string spec, string output)
    {
        string program = Path.Combine(application, Path.GetFileName(typeof(IsacCommandLine).Assembly.Location));
        string[] command = [program, "run", spec, "--data", "data", "--out", output];
        var start = new ProcessStartInfo(Dotnet.Path, command) { WorkingDirectory = _workspace.Folder };
        start.Environment[Variable] = libtorch;
        using var process = new ChildProcess(start);
        int code = await process.EndAsync();
        return new IsacOutcome(code, process.Output.ToString(), process.Error.ToString());
    }

    /// <summary>What a run has mapped into its memory when it reports that it is under way.</summary>
    private async Task<string> MapsAsync(string spec, Func<string, bool> underWay)
    {
        string output = Path.GetFileNameWithoutExtension(spec);
        using IsacProcess process = IsacProcess.Start(_workspace.Folder, "run", spec, "--data", "data", "--out", output);
        await process.ErrorLineAsync(underWay);
        string maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
        process.Kill();
        await process.EndAsync();
        return maps;
    }
}
