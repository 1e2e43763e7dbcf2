using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>f6 to f9, of low or moderate conditioning.</summary>
internal static class Moderate
{
    public static Func<double[], double> AttractiveSector(BbobInstance at) => x =>
    {
        double[] z = Times(at.Second, Scaled(10, Times(at.First, at.Centred(x))));
        double sum = z.Select((v, i) => (v * at.OptimumPoint[i] > 0 ? 1e4 : 1) * v * v).Sum();
        return Math.Pow(Oscillated(sum), 0.9);
    };

    public static Func<double[], double> StepEllipsoid(BbobInstance at) => x =>
    {
        double[] turned = Scaled(10, Times(at.First, at.Centred(x)));
        double[] z = Times(at.Second, [.. turned.Select(v => Math.Abs(v) > 0.5 ? Math.Floor(0.5 + v) : Math.Floor(0.5 + 10 * v) / 10)]);
        return 0.1 * Math.Max(Math.Abs(turned[0]) / 1e4, BbobTransforms.Ellipsoid(z, 2)) + Penalty(x);
    };

    /// <summary>The optimum lies in [-3, 3]^D.</summary>
    public static Func<double[], double> Rosenbrock(BbobInstance at)
    {
        at.OptimumPoint = [.. at.OptimumPoint.Select(v => 0.75 * v)];
        return x => Valley([.. at.Centred(x).Select(v => ValleyScale(x.Length) * v + 1)]);
    }

    public static Func<double[], double> RotatedRosenbrock(BbobInstance at)
    {
        at.OptimumPoint = ValleyEnd(at);
        return x => Valley([.. Times(at.First, x).Select(v => ValleyScale(x.Length) * v + 0.5)]);
    }

    /// <summary>Where z = max(1, sqrt(D) / 8) R x + 1/2 is 1: R' 1 / (2 max(1, sqrt(D) / 8)).</summary>
    public static double[] ValleyEnd(BbobInstance at) =>
        [.. Enumerable.Range(0, at.Dimensions).Select(j => at.First.Sum(row => row[j]) / (2 * ValleyScale(at.Dimensions)))];

    private static double Valley(double[] z)
    {
        double sum = 0;
        for (int i = 0; i + 1 < z.Length; i++)
        {
            double rise = z[i] * z[i] - z[i + 1];
            sum += 100 * rise * rise + (z[i] - 1) * (z[i] - 1);
        }

        return sum;
    }
}
