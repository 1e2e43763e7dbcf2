using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Shows a job's progress on stderr until it settles: a live bar on a terminal, plain lines when piped.</summary>
public static class ProgressDisplay
{
    /// <summary>Consumes the statuses and returns the last one.</summary>
    /// <param name="kind">Says what lanes and indices are called.</param>
    public static async Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, JobKind kind)
    {
        if (Console.IsErrorRedirected) return await ShowLinesAsync(statuses, kind).ConfigureAwait(false);
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
                    bar.Description = $"{done} of {Counted.Of(wanted, kind.IndexName)}"; // short: a bar has to fit on one line
                    bar.MaxValue = Math.Max(wanted, 1);
                    bar.Value = done;
                }
            }).ConfigureAwait(false);
        return last ?? throw new InvalidOperationException("The job reported no status.");
    }

    private static async Task<JobStatus> ShowLinesAsync(IAsyncEnumerable<JobStatus> statuses, JobKind kind)
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
            await Console.Error.WriteLineAsync(Describe(status, done, wanted, kind)).ConfigureAwait(false);
        }

        return last ?? throw new InvalidOperationException("The job reported no status.");
    }

    /// <summary>How many indices are accepted, and how many are wanted so far.</summary>
    internal static (long Done, long Wanted) Extent(JobStatus status) =>
        (status.Lanes.Sum(lane => lane.Accepted), status.Lanes.Sum(lane => lane.Boundary));

    private static string Describe(JobStatus status, long done, long wanted, JobKind kind)
    {
        int open = status.Lanes.Count(lane => lane.StopReason is null);
        return $"{status.Id}: {done} of {Counted.Of(wanted, kind.IndexName)}, {status.Lanes.Count - open} of "
            + $"{Counted.Of(status.Lanes.Count, kind.LaneName)} done";
    }
}
