using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// Runs a program with the active parameters as arguments <c>--name value</c> in the trial's own folder. Its last line of JSON that is not
/// an intermediate one holds the values by the names of the metrics; lines <c>{"step": s, "value": v}</c> are intermediate values, after
/// which the program is ended where the trial is pruned. ISAC_TRIAL and ISAC_SEED in its environment are the numbers of trial and seed. It
/// fails when it ends with another code than 0, after the timeout, and where a value is missing.
/// </summary>
internal sealed class CommandObjective(CommandSpecification specification, TimeProvider time) : ITrialObjective
{
    private const int MostErrorText = 300, Interrupted = 130, Terminated = 143;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200), InterruptPatience = TimeSpan.FromSeconds(2);

    public string Stage => "command";

    public IReadOnlyList<double>? Evaluate(TrialRun run, CancellationToken cancellation)
    {
        using Process process = Start(run);
        using var lines = new BlockingCollection<string>();
        string lastError = "";
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => lastError = line.Data is { Length: > 0 } text ? text : lastError;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            JsonElement? last = Follow(run, lines, cancellation, out bool pruned);
            if (pruned) return null;
            process.WaitForExit();
            // A terminal interrupts the program too, a moment before the cancellation has come through the cluster.
            if (process.ExitCode is Interrupted or Terminated) cancellation.WaitHandle.WaitOne(InterruptPatience);
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0) throw Failed($"the command ended with code {process.ExitCode}{Behind(lastError)}");
            return Values(last);
        }
        finally
        {
            End(process);
        }

        void Take(string? line)
        {
            if (line is null) lines.CompleteAdding();
            else lines.Add(line, CancellationToken.None);
        }
    }

    private Process Start(TrialRun run)
    {
        var start = new ProcessStartInfo(specification.Command[0])
        {
            WorkingDirectory = run.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string argument in specification.Command.Skip(1)) start.ArgumentList.Add(argument);
        foreach ((string name, ParameterValue value) in run.Parameters.Values)
        {
            start.ArgumentList.Add("--" + name);
            start.ArgumentList.Add(value.ToString());
        }

        start.Environment["ISAC_TRIAL"] = run.Number.ToString(CultureInfo.InvariantCulture);
        start.Environment["ISAC_SEED"] = run.Replicate.ToString(CultureInfo.InvariantCulture);
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception cause)
        {
            throw new IOException($"The command '{specification.Command[0]}' cannot be started: {cause.Message}", cause);
        }
    }

    /// <summary>Reads lines to the end of the output; the last JSON object that is not an intermediate value.</summary>
    private JsonElement? Follow(TrialRun run, BlockingCollection<string> lines, CancellationToken cancellation, out bool pruned)
    {
        long started = time.GetTimestamp();
        JsonElement? last = null;
        while (!lines.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (specification.Timeout is { } most && time.GetElapsedTime(started) > most)
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"the command took longer than timeout_s, {most.TotalSeconds} s"));
            if (!lines.TryTake(out string? line, Patience) || Parse(line) is not { } json) continue;
            if (Intermediate(json) is not { } value)
            {
                last = json;
                continue;
            }

            pruned = !run.Report(value.Step, value.Value);
            if (pruned) return null;
        }

        pruned = false;
        return last;
    }

    private double[] Values(JsonElement? last)
    {
        if (last is not { } json) throw Failed("the command printed no line of JSON with its value");
        return [.. specification.Metrics.Select(metric => json.TryGetProperty(metric, out JsonElement value) && Number(value) is { } number
            ? number
            : throw Failed($"the last JSON line has no number '{metric}'"))];
    }

    private static (long Step, double Value)? Intermediate(JsonElement json) =>
        json.TryGetProperty("step", out JsonElement step) && step.ValueKind == JsonValueKind.Number && step.TryGetInt64(out long number)
        && json.TryGetProperty("value", out JsonElement value) && Number(value) is { } found
            ? (number, found)
            : null;

    /// <summary>A number; programs write NaN and infinities as text, if at all.</summary>
    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String when double.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    private static JsonElement? Parse(string line)
    {
        string text = line.Trim();
        if (!text.StartsWith('{')) return null;
        try
        {
            // Python writes NaN and Infinity, which JSON has not.
            using var document = JsonDocument.Parse(text.Replace(": NaN", ": null", StringComparison.Ordinal));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // a line of a log that looks like JSON
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }
    }

    private static string Behind(string error) =>
        error.Length == 0 ? "" : $": {(error.Length <= MostErrorText ? error : error[..MostErrorText] + "...")}";

    private static TrialFailedException Failed(string message) => new(message, mayPass: true);
}
