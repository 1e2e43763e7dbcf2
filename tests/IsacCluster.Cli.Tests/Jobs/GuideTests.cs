using System.Text.RegularExpressions;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>
/// The blocks and commands of docs/guides, in their order: blocks are files of the name in their first line; Python and Octave run theirs
/// at once, `isac run` runs specifications.
/// </summary>
[Collection(CommandLineCollection.Name)]
public sealed partial class GuideTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("my-channels.md", "numpy, h5py")]
    [InlineData("reading-results.md", "json")]
    public async Task A_guide_does_what_it_says(string guide, string modules)
    {
        const string python = "/usr/bin/python3", octave = "octave-cli";
        if (await ProgramRun.EndAsync(_workspace.Folder, python, "-c", $"import {modules}") is not { ExitCode: 0 })
            Assert.Skip($"{python} is not here or has not {modules} (Debian: python3-numpy, python3-h5py).");
        if (await ProgramRun.EndAsync(_workspace.Folder, octave, "--version") is not { ExitCode: 0 })
            Assert.Skip($"There is no {octave} here (Debian: octave).");
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "guides", guide));
        int commands = 0;
        foreach (Match step in Step().Matches(text))
        {
            if (step.Groups["spec"] is { Success: true, Value: var spec })
            {
                IsacOutcome run = await InProcess.RunInAsync(
                    _workspace.Folder, new Dictionary<string, string>(), ["run", spec, "--out", step.Groups["out"].Value]);
                Assert.True(run.ExitCode == 0, run.Error);
                commands++;
                continue;
            }

            string name = step.Groups["name"].Value;
            _workspace.Write(name, step.Groups["body"].Value);
            ProgramRun? ran = step.Groups["language"].Value switch
            {
                "python" => await ProgramRun.EndAsync(_workspace.Folder, python, name),
                "matlab" => await ProgramRun.EndAsync(_workspace.Folder, octave, "--no-gui", "--quiet", name),
                _ => null,
            };
            Assert.True(ran is null or { ExitCode: 0 }, ran?.Error);
        }

        Assert.Equal(Regex.Count(text, "```yaml"), commands);
    }

    [GeneratedRegex(
        @"```(?<language>\w+)\n(?<body>[#%] (?<name>[\w.]+)\n.*?)```|^    isac run (?<spec>[\w.]+) --out (?<out>\w+)$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Step();
}
