using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>docs/guides/ask-and-tell.md as written, with workers and a cluster that are killed and started again.</summary>
[Collection(CommandLineCollection.Name)]
public sealed partial class AskTellGuideTests : IDisposable
{
    private const string Python = "/usr/bin/python3", Lost = """
        import isac_study, time
        trial = isac_study.Study("http://127.0.0.1:8080", "ask").ask()
        trial.report(1, (trial.params["x"] - 2) ** 2 + 0.1 * trial.params["layers"] + (trial.params["kernel"] != "rbf") + 3)
        print("has it", flush=True)
        time.sleep(1000)
        """;

    private const int Trials = 16;

    private static readonly Dictionary<string, string> Token = new() { ["ISAC_SUBMIT_TOKEN"] = "0123456789abcdef" };

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Its_workers_end_in_one_digest_whoever_is_killed()
    {
        if (await ProgramRun.EndAsync(_workspace.Folder, Python, "-c", "import json") is not { ExitCode: 0 })
            Assert.Skip($"{Python} is not here.");
        using LoopbackPorts port = LoopbackPorts.Hold(1);
        WriteBlocks(port[0]);
        JsonNode alone = await UndisturbedAsync(port[0]);

        Process first = Start("worker.py"), second = Start("worker.py");
        using (IsacProcess isac = IsacProcess.Start(_workspace.Folder, Token, Words(port[0], "run", "disturbed")))
        {
            using (Process lost = Start("lost.py"))
            {
                Assert.Equal("has it", await lost.StandardOutput.ReadLineAsync());
                lost.Kill();
            }

            await isac.ErrorLineAsync(line => AnyTrial().IsMatch(line));
            isac.Kill();
            await isac.EndAsync();
        }

        JsonNode disturbed = await RunAsync(port[0], "run", "disturbed");
        foreach (Process worker in (Process[])[first, second])
        {
            string said = await worker.StandardOutput.ReadToEndAsync(), wrong = await worker.StandardError.ReadToEndAsync();
            Assert.True(said.Contains("the study is completed", StringComparison.Ordinal), said + wrong);
            worker.Dispose();
        }

        Assert.Equal(Trials, disturbed["trials"]!.AsArray().Count);
        Assert.Contains(disturbed["trials"]!.AsArray(), trial => (string)trial!["state"]! == "pruned");
        Assert.Contains(disturbed["trials"]!.AsArray(), trial => (int)trial!["attempts"]! > 1);
        Assert.Equal((string)alone["digest"]!, (string)disturbed["digest"]!);
    }

    [Fact]
    public async Task A_run_without_an_address_is_refused()
    {
        WriteBlocks(8080);
        IsacOutcome outcome = await _workspace.IsacAsync("run", "ask.yaml", "--data", "data");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--http", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Folder, "data")));
    }

    private async Task<JsonNode> UndisturbedAsync(int port)
    {
        using Process worker = Start("worker.py");
        Task<string> said = worker.StandardOutput.ReadToEndAsync(), wrong = worker.StandardError.ReadToEndAsync();
        JsonNode alone = await RunAsync(port, "alone", "alone");
        Assert.True(
            (await said).StartsWith($"{Trials} trials here, the study is completed", StringComparison.Ordinal), await said + await wrong);
        return alone;
    }

    private static string[] Words(int port, string data, string output) =>
        ["run", "ask.yaml", "--http", port.ToString(CultureInfo.InvariantCulture), "--data", data, "--out", output];

    private async Task<JsonNode> RunAsync(int port, string data, string output)
    {
        IsacOutcome end = await InProcess.RunInAsync(_workspace.Folder, Token, Words(port, data, output));
        Assert.True(end.ExitCode == 0, end.Error);
        return _workspace.Json(output, "study.json");
    }

    private Process Start(string script)
    {
        var start = new ProcessStartInfo(Python, [script])
        {
            WorkingDirectory = _workspace.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Token) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>At another port, with fewer trials and with leases that a test can wait for.</summary>
    private void WriteBlocks(int port)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "guides", "ask-and-tell.md"));
        foreach (Match block in Block().Matches(text)) _workspace.Write(block.Groups["name"].Value, Here(block.Groups["body"].Value));
        _workspace.Write("lost.py", Here(Lost));
        string client = Path.Combine(AppContext.BaseDirectory, "clients", "python", "isac_study.py");
        File.Copy(client, Path.Combine(_workspace.Folder, "isac_study.py"));

        string Here(string block) => block.Replace("8080", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("lease_s: 30", "lease_s: 1", StringComparison.Ordinal)
            .Replace("trials: 40", $"trials: {Trials}", StringComparison.Ordinal);
    }

    [GeneratedRegex("```(yaml|python)\n# (?<name>[a-z.]+)\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(": [1-9][0-9]* of [0-9]+ trials")]
    private static partial Regex AnyTrial();
}
