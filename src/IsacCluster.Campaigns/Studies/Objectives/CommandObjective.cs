using System.Globalization;
using IsacCluster.Campaigns.Studies.Programs;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// Runs a program with the active parameters as arguments <c>--name=value</c> in the trial's own folder, where stdout.log and stderr.log
/// keep what it prints: all attempts behind one another, so that what a trial reported before a crash is part of it. Its lines are read as
/// <see cref="MetricLines"/> says; after an intermediate value the program is ended where the trial is pruned. ISAC_TRIAL and ISAC_SEED in
/// its environment are the numbers of trial and seed; where trials pause and go on, ISAC_CHECKPOINT is a folder that holds what the part
/// before left there, and ISAC_FROM_STEP and ISAC_TO_STEP are the steps of the part: it ends there by itself, or is ended at its next
/// report. It fails when it ends with another code than 0, after the timeout, and where a value
/// is missing.
/// </summary>
/// <param name="memory">Most bytes of memory that the program may take here; null: no limit.</param>
internal sealed class CommandObjective(CommandSpecification specification, TimeProvider time, long? memory = null) : ITrialObjective
{
    /// <summary>Of the first seed.</summary>
    public const string OutputName = "stdout.log";

    private const int MostErrorText = 300, Interrupted = 130, Terminated = 143, OfSignals = 128;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20), Grace = TimeSpan.FromSeconds(2);

    /// <summary>Bad usage (argparse, sysexits.h), not executable, not found: the next attempt would end as this one.</summary>
    private static readonly int[] Permanent = [2, 64, 126, 127];

    public string Stage => "command";

    public IReadOnlyList<double>? Evaluate(TrialRun run, CancellationToken cancellation)
    {
        ProgramStart start = StartOf(run);
        using var output = new OutputFile(start.Output);
        var lines = new MetricLines(specification.Columns, specification.Formulas[0]);
        if (!Follow(run, output, lines, until: run.ResultsFrom) && run.Part is null) return null;
        lines.Forget();
        if (!Follow(run, output, lines) && run.Part is null) return null;
        var checkpoint = CheckpointFolder.Of(run);
        if (run.HasReached && checkpoint!.IsLeft) return null;
        checkpoint?.Begin();
        run.BeginAttempt();
        long errorsFrom = OutputFile.LengthOf(start.Errors);
        using TrialProgram program = TrialProgram.Start(start);
        if (!Watch(program, run, output, lines, cancellation))
        {
            checkpoint?.Leave();
            return null;
        }

        // A service manager ends the program, too, a moment before the cancellation has come through the cluster.
        if (program.Exit.Result is Interrupted or Terminated) cancellation.WaitHandle.WaitOne(Grace);
        cancellation.ThrowIfCancellationRequested();
        if (program.Exit.Result is not 0 and var code) throw Failed(Ended(code, start.Errors, errorsFrom), output, !IsPermanent(code));
        if (run.HasReached)
        {
            checkpoint!.Leave();
            return null;
        }

        return [.. lines.Values.Select((value, k) => value ?? throw Failed(lines.HasAny
            ? $"no JSON line has a number '{specification.Columns[k]}'"
            : "the command printed no line of JSON with its value", output, mayPass: false))];
    }

    private ProgramStart StartOf(TrialRun run)
    {
        string of = run.Replicate == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{run.Replicate}");
        var environment = new Dictionary<string, string>
        {
            ["ISAC_TRIAL"] = run.Number.ToString(CultureInfo.InvariantCulture),
            ["ISAC_SEED"] = run.Replicate.ToString(CultureInfo.InvariantCulture),
        };
        if (CheckpointFolder.Of(run) is { } checkpoint)
        {
            environment["ISAC_CHECKPOINT"] = checkpoint.FullPath;
            environment["ISAC_FROM_STEP"] = run.Part!.From.ToString(CultureInfo.InvariantCulture);
            environment["ISAC_TO_STEP"] = run.Part.To.ToString(CultureInfo.InvariantCulture);
        }

        if (SlotDevices.VisibleHere(Environment.GetEnvironmentVariable(SlotDevices.Variable)) is { } devices)
            environment[SlotDevices.Variable] = devices;
        return new ProgramStart(
            [.. specification.Command, .. run.Parameters.Values.Select(pair => ArgumentText.Of(pair.Key, pair.Value))],
            environment,
            run.Folder, Path.Combine(run.Folder, $"stdout{of}.log"), Path.Combine(run.Folder, $"stderr{of}.log"), memory);
    }

    /// <summary>Reads on until the program has ended; false once the trial is pruned.</summary>
    private bool Watch(TrialProgram program, TrialRun run, OutputFile output, MetricLines lines, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        try
        {
            while (!program.Exit.Wait(Patience, cancellation))
            {
                if (!Follow(run, output, lines))
                {
                    Stop(program);
                    return false;
                }

                if (specification.Timeout is { } most && time.GetElapsedTime(started) > most)
                {
                    Stop(program);
                    throw Failed(FormattableString.Invariant($"the command took longer than timeout_s, {most.TotalSeconds} s"), output);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Stop(program);
            throw;
        }

        return Follow(run, output, lines, isOver: true);
    }

    /// <summary>Gives the program a moment to save what it has.</summary>
    private static void Stop(TrialProgram program)
    {
        program.Terminate();
        program.Exit.Wait(Grace);
    }

    /// <summary>Takes in what was printed since; false once the trial is pruned.</summary>
    private static bool Follow(
        TrialRun run, OutputFile output, MetricLines lines, bool isOver = false, long until = long.MaxValue)
    {
        foreach (string line in output.ReadLines(isOver, until))
        {
            if (lines.Take(line) is { } value && !run.Report(value.Step, value.Value)) return false;
        }

        return true;
    }

    private static bool IsPermanent(int? code) => code is { } known && Permanent.Contains(known);

    private static string Ended(int? code, string errors, long from)
    {
        string how = code switch
        {
            null => "the command was killed together with its guard",
            > OfSignals => FormattableString.Invariant($"the command was ended by signal {code - OfSignals}"),
            _ => FormattableString.Invariant($"the command ended with code {code}"),
        };
        string last = OutputFile.LastLine(errors, from);
        return last.Length == 0 ? how : $"{how}: {(last.Length <= MostErrorText ? last : last[..MostErrorText] + "...")}";
    }

    private static TrialFailedException Failed(string message, OutputFile output, bool mayPass = true) =>
        new(message, mayPass) { OutputEnd = output.Position };
}
