using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>f1 to f5.</summary>
internal static class Separable
{
    public static Func<double[], double> Sphere(BbobInstance at) => x => SquaredNorm(at.Centred(x));

    public static Func<double[], double> Ellipsoid(BbobInstance at) => x => BbobTransforms.Ellipsoid(Oscillated(at.Centred(x)), 6);

    public static Func<double[], double> Rastrigin(BbobInstance at) => x =>
    {
        double[] z = Scaled(10, Asymmetric(0.2, Oscillated(at.Centred(x))));
        return Waves(z) + SquaredNorm(z);
    };

    /// <summary>Every other coordinate of the optimum is positive.</summary>
    public static Func<double[], double> BuecheRastrigin(BbobInstance at)
    {
        at.OptimumPoint = [.. at.OptimumPoint.Select((v, i) => i % 2 == 0 ? Math.Abs(v) : v)];
        return x =>
        {
            double[] z = Oscillated(at.Centred(x));
            for (int i = 0; i < z.Length; i++)
                z[i] *= Math.Pow(10, 0.5 * Place(i, z.Length)) * (z[i] > 0 && i % 2 == 0 ? 10 : 1);
            return Waves(z) + SquaredNorm(z) + 100 * Penalty(x);
        };
    }

    /// <summary>The optimum is a corner.</summary>
    public static Func<double[], double> LinearSlope(BbobInstance at)
    {
        at.OptimumPoint = [.. at.Signs.Select(sign => 5 * sign)];
        return x =>
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double slope = at.Signs[i] * Math.Pow(10, Place(i, x.Length)), corner = at.OptimumPoint[i];
                sum += 5 * Math.Abs(slope) - slope * (corner * x[i] < 25 ? x[i] : corner);
            }

            return sum;
        };
    }
}
