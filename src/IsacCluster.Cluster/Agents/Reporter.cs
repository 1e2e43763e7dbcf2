using System.Threading.Channels;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// Carries attempts to their lanes in batches and repeats until acknowledged; slots never wait for it. The results of a batch are merged
/// here, near the workers, and sent as one; where the lane cannot accept all of them together, each is sent alone. A report may arrive
/// twice: the lane accepts it once.
/// </summary>
/// <param name="acknowledged">
/// Called with a lane and a number of its leases when they need no renewal any more, so that whoever waits for <see cref="Pending"/> to
/// fall can look.
/// </param>
internal sealed partial class Reporter(
    AgentId agent,
    IJob job,
    Func<int, ILaneGrain> lanes,
    SessionAccount account,
    Action<int, int> acknowledged,
    ClusterOptions options,
    TimeProvider time,
    ILogger log)
{
    private const int MostPerReport = 2048;
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>(new UnboundedChannelOptions { SingleReader = true });

    private int _pending;

    /// <summary>Attempts that no lane has acknowledged yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public void Add(Attempt attempt)
    {
        Interlocked.Increment(ref _pending);
        _attempts.Writer.TryWrite(attempt);
    }

    public void Complete() => _attempts.Writer.Complete();

    /// <summary>
    /// Runs until completed and all is acknowledged, or until <paramref name="giveUp"/>: the rest will be computed again.
    /// </summary>
    public async Task RunAsync(CancellationToken giveUp)
    {
        var sending = new List<Task>();
        while (await _attempts.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (!_attempts.Reader.Completion.IsCompleted) await Task.Delay(options.ReportDelay, time, CancellationToken.None);
            var batch = new List<Attempt>();
            while (batch.Count < MostPerReport && _attempts.Reader.TryRead(out var attempt)) batch.Add(attempt);
            foreach (var group in batch.GroupBy(attempt => attempt.Lane)) sending.Add(SendAsync(group.Key, [.. group], giveUp));
            sending.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(sending);
    }

    private async Task SendAsync(int lane, List<Attempt> batch, CancellationToken giveUp)
    {
        await RepeatAsync(lane, batch, giveUp);
        foreach (var attempt in batch) attempt.Turn?.Dispose();
        Interlocked.Add(ref _pending, -batch.Count);
        acknowledged(lane, batch.Count);
    }

    private async Task RepeatAsync(int lane, List<Attempt> batch, CancellationToken giveUp)
    {
        var reports = batch.Where(attempt => !attempt.IsHandedBack).ToList();
        var handedBack = batch.Where(attempt => attempt.IsHandedBack).Select(attempt => attempt.Task.LeaseId).ToList();
        var merged = PartialMerge.Of(job, reports);
        while (!giveUp.IsCancellationRequested)
        {
            using var activity = ClusterTelemetry.Source.StartActivity("report")?.SetTag("isac.reports", reports.Count);
            try
            {
                if (handedBack.Count > 0) await lanes(lane).Release(agent, handedBack).WaitAsync(giveUp);
                handedBack.Clear();
                if (merged is not null && await lanes(lane).ReportMerged(agent, merged.Report).WaitAsync(giveUp))
                {
                    foreach (var attempt in merged.Attempts) account.Accepted(attempt.Elapsed, attempt.StageTime);
                    reports.RemoveAll(attempt => attempt.Result is not null);
                }

                merged = null;
                if (reports.Count == 0) return;
                var verdicts = await lanes(lane).Report(agent, [.. reports.Select(attempt => attempt.ToReport())]).WaitAsync(giveUp);
                Book(reports, verdicts);
                return;
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogRepeat(log, e, lane);
                await Task.Delay(options.RetryDelay, time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        foreach (var attempt in reports) account.Wasted(attempt.Elapsed);
    }

    private void Book(List<Attempt> reports, IReadOnlyList<bool> verdicts)
    {
        foreach (var (attempt, accepted) in reports.Zip(verdicts))
        {
            if (accepted) account.Accepted(attempt.Elapsed, attempt.StageTime);
            else account.Wasted(attempt.Elapsed);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "A report to lane {Lane} was not acknowledged and is repeated")]
    private static partial void LogRepeat(ILogger logger, Exception exception, int lane);
}
