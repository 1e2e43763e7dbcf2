using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

internal sealed partial class JobSession
{
    [LoggerMessage(1, LogLevel.Warning, "Job {Job}, lane {Lane}: an attempt of [{First}, {End}) failed")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, string job, int lane, long first, long end);

    [LoggerMessage(2, LogLevel.Information, "Job {Job}: a call was not answered and is repeated")]
    private static partial void LogCallFailed(ILogger logger, Exception exception, string job);

    [LoggerMessage(3, LogLevel.Warning, "Job {Job}, lane {Lane}: an attempt of [{First}, {End}) ran longer than {Limit}; {Outcome}")]
    private static partial void LogTimedOut(ILogger logger, string job, int lane, long first, long end, TimeSpan limit, string outcome);

    [LoggerMessage(4, LogLevel.Information, "Silo {Silo} works on job {Job}")]
    private static partial void LogBegun(ILogger logger, string silo, string job);

    [LoggerMessage(
        6, LogLevel.Warning,
        "Job {Job}, lane {Lane}: [{First}, {End}) runs alone, since silos died with it; nothing else starts here for up to {Probation}")]
    private static partial void LogSuspect(ILogger logger, string job, int lane, long first, long end, TimeSpan probation);

    [LoggerMessage(5, LogLevel.Information, "Silo {Silo} has left job {Job}")]
    private static partial void LogEnded(ILogger logger, string silo, string job);
}
