using IsacCluster.Search.Randomness;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>
/// What an instance of a function draws: the place of its optimum, its value there, two rotations and the signs of f5, f8, f20 and f24;
/// keyed by function, dimensions and instance.
/// </summary>
internal sealed class BbobInstance
{
    private SearchStream _stream;

    public BbobInstance(int function, int dimensions, int instance)
    {
        (Function, Dimensions) = (function, dimensions);
        _stream = new SearchStream((ulong)instance, DrawPurpose.Bbob, function, dimensions);
        OptimumPoint = [.. Enumerable.Range(0, dimensions).Select(_ => Uniform(-4, 4))];
        Value = Math.Clamp(Math.Round(100 * 100 * _stream.NextGaussian() / _stream.NextGaussian()) / 100, -1000, 1000);
        (First, Second) = (Rotation(), Rotation());
        Signs = [.. Enumerable.Range(0, dimensions).Select(_ => _stream.NextUniform() < 0.5 ? -1.0 : 1)];
    }

    public int Function { get; }

    public int Dimensions { get; }

    /// <summary>x_opt, uniform in [-4, 4]^D until a function moves it.</summary>
    public double[] OptimumPoint { get; set; }

    /// <summary>f_opt: a ratio of normal numbers times 100, to two decimals, cut to [-1000, 1000].</summary>
    public double Value { get; }

    /// <summary>R: rows are orthonormal.</summary>
    public double[][] First { get; }

    /// <summary>Q.</summary>
    public double[][] Second { get; }

    /// <summary>1 or -1 for each coordinate.</summary>
    public double[] Signs { get; }

    public double Uniform(double low, double high) => low + (high - low) * _stream.NextUniform();

    /// <summary>0 .. count - 1 in a random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = _stream.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>x - x_opt.</summary>
    public double[] Centred(ReadOnlySpan<double> x)
    {
        double[] centred = new double[x.Length];
        for (int i = 0; i < x.Length; i++) centred[i] = x[i] - OptimumPoint[i];
        return centred;
    }

    /// <summary>Normal rows, made orthonormal by Gram and Schmidt.</summary>
    private double[][] Rotation()
    {
        double[][] rows = [.. Enumerable.Range(0, Dimensions).Select(_ => new double[Dimensions])];
        for (int i = 0; i < Dimensions; i++)
        {
            for (int j = 0; j < Dimensions; j++) rows[i][j] = _stream.NextGaussian();
            for (int k = 0; k < i; k++)
            {
                double along = rows[i].Zip(rows[k], (a, b) => a * b).Sum();
                for (int j = 0; j < Dimensions; j++) rows[i][j] -= along * rows[k][j];
            }

            double norm = Math.Sqrt(rows[i].Sum(a => a * a));
            for (int j = 0; j < Dimensions; j++) rows[i][j] /= norm;
        }

        return rows;
    }
}
