using System.Globalization;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Training;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>
/// Shows running trainings on stderr until the job settles: on a terminal one live line a model, else one plain line a validation.
/// The state comes from the job's progress files, which silos in other processes write as well.
/// </summary>
public static class TrainingDisplay
{
    private const int BarWidth = 12;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Consumes the statuses and returns the last one.</summary>
    public static Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, TrainingJob job, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        ArgumentNullException.ThrowIfNull(job);
        return Console.IsErrorRedirected ? ShowLinesAsync(statuses, job, time) : ShowLiveAsync(statuses, job, time);
    }

    /// <summary>Writes a line for each validation that a poll sees first, and one for each model that is finished.</summary>
    private static async Task<JobStatus> ShowLinesAsync(IAsyncEnumerable<JobStatus> statuses, TrainingJob job, TimeProvider time)
    {
        var shown = new int[job.Lanes.Count];
        long finished = -1;
        return await PollAsync(statuses, time, status =>
        {
            for (int lane = 0; lane < shown.Length; lane++)
            {
                if (job.ReadProgress(lane) is not { LastValidation: { } validation } progress || validation.Epoch == shown[lane]) continue;
                shown[lane] = validation.Epoch;
                Console.Error.WriteLine($"{job.Lanes[lane].Label}: {Describe(progress, validation)}");
            }

            if (status is null || Finished(status) == finished) return;
            finished = Finished(status);
            Console.Error.WriteLine($"{job.Id}: {finished} of {shown.Length} models");
        }).ConfigureAwait(false);
    }

    private static async Task<JobStatus> ShowLiveAsync(IAsyncEnumerable<JobStatus> statuses, TrainingJob job, TimeProvider time)
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        JobStatus? last = null;
        await terminal.Progress().HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth }, new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask all = context.AddTask("starting", maxValue: job.Lanes.Count);
                var lines = new Dictionary<int, ProgressTask>();
                last = await PollAsync(statuses, time, status =>
                {
                    for (int lane = 0; lane < job.Lanes.Count; lane++) Update(context, lines, job, lane);
                    if (status is null) return;
                    all.Value = Finished(status);
                    all.Description = $"{Finished(status)} of {job.Lanes.Count} models";
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return last!;
    }

    private static void Update(ProgressContext context, Dictionary<int, ProgressTask> lines, TrainingJob job, int lane)
    {
        if (job.ReadProgress(lane) is not { } progress)
        {
            if (lines.Remove(lane, out ProgressTask? ended)) ended.Value = ended.MaxValue; // completed lines are hidden
            return;
        }

        string description = Markup.Escape($"{job.Lanes[lane].Label} {Short(progress)}");
        // One more than the epochs, so that the line is not hidden before its training has ended.
        if (!lines.TryGetValue(lane, out ProgressTask? line))
            lines[lane] = line = context.AddTask(description, maxValue: progress.Epochs + 1);
        line.Description = description;
        line.Value = progress.Epoch;
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

    private static string Describe(TrainingProgress progress, CurvePoint validation) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch} of {progress.Epochs}, loss {progress.TrainingLoss:G4}, validation loss {validation.ValidationLoss:G4}, "
        + $"mse {validation.Mse:G4}, satisfaction {100 * validation.Satisfaction:0.0} %, {progress.SecondsPerEpoch:G3} s per epoch");

    /// <summary>Short: a line and its bar have to fit on one line of the terminal.</summary>
    private static string Short(TrainingProgress progress)
    {
        string validation = progress.LastValidation is { } last
            ? string.Create(CultureInfo.InvariantCulture, $" val {last.ValidationLoss:G4} sat {100 * last.Satisfaction:0.0}%")
            : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{progress.Epoch}/{progress.Epochs} loss {progress.TrainingLoss:G4}{validation} {progress.SecondsPerEpoch:G3} s");
    }
}
