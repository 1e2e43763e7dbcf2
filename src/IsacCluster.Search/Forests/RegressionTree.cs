using IsacCluster.Search.Randomness;

namespace IsacCluster.Search.Forests;

/// <summary>A leaf: a box of the unit cube and the mean cost in it.</summary>
internal sealed record Leaf(double[] Low, double[] High, double Value)
{
    public double Width(int j) => High[j] - Low[j];

    /// <summary>Whether a point is in the box; its upper faces belong to it at the cube's faces only.</summary>
    public bool Contains(double[] point)
    {
        for (int j = 0; j < point.Length; j++)
        {
            if (point[j] < Low[j] || (point[j] >= High[j] && High[j] < 1)) return false;
        }

        return true;
    }

    public double Volume() => Low.Select((low, j) => High[j] - low).Aggregate(1.0, (product, width) => product * width);
}

/// <summary>A regression tree grown on a bootstrap sample; each split minimises the squared error over all parameters.</summary>
/// <remarks>Breiman, Machine Learning 45, 2001.</remarks>
internal sealed class RegressionTree
{
    private const int LeastLeaf = 3;

    private readonly double[][] _points;
    private readonly double[] _costs;
    private readonly List<Leaf> _leaves = [];

    public RegressionTree(double[][] points, double[] costs, ref SearchStream stream)
    {
        (_points, _costs) = (points, costs);
        int[] sample = new int[points.Length];
        for (int i = 0; i < sample.Length; i++) sample[i] = stream.NextInt(points.Length);
        int d = points[0].Length;
        Grow(sample, new double[d], [.. Enumerable.Repeat(1.0, d)]);
    }

    public IReadOnlyList<Leaf> Leaves => _leaves;

    /// <summary>The mean cost in the leaf of a point of the unit cube.</summary>
    public double At(double[] point)
    {
        foreach (Leaf leaf in _leaves)
        {
            if (leaf.Contains(point)) return leaf.Value;
        }

        throw new ArgumentException("The point is not in the unit cube.", nameof(point));
    }

    private void Grow(int[] sample, double[] low, double[] high)
    {
        (int split, double at) = BestSplit(sample);
        if (split < 0)
        {
            _leaves.Add(new Leaf(low, high, sample.Average(i => _costs[i])));
            return;
        }

        double[] middleHigh = [.. high], middleLow = [.. low];
        middleHigh[split] = middleLow[split] = at;
        Grow([.. sample.Where(i => _points[i][split] < at)], low, middleHigh);
        Grow([.. sample.Where(i => _points[i][split] >= at)], middleLow, high);
    }

    private (int Split, double At) BestSplit(int[] sample)
    {
        (int split, double at) = (-1, 0);
        double total = sample.Sum(i => _costs[i]), most = total * total / sample.Length * (1 + 1e-12) + 1e-12;
        int[] order = [.. sample];
        for (int j = 0; j < _points[0].Length; j++)
        {
            Array.Sort(order, (a, b) => _points[a][j].CompareTo(_points[b][j]));
            double left = 0;
            for (int i = 0; i + 1 < order.Length; i++)
            {
                left += _costs[order[i]];
                double here = _points[order[i]][j], next = _points[order[i + 1]][j];
                if (i + 1 < LeastLeaf || order.Length - i - 1 < LeastLeaf || here == next) continue;
                double right = total - left, gain = left * left / (i + 1) + right * right / (order.Length - i - 1);
                if (gain > most) (split, at, most) = (j, (here + next) / 2, gain);
            }
        }

        return (split, at);
    }
}
