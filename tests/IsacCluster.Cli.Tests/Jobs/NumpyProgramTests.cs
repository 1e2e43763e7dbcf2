using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>A program in NumPy, the unrolled network of clients/python, in the command line: one digest however it is computed.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class NumpyProgramTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Samples = 600;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_digest_is_one_on_one_and_four_silos_and_after_kill_9_and_no_program_is_left()
    {
        if (await ProgramRun.EndAsync(_workspace.Folder, Python, "-c", "import numpy") is not { ExitCode: 0 })
            Assert.Skip($"{Python} is not here or has no NumPy (Debian: python3-numpy).");
        string example = Path.Combine(AppContext.BaseDirectory, "clients", "python", "examples", "unrolled_network.py");
        string spec = _workspace.Write("unrolled.yaml", $$"""
            kind: campaign
            name: unrolled
            samples: {{Samples}}
            shard_size: 5
            algorithms: [{unrolled: {command: [{{Python}}, "{{example}}"], batch: 16} }]
            """);
        using (IsacProcess process = IsacProcess.Start(
            _workspace.Folder, "run", spec, "--data", "killed", "--out", "out-killed", "--slots", "1"))
        {
            await process.ErrorLineAsync(line => Done(line) > 0);
            process.Kill();
            Assert.NotEqual(0, (await process.EndAsync()).ExitCode);
        }

        JsonNode resumed = await _workspace.RunAsync(spec, "killed", "out-killed", "--slots", "2");
        JsonNode one = await _workspace.RunAsync(spec, "one", "out-one", "--slots", "1");
        JsonNode four = await _workspace.RunAsync(spec, "four", "out-four", "--silos", "4", "--slots", "4");
        Assert.All([resumed, one, four], results => Assert.True((bool)results["complete"]!));
        Assert.Single(new[] { resumed, one, four }.Select(results => (string)results["digest"]!).Distinct());
    }

    /// <summary>Samples accepted by a line of progress, "... 40 of 600 ..."; -1 of another line.</summary>
    private static long Done(string line)
    {
        string[] words = line.Split(' ');
        return words.Length > 3 && words[2] == "of" && long.TryParse(words[1], out long done) ? done : -1;
    }
}
