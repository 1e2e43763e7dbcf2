using IsacCluster.Cluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Coordination;

internal sealed partial class JobGrain
{
    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string job, string reason);

    [LoggerMessage(2, LogLevel.Information, "Job {Job} could not be announced and is announced again")]
    private static partial void LogNotAnnounced(ILogger logger, Exception exception, string job);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job} could not be saved and goes on from what is durable")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string job);

    [LoggerMessage(4, LogLevel.Information, "Job {Job} is now {Phase}")]
    private static partial void LogPhase(ILogger logger, string job, JobPhase phase);

    [LoggerMessage(5, LogLevel.Information, "The reminder of job {Job} could not be changed")]
    private static partial void LogNotReminded(ILogger logger, Exception exception, string job);

    [LoggerMessage(7, LogLevel.Information, "Job {Job}: lanes could not be opened and are tried again: {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string job, string reason);

    [LoggerMessage(6, LogLevel.Information, "Job {Job} is deleted")]
    private static partial void LogDeleted(ILogger logger, string job);
}
