using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// What the tasks of one job have on one seat: their runner, made when the first needs it, and a token that fires when the session stops
/// its tasks or when the one at hand is too late. Its seat's thread uses it; only <see cref="Cancel"/> comes from another.
/// </summary>
internal sealed class Workplace(IJob job, CancellationToken stopTasks) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopTasks);
    private ITaskRunner? _runner;
    private bool _spoiled;

    public CancellationToken Cancellation => _cancellation.Token;

    public ITaskRunner Runner => _runner ??= job.CreateRunner();

    /// <summary>Whether another task may run here: not after one that threw or was cancelled alone.</summary>
    public bool IsUsable => !_spoiled && (!_cancellation.IsCancellationRequested || stopTasks.IsCancellationRequested);

    /// <summary>A task threw: the work space may be half changed.</summary>
    public void Spoil() => _spoiled = true;

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the task has ended and its session with it
        }
    }

    public void Dispose()
    {
        _runner?.Dispose();
        _cancellation.Dispose();
    }
}
