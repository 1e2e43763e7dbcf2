using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Shows a job that says how it stands as a live table on stderr until it settles.</summary>
/// <param name="link">Of the live page, to click; null: there is none.</param>
internal sealed class LiveDisplay(IJobClient client, JobId id, IDetailedJob job, JobKind kind, Uri? link, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500), Least = TimeSpan.FromSeconds(2);

    /// <summary>A look takes a twentieth of the time at most.</summary>
    private const double Share = 20;

    private readonly TraceBook _traces = new(time);
    private IReadOnlyList<GlanceRow> _rows = [];
    private ClusterView? _cluster;

    /// <summary>Consumes the statuses and returns the last one.</summary>
    public async Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, CancellationToken cancellation)
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (link is not null) terminal.MarkupLine($"[link={link}]live page[/]");
        JobStatus? last = null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = WatchAsync(), looking = LookAsync(ended.Token);
        await terminal.Live(new Text("starting")).AutoClear(false).StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await Task.WhenAny(watching, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()).ConfigureAwait(false);
                Draw(context);
            }
            while (!watching.IsCompleted);

            await ended.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!watching.IsCompletedSuccessfully) return;
            await LookOnceAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what stays on the screen is the end
            Draw(context);
        }).ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return last ?? throw new InvalidOperationException("The job reported no status.");

        void Draw(LiveDisplayContext context)
        {
            if (Volatile.Read(ref last) is not { } status) return;
            int width = Math.Max(20, terminal.Profile.Width - 1);
            context.UpdateTarget(new Text(string.Join(
                '\n', LiveTable.Lines(status, kind, Volatile.Read(ref _rows), Volatile.Read(ref _cluster), time.GetUtcNow(), width))));
        }

        async Task WatchAsync()
        {
            await foreach (JobStatus status in statuses.ConfigureAwait(false)) Volatile.Write(ref last, status);
        }
    }

    /// <summary>Looks at the results again and again; what cannot be seen now is seen the next time.</summary>
    private async Task LookAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            long start = time.GetTimestamp();
            try
            {
                await LookOnceAsync(stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The watch itself tells what is wrong.
            }

            TimeSpan pause = TimeSpan.FromTicks(Math.Max(Least.Ticks, (long)(Share * time.GetElapsedTime(start).Ticks)));
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookOnceAsync(CancellationToken stop)
    {
        Volatile.Write(ref _cluster, await client.GetClusterAsync(stop).ConfigureAwait(false));
        JobResults results = await client.GetResultsAsync(id, stop).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        JobOutcome outcome = OutcomeReader.Read(job, results, now, now, hosts: 1);
        JobDetail detail = await Task.Run(() => job.Detail(outcome, _traces, runs: true), stop).ConfigureAwait(false);
        Volatile.Write(ref _rows, detail.Rows);
    }
}
