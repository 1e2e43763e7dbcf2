using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>f10 to f14, unimodal with high conditioning.</summary>
internal static class IllConditioned
{
    public static Func<double[], double> Ellipsoid(BbobInstance at) =>
        x => BbobTransforms.Ellipsoid(Oscillated(Times(at.First, at.Centred(x))), 6);

    public static Func<double[], double> Discus(BbobInstance at) => x =>
    {
        double[] z = Oscillated(Times(at.First, at.Centred(x)));
        return SquaredNorm(z) + (1e6 - 1) * z[0] * z[0];
    };

    public static Func<double[], double> BentCigar(BbobInstance at) => x =>
    {
        double[] z = Times(at.First, Asymmetric(0.5, Times(at.First, at.Centred(x))));
        return 1e6 * SquaredNorm(z) - (1e6 - 1) * z[0] * z[0];
    };

    public static Func<double[], double> SharpRidge(BbobInstance at) => x =>
    {
        double[] z = Times(at.Second, Scaled(10, Times(at.First, at.Centred(x))));
        return z[0] * z[0] + 100 * Math.Sqrt(z.Skip(1).Sum(v => v * v));
    };

    public static Func<double[], double> DifferentPowers(BbobInstance at) => x =>
        Math.Sqrt(Times(at.First, at.Centred(x)).Select((v, i) => Math.Pow(Math.Abs(v), 2 + 4 * Place(i, x.Length))).Sum());
}
