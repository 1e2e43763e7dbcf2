using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Lanes;

internal sealed partial class LaneGrain
{
    [LoggerMessage(1, LogLevel.Error, "Lane {Lane} cannot go on")]
    private static partial void LogBroken(ILogger logger, Exception exception, string lane);

    [LoggerMessage(2, LogLevel.Information, "Lane {Lane} could not notify its coordinator and tries again")]
    private static partial void LogNotNotified(ILogger logger, Exception exception, string lane);

    [LoggerMessage(3, LogLevel.Warning, "Lane {Lane} could not be saved and goes on from what is durable")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string lane);

    [LoggerMessage(4, LogLevel.Warning, "Lane {Lane} knows of {Accepted} accepted samples, others of {Known}: its record is read again")]
    private static partial void LogOld(ILogger logger, string lane, long accepted, long known);
}
