namespace IsacCluster.Reporting.Figures;

/// <summary>Some of many, where a drawing or a table has no room for all.</summary>
public static class EvenChoice
{
    /// <summary>At most <paramref name="most"/> items, at least 2, evenly chosen, first and last among them.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];
}
