namespace IsacCluster.Reporting.Figures;

/// <summary>Some of many, where a drawing or a table has no room for all.</summary>
public static class EvenChoice
{
    /// <summary>At most <paramref name="most"/> items, evenly chosen, first and last among them; of one the middle.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : most == 1 ? [items[items.Count / 2]]
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];
}
