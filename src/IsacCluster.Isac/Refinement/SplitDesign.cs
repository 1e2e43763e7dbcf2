using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// The last part of a split: weights that serve every user where the covariance lets them, and the beams. With Z = V^H Y of orthogonal rows
/// z_i and P = V^H (<see cref="SplitState"/>), a_i = |z_i|^2 and r_i^2 = a_i + d,
/// <code>
/// C = B Z^H diag(1 / r_i) P,     S = B - B Z^H diag(f_i) Z,     f_i = 1 / (r_i (r_i + sqrt(d))),
/// </code>
/// so that C C^H + S S^H = B B^H.
/// </summary>
public static class SplitDesign
{
    /// <summary>How often weights are raised at most.</summary>
    public const int MostRounds = 12;

    /// <summary>
    /// Multiplies weights by needed over received share until all users have theirs; the round whose worst user is best is kept and
    /// evaluated. g, t and u are those of the state.
    /// </summary>
    /// <param name="best">Work space, L.</param>
    /// <param name="margin">Above Gamma0 by this part, so that rounding does not undo what was reached.</param>
    internal static bool Raise(
        SplitState split, IsacInstance instance, Span<double> logWeights, Span<double> best, double margin)
    {
        bool servable = true;
        for (int l = 0; l < logWeights.Length; l++) servable &= Needed(split, instance, l, margin) < 1;
        logWeights.CopyTo(best);
        double least = double.PositiveInfinity;
        for (int round = 0; ; round++)
        {
            if (!split.Divide(logWeights)) return false;
            double worst = 0;
            for (int l = 0; l < logWeights.Length; l++) worst = Math.Max(worst, Needed(split, instance, l, margin) / split.Shares[l]);
            if (worst < least) logWeights.CopyTo(best);
            least = Math.Min(least, worst);
            if (worst <= 1 || !servable) return true;
            if (round == MostRounds) break;
            for (int l = 0; l < logWeights.Length; l++) logWeights[l] += Math.Log(Needed(split, instance, l, margin) / split.Shares[l]);
        }

        best.CopyTo(logWeights);
        return split.Divide(logWeights);
    }

    /// <summary>The share of t_l at which user l has its threshold.</summary>
    private static double Needed(SplitState split, IsacInstance instance, int l, double margin)
    {
        double threshold = instance.ThresholdOf(l) * (1 + margin);
        return threshold / (1 + threshold) * (1 + 1 / split.Totals[l]);
    }

    /// <summary>The design of power P0 from B and an evaluated split; B is left as S.</summary>
    /// <param name="images">Work space, M x L.</param>
    /// <param name="beams">Work space, M x L.</param>
    internal static Design Of(SplitState split, PlanarMatrix b, double power, PlanarMatrix images, PlanarMatrix beams)
    {
        int users = images.Columns, antennas = images.Rows;
        PlanarMatrix z = split.Eigen.Images, p = split.Eigen.Rows;
        double d = split.Regularisation;
        beams.Clear();
        for (int i = 0; i < users; i++)
        {
            for (int m = 0; m < antennas; m++)
            {
                System.Numerics.Complex image = PlanarKernels.DotConjugate(z, i, b, m);
                (images.Re[m * images.Stride + i], images.Im[m * images.Stride + i]) = (image.Real, image.Imaginary);
            }
        }

        for (int i = 0; i < users; i++)
        {
            double root = split.Roots[i], given = 1 / root, taken = given / (root + Math.Sqrt(d));
            for (int m = 0; m < antennas; m++)
            {
                System.Numerics.Complex image = images[m, i];
                PlanarKernels.AddScaled(-taken * image, z, i, b, m);
                PlanarKernels.AddScaled(given * image, p, i, beams, m);
            }
        }

        double total = PlanarMatrix.Inner(beams, beams) + PlanarMatrix.Inner(b, b), amplitude = Math.Sqrt(power / total);
        return new Design(beams.ToComplex(amplitude), b.ToComplex(amplitude));
    }
}
