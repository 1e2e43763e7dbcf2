namespace IsacCluster.Cluster.Storage;

/// <summary>
/// Writes a grain's state for all who wait, at most once per interval: the first request writes at once, those that arrive
/// during the write or the pause after it share the next. Runs on its grain's scheduler and is not thread-safe.
/// </summary>
/// <param name="write">Takes its snapshot before its first await.</param>
/// <param name="failed">Told of a failed write, after the waiters.</param>
internal sealed class GroupCommit(Func<Task> write, Action<Exception> failed, TimeSpan interval, TimeProvider time)
{
    private List<TaskCompletionSource> _waiting = [];
    private TaskCompletionSource? _hurry;
    private bool _running, _writing;

    /// <summary>Whether a write is under way or asked for.</summary>
    public bool IsBusy => _writing || _waiting.Count > 0;

    /// <summary>Completes when a write that began after this call is durable; throws what the write threw.</summary>
    /// <param name="urgent">Do not wait for the interval.</param>
    public Task RequestAsync(bool urgent = false)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(done);
        if (urgent) _hurry?.TrySetResult();
        if (!_running) _ = RunAsync();
        return done.Task;
    }

    private async Task RunAsync()
    {
        _running = true;
        while (_waiting.Count > 0)
        {
            var waiting = _waiting;
            _waiting = [];
            _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                _writing = true;
                await write();
                _writing = false;
            }
            catch (Exception thrown)
            {
                var e = DataFolderException.In(thrown) ?? thrown;
                _running = _writing = false;
                foreach (var done in waiting.Concat(_waiting)) done.SetException(e);
                _waiting = [];
                failed(e);
                return;
            }

            foreach (var done in waiting) done.SetResult();
            await _hurry.Task.WaitAsync(interval, time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _running = false;
    }
}
