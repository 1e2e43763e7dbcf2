using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>f20, f23 and f24, multimodal with weak global structure.</summary>
internal static class WeakStructure
{
    /// <summary>The optimum is 4.2096874633 / 2 in every coordinate, with random signs.</summary>
    public static Func<double[], double> Schwefel(BbobInstance at)
    {
        const double place = 4.2096874633 / 2;
        at.OptimumPoint = [.. at.Signs.Select(sign => place * sign)];
        return x =>
        {
            double[] own = [.. x.Select((v, i) => 2 * at.Signs[i] * v)], z = new double[x.Length];
            for (int i = 0; i < z.Length; i++) z[i] = own[i] + (i == 0 ? 0 : 0.25 * (own[i - 1] - 2 * place));
            z = [.. Scaled(10, [.. z.Select(v => v - 2 * place)]).Select(v => 100 * (v + 2 * place))];
            double sum = z.Sum(v => v * Math.Sin(Math.Sqrt(Math.Abs(v))));
            return -sum / (100 * z.Length) + 4.189828872724339 + 100 * Penalty([.. z.Select(v => v / 100)]);
        };
    }

    public static Func<double[], double> Katsuura(BbobInstance at) => x =>
    {
        int d = x.Length;
        double[] z = Times(at.Second, Scaled(100, Times(at.First, at.Centred(x))));
        double product = 1, power = 10 / Math.Pow(d, 1.2), scale = 10.0 / ((double)d * d);
        for (int i = 0; i < d; i++)
        {
            double sum = 0;
            for (int j = 1; j <= 32; j++)
            {
                double times = Math.ScaleB(z[i], j);
                sum += Math.Abs(times - Math.Round(times)) / Math.ScaleB(1, j);
            }

            product *= Math.Pow(1 + (i + 1) * sum, power);
        }

        return scale * product - scale + Penalty(x);
    };

    /// <summary>Two bowls, the lesser around mu_0 / 2 = 1.25 in every coordinate, with random signs.</summary>
    public static Func<double[], double> Lunacek(BbobInstance at)
    {
        const double mu0 = 2.5;
        double s = 1 - 1 / (2 * Math.Sqrt(at.Dimensions + 20) - 8.2), mu1 = -Math.Sqrt((mu0 * mu0 - 1) / s);
        at.OptimumPoint = [.. at.Signs.Select(sign => mu0 / 2 * sign)];
        return x =>
        {
            double[] own = [.. x.Select((v, i) => 2 * at.Signs[i] * v)];
            double[] z = Times(at.Second, Scaled(100, Times(at.First, [.. own.Select(v => v - mu0)])));
            double near = own.Sum(v => (v - mu0) * (v - mu0)), far = x.Length + s * own.Sum(v => (v - mu1) * (v - mu1));
            return Math.Min(near, far) + Waves(z) + 1e4 * Penalty(x);
        };
    }
}
