using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>The results of several attempts of one lane as one report: the lane reads and merges once instead of once a task.</summary>
/// <param name="Attempts">Those that have a result.</param>
internal sealed record PartialMerge(IReadOnlyList<Attempt> Attempts, MergedReport Report)
{
    /// <param name="attempts">Of one lane.</param>
    /// <returns>Null where there are not two results to merge.</returns>
    public static PartialMerge? Of(IJob job, IReadOnlyList<Attempt> attempts)
    {
        Attempt[] results = [.. attempts.Where(attempt => attempt.Result is not null)];
        if (results.Length < 2) return null;
        var merged = job.Empty(results[0].Lane);
        foreach (var attempt in results) merged.Merge(attempt.Result!);
        var stages = results.SelectMany(attempt => attempt.Stages).GroupBy(stage => stage.Stage, StringComparer.Ordinal)
            .Select(group => new StageTotal(group.Key, group.Sum(stage => stage.Calls), group.Sum(stage => stage.Seconds)));
        return new PartialMerge(results, new MergedReport([.. results.Select(attempt => attempt.Task)], merged.ToBytes(), [.. stages]));
    }
}
