using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace IsacCluster.Silo.Telemetry;

/// <summary>
/// Encodes spans as trace events, one a line.
/// <list type="bullet">
/// <item>A span that starts and ends on one dedicated thread is a complete event (X) on that thread's track; such spans nest
/// by construction.</item>
/// <item>A span of a pool thread, or one that ends on another thread than it started on, may overlap others of the same thread
/// without nesting, which X events must not: it is a pair of nestable asynchronous events (b, e) with the span's id.</item>
/// </list>
/// A runtime thread id can come back under another name, so a track is one (id, name), numbered from 1. Not thread-safe.
/// </summary>
internal sealed class ChromeTraceEvents(ArrayBufferWriter<byte> buffer, DateTimeOffset origin) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(buffer, new JsonWriterOptions { SkipValidation = true });
    private readonly Dictionary<(int Id, string Name), int> _tracks = [];
    private bool _any;

    /// <summary>Opens the array and names the process; the label gives the time that ts counts from.</summary>
    public void WriteProcess()
    {
        Append("["u8);
        WriteMetadata("process_name", 0, "name", $"isac {Environment.ProcessId}");
        WriteMetadata("process_labels", 0, "labels", $"{Environment.MachineName}, ts 0 = {origin.UtcDateTime:O}");
    }

    /// <summary>Closes the array.</summary>
    public void WriteEnd() => Append("\n]\n"u8);

    public void Dispose() => _json.Dispose();

    /// <param name="endThread">Managed id of the thread that the span ended on, which is the calling one.</param>
    public void WriteSpan(Activity activity, int endThread)
    {
        int startThread = activity.GetTagItem(ThreadTagProcessor.ThreadId) as int? ?? endThread;
        string name = activity.GetTagItem(ThreadTagProcessor.ThreadName) as string ?? "thread";
        int track = Track(startThread, name);
        bool synchronous = startThread == endThread && !Thread.CurrentThread.IsThreadPoolThread;
        if (!synchronous)
        {
            Begin(activity, "b", track, activity.StartTimeUtc);
            WriteArgs(activity);
            End();
            Begin(activity, "e", track, activity.StartTimeUtc + activity.Duration);
            End();
            return;
        }

        Begin(activity, "X", track, activity.StartTimeUtc);
        WriteMicroseconds("dur", activity.Duration);
        WriteArgs(activity);
        End();
    }

    private void Begin(Activity activity, string phase, int track, DateTime at)
    {
        StartEvent(activity.DisplayName, phase, track);
        _json.WriteString("cat", activity.Source.Name);
        if (phase != "X") _json.WriteString("id", activity.SpanId.ToHexString());
        WriteMicroseconds("ts", at - origin.UtcDateTime);
    }

    private void WriteArgs(Activity activity)
    {
        _json.WriteStartObject("args");
        _json.WriteString("trace_id", activity.TraceId.ToHexString());
        _json.WriteString("span_id", activity.SpanId.ToHexString());
        if (activity.ParentSpanId != default) _json.WriteString("parent_id", activity.ParentSpanId.ToHexString());
        if (activity.Status == ActivityStatusCode.Error) _json.WriteString("error", activity.StatusDescription ?? "error");
        foreach ((string key, object? value) in activity.EnumerateTagObjects()) WriteArg(key, value);
        string links = string.Join(", ", activity.Links.Select(link => link.Context.SpanId.ToHexString()));
        if (links.Length > 0) _json.WriteString("links", links);
        _json.WriteEndObject();
    }

    private void WriteArg(string key, object? value)
    {
        switch (value)
        {
            case bool flag: _json.WriteBoolean(key, flag); break;
            case int number: _json.WriteNumber(key, number); break;
            case long number: _json.WriteNumber(key, number); break;
            case double number when double.IsFinite(number): _json.WriteNumber(key, number); break;
            case string[] texts: _json.WriteString(key, string.Join(", ", texts)); break;
            default: _json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    /// <summary>Clock ticks are tenths of a microsecond, so one decimal is exact.</summary>
    private void WriteMicroseconds(string key, TimeSpan time)
    {
        _json.WritePropertyName(key);
        _json.WriteRawValue((time.Ticks / 10m).ToString("0.0", CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    private int Track(int thread, string name)
    {
        if (_tracks.TryGetValue((thread, name), out int track)) return track;
        track = _tracks.Count + 1;
        _tracks.Add((thread, name), track);
        WriteMetadata("thread_name", track, "name", name);
        return track;
    }

    private void WriteMetadata(string name, int track, string key, string value)
    {
        StartEvent(name, "M", track);
        _json.WriteStartObject("args");
        _json.WriteString(key, value);
        _json.WriteEndObject();
        End();
    }

    private void StartEvent(string name, string phase, int track)
    {
        Append(_any ? ",\n"u8 : "\n"u8);
        _any = true;
        _json.WriteStartObject();
        _json.WriteString("name", name);
        _json.WriteString("ph", phase);
        _json.WriteNumber("pid", Environment.ProcessId);
        _json.WriteNumber("tid", track);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
    }

    private void Append(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
}
