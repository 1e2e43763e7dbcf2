using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>f15 to f19, multimodal with adequate global structure.</summary>
internal static class Multimodal
{
    private const int Octaves = 12;

    private static readonly double WeierstrassLeast =
        Enumerable.Range(0, Octaves).Sum(k => Math.Pow(0.5, k) * Math.Cos(Math.PI * Math.Pow(3, k)));

    public static Func<double[], double> Rastrigin(BbobInstance at) => x =>
    {
        double[] bent = Asymmetric(0.2, Oscillated(Times(at.First, at.Centred(x))));
        double[] z = Times(at.First, Scaled(10, Times(at.Second, bent)));
        return Waves(z) + SquaredNorm(z);
    };

    public static Func<double[], double> Weierstrass(BbobInstance at) => x =>
    {
        double[] z = Times(at.First, Scaled(0.01, Times(at.Second, Oscillated(Times(at.First, at.Centred(x))))));
        double sum = 0;
        foreach (double v in z)
        {
            for (int k = 0; k < Octaves; k++) sum += Math.Pow(0.5, k) * Math.Cos(2 * Math.PI * Math.Pow(3, k) * (v + 0.5));
        }

        double above = sum / z.Length - WeierstrassLeast;
        return 10 * above * above * above + 10.0 / z.Length * Penalty(x);
    };

    public static Func<double[], double> Schaffer(BbobInstance at) => Schaffer(at, 10);

    public static Func<double[], double> IllConditionedSchaffer(BbobInstance at) => Schaffer(at, 1000);

    public static Func<double[], double> GriewankRosenbrock(BbobInstance at)
    {
        at.OptimumPoint = Moderate.ValleyEnd(at);
        return x =>
        {
            double[] z = [.. Times(at.First, x).Select(v => ValleyScale(x.Length) * v + 0.5)];
            double sum = 0;
            for (int i = 0; i + 1 < z.Length; i++)
            {
                double rise = z[i] * z[i] - z[i + 1], s = 100 * rise * rise + (z[i] - 1) * (z[i] - 1);
                sum += s / 4000 - Math.Cos(s);
            }

            return 10 * sum / (z.Length - 1) + 10;
        };
    }

    private static Func<double[], double> Schaffer(BbobInstance at, double conditioning) => x =>
    {
        double[] z = Scaled(conditioning, Times(at.Second, Asymmetric(0.5, Times(at.First, at.Centred(x)))));
        double sum = 0;
        for (int i = 0; i + 1 < z.Length; i++)
        {
            double s = Math.Sqrt(z[i] * z[i] + z[i + 1] * z[i + 1]), wave = Math.Sin(50 * Math.Pow(s, 0.2));
            sum += Math.Sqrt(s) * (1 + wave * wave);
        }

        double mean = sum / (z.Length - 1);
        return mean * mean + 10 * Penalty(x);
    };
}
