using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Coordination;

internal sealed partial class JobGrain
{
    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string job, string reason);
}
