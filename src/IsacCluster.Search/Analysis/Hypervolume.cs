namespace IsacCluster.Search.Analysis;

/// <summary>The volume that a set of cost vectors dominates below a reference point; exact, for two or three objectives.</summary>
/// <remarks>Zitzler, Thiele, PPSN V, 1998. Two: a sweep, O(n log n). Three: slabs along the last objective, O(n^2 log n).</remarks>
public static class Hypervolume
{
    /// <param name="costs">Less is better; points not below the reference in every objective count nothing.</param>
    /// <param name="reference">Two or three numbers.</param>
    /// <exception cref="ArgumentException">Another number of objectives.</exception>
    public static double Of(IEnumerable<double[]> costs, ReadOnlySpan<double> reference)
    {
        double[] limit = reference.ToArray();
        double[][] inside = [.. costs.Where(point => point.Length == limit.Length && !point.Where((c, k) => !(c < limit[k])).Any())];
        return limit.Length switch
        {
            2 => Area(inside, limit),
            3 => Volume(inside, limit),
            _ => throw new ArgumentException($"reference: {limit.Length} objectives; allowed: 2 or 3.", nameof(reference)),
        };
    }

    private static double Area(IEnumerable<double[]> points, double[] limit)
    {
        double area = 0, height = limit[1];
        foreach (double[] point in points.OrderBy(p => p[0]).ThenBy(p => p[1]))
        {
            if (point[1] >= height) continue;
            area += (limit[0] - point[0]) * (height - point[1]);
            height = point[1];
        }

        return area;
    }

    private static double Volume(double[][] points, double[] limit)
    {
        double[][] byLast = [.. points.OrderBy(p => p[2])];
        double volume = 0;
        for (int i = 0; i < byLast.Length; i++)
        {
            double top = i + 1 < byLast.Length ? byLast[i + 1][2] : limit[2];
            if (top > byLast[i][2]) volume += (top - byLast[i][2]) * Area(byLast.Take(i + 1), limit);
        }

        return volume;
    }
}
