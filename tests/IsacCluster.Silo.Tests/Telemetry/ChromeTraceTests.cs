using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Silo.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class ChromeTraceTests : IDisposable
{
    private const int Threads = 4, TasksPerThread = 1250;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly ConcurrentQueue<string> _warnings = [];

    public ChromeTraceTests() => _file = _folder["trace.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_thousand_spans_of_worker_threads_nest_on_their_tracks()
    {
        await using (Start()) RunWorkers();
        TraceEvent[] events = ReadEvents(File.ReadAllText(_file));
        TraceEvent[] spans = [.. events.Where(e => e.Phase == "X")];
        Assert.Equal(2 * Threads * TasksPerThread, spans.Length);
        Assert.Equal(Threads, spans.Select(e => e.Track).Distinct().Count());
        Assert.All(spans.GroupBy(e => e.Track), AssertNested);

        Dictionary<string, TraceEvent> byId = spans.ToDictionary(e => e.Args["span_id"]);
        foreach (TraceEvent solve in spans.Where(e => e.Name == "sdr"))
        {
            TraceEvent task = byId[solve.Args["parent_id"]];
            Assert.Equal(("task", task.Track, "IsacCluster.Solvers"), (task.Name, solve.Track, solve.Category));
            Assert.InRange(solve.Start, task.Start, task.End);
        }

        Assert.Equal(
            Enumerable.Range(0, Threads).Select(i => $"slot {i}"),
            events.Where(e => e.Phase == "M" && e.Name == "thread_name").Select(e => e.Args["name"]).Order());
        Assert.Single(events, e => e.Phase == "M" && e.Name == "process_name");
        Assert.False(File.Exists(_file + ".partial"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Tags_become_arguments_of_their_type_and_any_text_stays_valid_json()
    {
        const string text = "quote \" backslash \\ newline \n zero \0 \u00e9\u4e2d";
        await using (Start())
        {
            RunOnThread("slot", () =>
            {
                using Activity? activity = ProjectTelemetry.Silo.Source.StartActivity(text);
                activity?.SetTag("text", text).SetTag("nan", double.NaN).SetTag("half", 0.5).SetTag("count", 7L).SetTag("yes", true);
                activity?.SetTag("nothing", new object()).SetTag("list", new[] { "a", "b" }).SetStatus(ActivityStatusCode.Error, "broken");
            });
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(_file));
        JsonElement span = document.RootElement.EnumerateArray().Single(e => e.GetProperty("ph").GetString() == "X");
        JsonElement args = span.GetProperty("args");
        Assert.Equal((text, text), (span.GetProperty("name").GetString(), args.GetProperty("text").GetString()));
        Assert.Equal(("NaN", 0.5), (args.GetProperty("nan").GetString(), args.GetProperty("half").GetDouble()));
        Assert.Equal((7L, true), (args.GetProperty("count").GetInt64(), args.GetProperty("yes").GetBoolean()));
        Assert.Equal(("a, b", "broken"), (args.GetProperty("list").GetString(), args.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_span_that_changes_threads_is_a_pair_of_asynchronous_events()
    {
        await using (Start())
        {
            Activity? call = null;
            RunOnThread("first", () => call = ProjectTelemetry.Silo.Source.StartActivity("call"));
            RunOnThread("second", () => call!.Dispose());
            await Task.Run(() => ProjectTelemetry.Silo.Source.StartActivity("pool")?.Dispose());
        }

        TraceEvent[] events = ReadEvents(File.ReadAllText(_file));
        Assert.DoesNotContain(events, e => e.Phase == "X");
        foreach (string name in (string[])["call", "pool"])
        {
            TraceEvent begin = Assert.Single(events, e => e.Phase == "b" && e.Name == name);
            TraceEvent end = Assert.Single(events, e => e.Phase == "e" && e.Name == name);
            Assert.Equal((begin.Id, begin.Category, begin.Track), (end.Id, end.Category, end.Track));
            Assert.True(end.Start > begin.Start);
        }
    }

    [Fact]
    public async Task After_an_abnormal_end_the_partial_file_holds_whole_events()
    {
        await using (Start())
        {
            RunWorkers();
            string killed = ReadShared(_file + ".partial");
            Assert.False(File.Exists(_file));
            Assert.EndsWith("}", killed, StringComparison.Ordinal);
            Assert.True(ReadEvents(killed + "]").Length > Threads * TasksPerThread);
        }
    }

    [Fact]
    public async Task A_second_session_replaces_the_file()
    {
        await using (Start()) RunOnThread("slot", () => ProjectTelemetry.Silo.Source.StartActivity("one")?.Dispose());
        await using (Start()) RunOnThread("slot", () => ProjectTelemetry.Silo.Source.StartActivity("two")?.Dispose());
        Assert.Equal(["two"], ReadEvents(File.ReadAllText(_file)).Where(e => e.Phase == "X").Select(e => e.Name));
    }

    [Fact]
    public async Task A_full_disk_is_one_warning_and_the_job_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a device of Linux.");
        File.CreateSymbolicLink(_file + ".partial", "/dev/full");
        await using (Start())
        {
            RunWorkers();
            Assert.NotNull(ProjectTelemetry.Silo.Source.StartActivity("still listening"));
        }

        Assert.Contains("trace ends early", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.False(File.Exists(_file));
    }

    private TelemetrySession Start() => TelemetrySession.Start(new TelemetryOptions { TraceFile = _file }, _warnings.Enqueue);

    /// <summary>Two spans per task, the inner one in the outer one, on four threads at once.</summary>
    private static void RunWorkers()
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            for (int task = 0; task < TasksPerThread; task++)
            {
                using Activity? outer = JobsTelemetry.Source.StartActivity("task");
                using Activity? inner = ProjectTelemetry.Solvers.Source.StartActivity("sdr");
            }
        }) { Name = $"slot {i}" })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    private static void RunOnThread(string name, Action action)
    {
        var thread = new Thread(() => action()) { Name = name };
        thread.Start();
        thread.Join();
    }

    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>Two spans of a track either do not overlap or one holds the other.</summary>
    private static void AssertNested(IEnumerable<TraceEvent> track)
    {
        var open = new Stack<TraceEvent>();
        foreach (TraceEvent span in track.OrderBy(e => e.Start).ThenByDescending(e => e.End))
        {
            while (open.Count > 0 && open.Peek().End <= span.Start) open.Pop();
            if (open.Count > 0) Assert.True(span.End <= open.Peek().End + 0.1m, $"{span} ends after {open.Peek()}");
            open.Push(span);
        }
    }

    /// <summary>Parses the array and holds each event against the rules of its phase.</summary>
    private static TraceEvent[] ReadEvents(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(TraceEvent.Read)];
    }

    private sealed record TraceEvent(
        string Name, string Phase, int Track, string? Category, string? Id, decimal Start, decimal End,
        IReadOnlyDictionary<string, string> Args)
    {
        public static TraceEvent Read(JsonElement json)
        {
            string phase = json.GetProperty("ph").GetString()!;
            Assert.Contains(phase, (string[])["X", "b", "e", "M"]);
            Assert.Equal(Environment.ProcessId, json.GetProperty("pid").GetInt32());
            decimal start = phase == "M" ? 0 : json.GetProperty("ts").GetDecimal();
            decimal duration = phase == "X" ? json.GetProperty("dur").GetDecimal() : 0;
            Assert.True(start >= 0 && duration >= 0, json.ToString());
            Dictionary<string, string> args = json.TryGetProperty("args", out JsonElement values)
                ? values.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString())
                : [];
            return new TraceEvent(
                json.GetProperty("name").GetString()!, phase, json.GetProperty("tid").GetInt32(),
                phase == "M" ? null : json.GetProperty("cat").GetString(),
                phase is "b" or "e" ? json.GetProperty("id").GetString() : null, start, start + duration, args);
        }
    }
}
