using static IsacCluster.Search.Synthetic.Bbob.BbobTransforms;

namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>
/// f21 and f22: T_osz(10 - max_i w_i exp(-(x - y_i)' R' C_i R (x - y_i) / (2 D)))^2, w_1 = 10 at the optimum y_1, the others from 1.1 to
/// 9.1, C_i = Lambda^(alpha_i) / alpha_i^(1/4) with its diagonal in a random order.
/// </summary>
internal static class GallagherPeaks
{
    /// <param name="optimumAlpha">alpha of the optimum; the others have 1000^(2 j / (peaks - 2)), j in a random order.</param>
    /// <param name="reach">Peaks lie in [-reach, reach]^D.</param>
    /// <param name="optimumReach">And the optimum in [-optimumReach, optimumReach]^D.</param>
    public static Func<double[], double> Of(BbobInstance at, int peaks, double optimumAlpha, double reach, double optimumReach)
    {
        int d = at.Dimensions;
        at.OptimumPoint = [.. at.OptimumPoint.Select(v => v * optimumReach / 4)];
        int[] order = at.Permutation(peaks - 1);
        double[][] places = new double[peaks][], forms = new double[peaks][];
        double[] weights = new double[peaks];
        for (int p = 0; p < peaks; p++)
        {
            double alpha = p == 0 ? optimumAlpha : Math.Pow(1e6, (double)order[p - 1] / (peaks - 2));
            int[] diagonal = at.Permutation(d);
            forms[p] = [.. diagonal.Select(i => Math.Pow(alpha, 0.5 * Place(i, d) - 0.25))];
            places[p] = Times(at.First, p == 0
                ? at.OptimumPoint
                : [.. Enumerable.Range(0, d).Select(_ => at.Uniform(-reach, reach))]);
            weights[p] = p == 0 ? 10 : 1.1 + 8.0 * (p - 1) / (peaks - 2);
        }

        return x =>
        {
            double[] turned = Times(at.First, x);
            double most = 0;
            for (int p = 0; p < peaks; p++)
            {
                double sum = 0;
                for (int i = 0; i < d; i++) sum += forms[p][i] * (turned[i] - places[p][i]) * (turned[i] - places[p][i]);
                most = Math.Max(most, weights[p] * Math.Exp(-sum / (2 * d)));
            }

            double above = Oscillated(10 - most);
            return above * above + Penalty(x);
        };
    }
}
