using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Which jobs at rest are listed again after damage, and which are kept.</summary>
internal sealed partial class DispatchGrain
{
    private static readonly TimeSpan KeepPeriod = TimeSpan.FromMinutes(10), LookPeriod = TimeSpan.FromHours(1);

    private bool _isDamaged, _isDeleting;

    private bool Keeps => _options.Keep is not null || _options.KeepJobs is not null;

    private void BeginRetention()
    {
        if (_isDamaged || (Keeps && _options.ResumesJobs)) this.RegisterGrainTimer(LookAsync, TimeSpan.Zero, LookPeriod);
        if (Keeps) this.RegisterGrainTimer(DeleteEndedAsync, TimeSpan.Zero, new[] { _options.Keep / 4 ?? KeepPeriod, KeepPeriod }.Min());
    }

    /// <summary>Looks for the jobs at rest that are not listed, and lists them again where the list was damaged.</summary>
    private async Task LookAsync()
    {
        try
        {
            await _unlisted.LookAsync(job => _jobs.Find(job) is not null);
        }
        catch (Exception e)
        {
            LogNotFound(_log, e); // the next round tries again
            return;
        }

        if (_isDamaged)
        {
            _isDamaged = false;
            foreach (var job in _unlisted.All) _jobs.Adopt(job);
            ClusterMetrics.Lists(this, _jobs.Phases());
            SaveSoon();
        }

        if (Keeps) await DeleteEndedAsync();
    }

    /// <summary>
    /// Deletes the jobs that are not kept any more, one after another. Those that end meanwhile are of the same round; what could not be
    /// deleted is tried again by the next.
    /// </summary>
    private async Task DeleteEndedAsync()
    {
        if (_isDeleting) return;
        _isDeleting = true;
        try
        {
            await DeleteUnlistedAsync();
            HashSet<JobId> tried = [];
            while (_jobs.Ended(_options.Keep, _options.KeepJobs).Where(tried.Add).ToList() is { Count: > 0 } ended)
                foreach (var job in ended) await DeleteAsync(job);
        }
        finally
        {
            _isDeleting = false;
        }

        SaveSoon();
    }

    /// <summary>Those that are not listed came to rest before those that are.</summary>
    private async Task DeleteUnlistedAsync()
    {
        var ended = _unlisted.All.Where(job => _jobs.Find(job.Id) is null && JobRegister.HasEnded(job)).ToList();
        int surplus = _options.KeepJobs is { } most ? ended.Count + _jobs.EndedCount - most : 0;
        var since = _time.GetUtcNow() - _options.Keep;
        foreach (var job in ended.Where((job, at) => at < surplus || job.Rested <= since))
        {
            _unlisted.Forget(job.Id);
            if (await _unlisted.IsUnchangedAsync(job)) await DeleteAsync(job.Id);
        }
    }

    private async Task DeleteAsync(JobId job)
    {
        try
        {
            if (await GrainFactory.GetGrain<IJobGrain>(job.Value).Delete())
                _silos.Tell(ClusterEventKind.JobDeleted, $"job {job} was deleted: jobs are not kept longer after they ended", job: job);
        }
        catch (Exception e)
        {
            LogNotDeleted(_log, e, job.Value);
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "Job {Job}, which is not kept any more, could not be deleted")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string job);

    [LoggerMessage(4, LogLevel.Warning, "The store could not be asked for jobs that are not listed")]
    private static partial void LogNotFound(ILogger logger, Exception exception);
}
