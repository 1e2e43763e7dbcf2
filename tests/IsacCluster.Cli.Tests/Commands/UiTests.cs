using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac ui` and `isac run --http`: where the page is, what it shows, how it ends.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class UiTests : IDisposable
{
    private const string Said = "isac: live page: ";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_page_of_a_folder_is_served_until_it_is_interrupted()
    {
        string data = Path.Combine(_workspace.Folder, "data");
        IsacOutcome run = await InProcess.RunAsync(
            "run", _workspace.WriteCampaign("shown", 40), "--data", data, "--out", Path.Combine(_workspace.Folder, "out"), "--http", "0");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(Said + @"http://127\.0\.0\.1:\d+/#token=[0-9a-f]{32}\n", run.Error);

        using var stop = new CancellationTokenSource();
        using var said = new FirstLine();
        TextWriter error = Console.Error;
        Console.SetError(said);
        try
        {
            Task<int> serving = Task.Run(() => IsacCommandLine.RunAsync(["ui", "--data", data, "--http", "0"], stop.Token));
            string line = await said.Line;
            Assert.StartsWith(Said + "http://127.0.0.1:", line, StringComparison.Ordinal);
            using var caller = new HttpClient { BaseAddress = new Uri(line[Said.Length..]) };
            Assert.Contains("<title>IsacCluster</title>", await caller.GetStringAsync("/"), StringComparison.Ordinal);
            JsonNode job = JsonNode.Parse(await caller.GetStringAsync("/api/jobs"))!["jobs"]!.AsArray().Single()!;
            Assert.Equal(("completed", 100.0), ((string?)job["phase"], (double?)job["percent"]));
            Assert.Equal(_workspace.Json("out", "results.json")["digest"]!.ToString(), JsonNode.Parse(
                await caller.GetStringAsync($"/api/jobs/{job["id"]}/report/results.json"))!["digest"]!.ToString());
            Assert.Equal("read", (string?)JsonNode.Parse(await caller.GetStringAsync("/api/about"))!["may"]);
            await stop.CancelAsync();
            Assert.Equal(0, await serving);
        }
        finally
        {
            Console.SetError(error);
        }
    }

    [Fact]
    public async Task A_missing_folder_and_a_taken_port_are_told_in_one_line()
    {
        IsacOutcome missing = await InProcess.RunAsync("ui", "--data", Path.Combine(_workspace.Folder, "none"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("expected the folder of an earlier run", missing.Error, StringComparison.Ordinal);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        IsacOutcome run = await InProcess.RunAsync(
            "run", _workspace.WriteCampaign("unseen", 40), "--data", Path.Combine(_workspace.Folder, "data"), "--http", $"{port}");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"isac: --http: 127.0.0.1:{port} cannot be listened on", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    /// <summary>What is written, up to its first line end.</summary>
    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override void WriteLine(string? value) => _line.TrySetResult(value ?? "");

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value ?? "");
            return Task.CompletedTask;
        }
    }
}
