namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>The transformations that the functions are made of, by their symbols.</summary>
/// <remarks>
/// Hansen, Finck, Ros, Auger, "Real-parameter black-box optimization benchmarking 2009: noiseless functions definitions", INRIA RR-6829.
/// </remarks>
internal static class BbobTransforms
{
    /// <summary>i / (D - 1) of coordinate i = 0 .. D - 1.</summary>
    public static double Place(int i, int dimensions) => (double)i / (dimensions - 1);

    /// <summary>M x.</summary>
    public static double[] Times(double[][] matrix, double[] x) => [.. matrix.Select(row => row.Zip(x, (a, b) => a * b).Sum())];

    /// <summary>Lambda^alpha x: coordinate i times alpha^(i / (2 (D - 1))).</summary>
    public static double[] Scaled(double alpha, double[] x) => [.. x.Select((v, i) => v * Math.Pow(alpha, 0.5 * Place(i, x.Length)))];

    /// <summary>T_osz of a number: sign(x) exp(h + 0.049 (sin(c1 h) + sin(c2 h))), h = log |x|.</summary>
    public static double Oscillated(double x)
    {
        if (x == 0) return 0;
        double h = Math.Log(Math.Abs(x)), c1 = x > 0 ? 10 : 5.5, c2 = x > 0 ? 7.9 : 3.1;
        return Math.Sign(x) * Math.Exp(h + 0.049 * (Math.Sin(c1 * h) + Math.Sin(c2 * h)));
    }

    public static double[] Oscillated(double[] x) => [.. x.Select(Oscillated)];

    /// <summary>T_asy^beta: x_i^(1 + beta i / (D - 1) sqrt(x_i)) where x_i &gt; 0.</summary>
    public static double[] Asymmetric(double beta, double[] x) =>
        [.. x.Select((v, i) => v > 0 ? Math.Pow(v, 1 + beta * Place(i, x.Length) * Math.Sqrt(v)) : v)];

    /// <summary>f_pen: sum_i max(0, |x_i| - 5)^2.</summary>
    public static double Penalty(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double v in x)
        {
            double outside = Math.Max(0, Math.Abs(v) - 5);
            sum += outside * outside;
        }

        return sum;
    }

    public static double SquaredNorm(double[] x) => x.Sum(v => v * v);

    /// <summary>sum_i 10^(power i / (D - 1)) x_i^2.</summary>
    public static double Ellipsoid(double[] x, double power) => x.Select((v, i) => Math.Pow(10, power * Place(i, x.Length)) * v * v).Sum();

    /// <summary>10 (D - sum_i cos(2 pi x_i)).</summary>
    public static double Waves(double[] x) => 10 * (x.Length - x.Sum(v => Math.Cos(2 * Math.PI * v)));

    /// <summary>max(1, sqrt(D) / 8).</summary>
    public static double ValleyScale(int dimensions) => Math.Max(1, Math.Sqrt(dimensions) / 8);
}
