using Microsoft.Extensions.Options;

namespace IsacCluster.Cluster;

/// <summary>
/// The one place that knows which <see cref="ClusterOptions"/> are allowed; the host checks them before the agent starts.
/// </summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        string[] mistakes = [.. Mistakes(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(ClusterOptions options)
    {
        if (options.Slots is not { Cpu: >= 0 and <= SlotCounts.Most, Cuda: >= 0 and <= SlotCounts.Most })
            yield return $"A silo has 0 to {SlotCounts.Most} slots of each kind.";
        if (options.TaskTimeout <= TimeSpan.Zero) yield return "A task has more than no time.";
        if (options.LongPoll >= options.LeaseLifetime || options.Heartbeat >= options.LeaseLifetime)
            yield return "Leases outlive heartbeats and waiting calls.";
    }
}
