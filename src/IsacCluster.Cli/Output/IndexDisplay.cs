using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>
/// Shows running indices on stderr until the job settles: on a terminal one live line each, else one plain line a report.
/// The state may come from silos in other processes.
/// </summary>
public static class IndexDisplay
{
    private const int BarWidth = 12;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Consumes the statuses and returns the last one.</summary>
    /// <param name="noun">What an index is: model.</param>
    public static Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, IObservableJob job, string noun, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        ArgumentNullException.ThrowIfNull(job);
        return Console.IsErrorRedirected ? ShowLinesAsync(statuses, job, noun, time) : ShowLiveAsync(statuses, job, noun, time);
    }

    /// <summary>Writes a line for each report that a poll sees first, and one for each index that is finished.</summary>
    private static async Task<JobStatus> ShowLinesAsync(IAsyncEnumerable<JobStatus> statuses, IObservableJob job, string noun,
        TimeProvider time)
    {
        var shown = new int[job.Lanes.Count];
        long finished = -1;
        return await PollAsync(statuses, time, status =>
        {
            for (int lane = 0; lane < shown.Length; lane++)
            {
                if (job.ProgressOf(lane) is not { Report: > 0 } progress || progress.Report == shown[lane]) continue;
                shown[lane] = progress.Report;
                Console.Error.WriteLine($"{job.Lanes[lane].Label}: {progress.Line}");
            }

            if (status is null || Finished(status) == finished) return;
            finished = Finished(status);
            Console.Error.WriteLine($"{job.Id}: {finished} of {shown.Length} {Counted.Plural(noun)}");
        }).ConfigureAwait(false);
    }

    private static async Task<JobStatus> ShowLiveAsync(IAsyncEnumerable<JobStatus> statuses, IObservableJob job, string noun,
        TimeProvider time)
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        JobStatus? last = null;
        await terminal.Progress().HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth },
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask all = context.AddTask("starting", maxValue: job.Lanes.Count);
                var lines = new Dictionary<int, ProgressTask>();
                last = await PollAsync(statuses, time, status =>
                {
                    for (int lane = 0; lane < job.Lanes.Count; lane++) Update(context, lines, job, lane);
                    if (status is null) return;
                    all.Value = Finished(status);
                    all.Description = $"{Finished(status)} of {job.Lanes.Count} {Counted.Plural(noun)}";
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return last!;
    }

    private static void Update(ProgressContext context, Dictionary<int, ProgressTask> lines, IObservableJob job, int lane)
    {
        if (job.ProgressOf(lane) is not { } progress)
        {
            if (lines.Remove(lane, out ProgressTask? ended)) ended.Value = ended.MaxValue; // completed lines are hidden
            return;
        }

        string description = Markup.Escape($"{job.Lanes[lane].Label} {progress.Brief}");
        // One more than the epochs, so that the line is not hidden before its index has ended.
        if (!lines.TryGetValue(lane, out ProgressTask? line))
            lines[lane] = line = context.AddTask(description, maxValue: progress.Steps + 1);
        line.Description = description;
        line.Value = progress.Step;
    }

    /// <summary>Shows at once, at every interval and at the end, always with the last status, null before the first.</summary>
    private static async Task<JobStatus> PollAsync(IAsyncEnumerable<JobStatus> statuses, TimeProvider time, Action<JobStatus?> show)
    {
        JobStatus? last = null;
        Task watching = WatchAsync();
        using var timer = new PeriodicTimer(Interval, time);
        while (!watching.IsCompleted)
        {
            show(Volatile.Read(ref last));
            await Task.WhenAny(watching, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
        }

        await watching.ConfigureAwait(false);
        show(last);
        return last ?? throw new InvalidOperationException("The job reported no status.");

        async Task WatchAsync()
        {
            await foreach (JobStatus status in statuses.ConfigureAwait(false)) Volatile.Write(ref last, status);
        }
    }

    private static long Finished(JobStatus status) => status.Lanes.Sum(lane => lane.Accepted);
}
