using IsacCluster.Cluster.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Shows a job's progress on stderr until it settles: a live bar on a terminal, plain lines when piped.</summary>
public static class ProgressDisplay
{
    /// <summary>Consumes the statuses and returns the last one.</summary>
    /// <param name="unit">What an index is: sample, shard.</param>
    public static async Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, string unit)
    {
        if (Console.IsErrorRedirected) return await ShowLinesAsync(statuses, unit).ConfigureAwait(false);
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        JobStatus? last = null;
        await terminal.Progress()
            .Columns(
                new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask("starting");
                await foreach (JobStatus status in statuses.ConfigureAwait(false))
                {
                    last = status;
                    (long done, long wanted) = Extent(status);
                    bar.Description = $"{done} of {wanted} {unit}s"; // short: a bar has to fit on one line of the terminal
                    bar.MaxValue = Math.Max(wanted, 1);
                    bar.Value = done;
                }
            }).ConfigureAwait(false);
        return last ?? throw new InvalidOperationException("The job reported no status.");
    }

    private static async Task<JobStatus> ShowLinesAsync(IAsyncEnumerable<JobStatus> statuses, string unit)
    {
        const int lines = 10;
        JobStatus? last = null;
        long shown = -1;
        await foreach (JobStatus status in statuses.ConfigureAwait(false))
        {
            last = status;
            (long done, long wanted) = Extent(status);
            long step = wanted == 0 ? 0 : done * lines / wanted;
            if (step == shown) continue;
            shown = step;
            await Console.Error.WriteLineAsync(Describe(status, done, wanted, unit)).ConfigureAwait(false);
        }

        return last ?? throw new InvalidOperationException("The job reported no status.");
    }

    private static (long Done, long Wanted) Extent(JobStatus status) =>
        (status.Lanes.Sum(lane => lane.Accepted), status.Lanes.Sum(lane => lane.Boundary));

    private static string Describe(JobStatus status, long done, long wanted, string unit)
    {
        int open = status.Lanes.Count(lane => lane.StopReason is null);
        return $"{status.Id}: {done} of {wanted} {unit}s, {status.Lanes.Count - open} of {status.Lanes.Count} lanes done";
    }
}
