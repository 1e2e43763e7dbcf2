using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>
/// The blocks and commands of docs/guides, in their order: blocks are files of the name in their first line; Python, Octave and R run
/// theirs at once (but programs that serve), and isac its commands. Of pandas, PyTorch and R those that are here.
/// </summary>
[Collection(CommandLineCollection.Name)]
public sealed partial class GuideTests : IDisposable
{
    /// <summary>What a clone has beside the guides: clients beside one's programs, models at their places.</summary>
    private static readonly string[] Beside =
    [
        "clients/python/isac_algorithm.py", "clients/matlab/isac_algorithm.m", "models/gnn-random/gnn-random.safetensors",
    ];

    /// <summary>The block that exports a network, and the specification that needs it.</summary>
    private const string PyTorch = "pytorch";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("my-algorithm.md", "numpy")]
    [InlineData("my-channels.md", "numpy, h5py")]
    [InlineData("reading-results.md", "json")]
    public async Task A_guide_does_what_it_says(string guide, string modules)
    {
        const string python = "/usr/bin/python3", octave = "octave-cli";
        if (await ProgramRun.EndAsync(_workspace.Folder, python, "-c", $"import {modules}") is not { ExitCode: 0 })
            Assert.Skip($"{python} is not here or has not {modules} (Debian: python3-numpy, python3-h5py).");
        if (await ProgramRun.EndAsync(_workspace.Folder, octave, "--version") is not { ExitCode: 0 })
            Assert.Skip($"There is no {octave} here (Debian: octave).");
        foreach (string file in Beside) Copy(file);
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "guides", guide));
        // Debian's Python has the modules, one's own that is first in the path may not.
        var path = new Dictionary<string, string> { ["PATH"] = "/usr/bin:" + Environment.GetEnvironmentVariable("PATH") };
        var results = new List<string>();
        var absent = new List<string>(); // blocks that were not run, without their suffix
        foreach (Match step in Step().Matches(text))
        {
            if (step.Groups["isac"] is { Success: true, Value: var words })
            {
                string[] arguments = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (absent.Contains(Path.GetFileNameWithoutExtension(arguments[1]))) continue;
                IsacOutcome run = await InProcess.RunInAsync(_workspace.Folder, path, arguments);
                Assert.True(run.ExitCode == 0, words + run.Error + run.Output);
                if (arguments is ["run", .., "--out", var folder]) results.Add(folder);
                continue;
            }

            string name = step.Groups["name"].Value, body = step.Groups["body"].Value;
            _workspace.Write(name, body);
            ProgramRun? ran = step.Groups["language"].Value switch
            {
                _ when body.Contains("serve(design)", StringComparison.Ordinal) => null,
                _ when body.Contains("isac_algorithm(@design)", StringComparison.Ordinal) => null,
                "python" when await LacksAsync(python, body) => null,
                "python" => await ProgramRun.EndAsync(_workspace.Folder, python, name),
                "r" when await ProgramRun.EndAsync(_workspace.Folder, "Rscript", "-e", "library(jsonlite)") is not { ExitCode: 0 } => null,
                "r" => await ProgramRun.EndAsync(_workspace.Folder, "Rscript", name),
                "matlab" => await ProgramRun.EndAsync(_workspace.Folder, octave, "--no-gui", "--quiet", name),
                _ => null,
            };
            Assert.True(ran is null or { ExitCode: 0 }, ran?.Error);
            if (ran is null && name == PyTorch + ".py") absent.Add(PyTorch);
        }

        Assert.Equal(Regex.Count(text, "```yaml"), results.Count + absent.Count);
        foreach (string folder in results) AssertAllDesign(folder);
    }

    /// <summary>Whether a block imports pandas or PyTorch and they are not here.</summary>
    private async Task<bool> LacksAsync(string python, string body) =>
        Optional().Match(body) is { Success: true } imported
        && await ProgramRun.EndAsync(_workspace.Folder, python, "-c", imported.Value) is not { ExitCode: 0 };

    /// <summary>Every algorithm of every point returned designs only.</summary>
    private void AssertAllDesign(string folder)
    {
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(_workspace.Folder, folder, "results.json")))!;
        Assert.All(
            results["points"]!.AsArray().SelectMany(point => point!["algorithms"]!.AsArray()),
            algorithm => Assert.Equal(0, (long)algorithm!["failed"]!));
    }

    private void Copy(string file)
    {
        string at = file.StartsWith("models/", StringComparison.Ordinal) ? file : Path.GetFileName(file);
        string target = Path.Combine(_workspace.Folder, at);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(AppContext.BaseDirectory, file), target);
    }

    [GeneratedRegex(
        @"```(?<language>\w+)\n(?<body>[#%] (?<name>[\w.]+)\n.*?)```|^    isac (?<isac>(run|export-onnx) [^#\n]+)$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("^import (pandas|torch)$", RegexOptions.Multiline)]
    private static partial Regex Optional();
}
