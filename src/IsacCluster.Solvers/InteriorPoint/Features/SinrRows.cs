namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>(1 + 1/Gamma_l) h_l^H X_l h_l - h_l^H (sum_k X_k) h_l - s_l = n_l for unit channels, one block for each user.</summary>
internal static class SinrRows
{
    /// <summary>Targets below this part of P0 are compared with it: interference is larger than such a noise.</summary>
    private const double LeastScale = 1e-2;

    /// <param name="firstFeature">The feature h_1; the others follow.</param>
    /// <param name="own">1 + 1/Gamma_l.</param>
    /// <param name="noise">n_l.</param>
    public static FeatureRow[] Of(int firstFeature, double[] own, double[] noise) =>
    [
        .. own.Select((factor, l) => new FeatureRow(
            [new FeatureTerm(firstFeature + l, -1, l, factor)], noise[l], Math.Max(noise[l], LeastScale))),
    ];

    /// <summary>Multipliers that leave half of the barrier I on every block.</summary>
    public static double[] Barrier(double[] own) => [.. own.Select(static factor => 0.5 / factor)];
}
