using System.Runtime.ExceptionServices;

namespace IsacCluster.Reporting;

/// <summary>The same for each of several things, on all processors.</summary>
public static class AtOnce
{
    /// <summary>Does it for each; where some fail, the first failure as it was thrown.</summary>
    public static void Each<T>(IReadOnlyList<T> items, Action<T> action) => Each(items.Count, i => action(items[i]));

    /// <summary>Does it for 0 to count - 1.</summary>
    public static void Each(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, action);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
