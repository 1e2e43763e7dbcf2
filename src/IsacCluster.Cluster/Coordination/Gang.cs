namespace IsacCluster.Cluster.Coordination;

/// <summary>Calls to many lanes, a few at a time, for each may bring a grain into memory. Runs on its grain's scheduler.</summary>
internal static class Gang
{
    /// <summary>Calls that are on their way at once.</summary>
    public const int Size = 32;

    /// <summary>Acts on each; after an exception no further one is begun, and the first is thrown.</summary>
    public static async Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> act)
    {
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Size, items.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (next < items.Count)
            {
                try
                {
                    await act(items[next++]);
                }
                catch
                {
                    next = items.Count;
                    throw;
                }
            }
        }
    }
}
