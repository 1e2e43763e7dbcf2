using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Campaigns.Programs;

/// <summary>What a program answered to a batch; every number is finite.</summary>
/// <param name="C">(batch, M, L), the last index fastest.</param>
/// <param name="Other">(batch, M, M): S, or R.</param>
/// <param name="IsCovariance">Whether the other array is R.</param>
internal sealed record DesignAnswer(int Antennas, int Users, Complex[] C, Complex[] Other, bool IsCovariance)
{
    /// <summary>Largest |Tr R - P0| / P0, largest negative eigenvalue of R - C C^H and largest |R - R^H|, both over P0.</summary>
    public const double PowerTolerance = 1e-6, CovarianceTolerance = 1e-9;

    /// <summary>The design of a place in the batch, or why it is none.</summary>
    public (Design? Design, string? Refusal) At(int place, IsacInstance instance)
    {
        double power = instance.Power;
        int size = Antennas * Users, square = Antennas * Antennas;
        var beams = new ComplexMatrix(Antennas, Users, C.AsSpan(place * size, size).ToArray());
        var other = new ComplexMatrix(Antennas, Antennas, Other.AsSpan(place * square, square).ToArray());
        ComplexMatrix? radar = other;
        if (IsCovariance && (radar = Radar(beams, other, power, out string? refusal)) is null) return (null, refusal);
        var design = new Design(beams, radar);
        return PowerRefusal(design, instance) is { } wrong ? (null, wrong) : (design, null);
    }

    /// <summary>Why a design has another power than its problem says; null where it has that.</summary>
    public static string? PowerRefusal(Design design, IsacInstance instance)
    {
        double power = instance.Power, used = design.Power();
        if (instance.AntennaPowers is { } powers)
        {
            ComplexMatrix sum = design.Covariance();
            for (int m = 0; m < powers.Count; m++)
            {
                double antenna = sum[m, m].Real;
                if (Math.Abs(antenna - powers[m]) > PowerTolerance * powers[m])
                    return FormattableString.Invariant($"the design's R_mm of antenna {m + 1} is {antenna:G9}, not {powers[m]:G9}");
            }
        }

        return Math.Abs(used - power) <= PowerTolerance * power
            ? null
            : FormattableString.Invariant($"the design's power Tr R is {used:G9}, not P0 = {power:G9}");
    }

    /// <summary>S with S S^H = R - C C^H.</summary>
    private static ComplexMatrix? Radar(ComplexMatrix beams, ComplexMatrix covariance, double power, out string? refusal)
    {
        int order = covariance.Rows;
        ComplexMatrix gram = beams.Gram();
        var rest = new PlanarMatrix(order, order);
        double skew = 0;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                Complex mean = (covariance[i, j] + Complex.Conjugate(covariance[j, i])) / 2;
                skew = Math.Max(skew, 2 * Complex.Abs(covariance[i, j] - mean));
                rest[i, j] = mean - gram[i, j];
            }
        }

        refusal = skew > CovarianceTolerance * power ? FormattableString.Invariant($"r is not Hermitian: |r - r^H| is {skew:G3}") : null;
        if (refusal is not null) return null;
        var eigen = new HermitianEigen(order);
        if (!eigen.Decompose(rest.Re, rest.Im))
            refusal = "r - c c^H has no eigenvalues that double precision can find";
        else if (eigen.Values[0] < -CovarianceTolerance * power)
            refusal = FormattableString.Invariant($"r - c c^H is not positive semidefinite: its least eigenvalue is {eigen.Values[0]:G3}");
        return refusal is null ? Root(eigen, order) : null;
    }

    /// <summary>The columns sqrt(w_k) q_k.</summary>
    private static ComplexMatrix Root(HermitianEigen eigen, int order)
    {
        var root = new ComplexMatrix(order, order);
        for (int k = 0; k < order; k++)
        {
            double amplitude = Math.Sqrt(Math.Max(0, eigen.Values[k]));
            for (int m = 0; m < order; m++) root[m, k] = amplitude * new Complex(eigen.VectorRe(k)[m], eigen.VectorIm(k)[m]);
        }

        return root;
    }
}
