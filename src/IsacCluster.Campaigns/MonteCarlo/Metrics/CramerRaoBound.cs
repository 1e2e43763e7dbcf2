using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The root of the Cramer-Rao bound of a target's angle with unknown alpha (Liu et al. 2022), degrees, the largest over the targets, each
/// alone in the scene of <see cref="EchoModel"/>. With A = b a^H and A' its derivative in theta,
/// <code>
///   CRB = P0 / (2 rho N) Tr(A^H A R) / (Tr(A'^H A' R) Tr(A^H A R) - |Tr(A'^H A R)|^2)   rad^2
/// </code>
/// </summary>
internal sealed class CramerRaoBound : ParameterisedMetric
{
    public override string Name => "crb_deg";

    public override string Title => "Root CRB of the angle";

    public override string Symbol => "CRB^1/2";

    public override string Unit => "deg";

    public override string Meaning => "largest over targets of the root Cramer-Rao bound of the angle";

    public override IReadOnlyList<MetricParameter> Parameters => EchoModel.Parameters;

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        ComplexMatrix covariance = design.Covariance();
        double scale = 2 * Decibel.ToLinear(Of(EchoModel.EchoSnr)) * Of(EchoModel.Symbols) / sample.Instance.Power;
        double spacing = sample.Evaluation.Spacing;
        return sample.Evaluation.TargetsDeg.Select(angle => Math.Sqrt(Bound(angle, covariance, spacing) / scale) * (180 / Math.PI))
            .DefaultIfEmpty(double.NaN).Max();
    }

    /// <summary>2 rho N CRB / P0, rad^2; infinite where the target is not lit.</summary>
    internal static double Bound(double angleDeg, ComplexMatrix covariance, double spacing)
    {
        int antennas = covariance.Rows;
        Complex[] a = UniformLinearArray.SteeringVector(angleDeg, antennas, spacing), slope = new Complex[antennas];
        // Phases from the array's centre: a common phase of theta is alpha's, and b^H b' is then 0.
        double turn = -2 * spacing * Math.PI * Math.Cos(angleDeg * (Math.PI / 180)), squared = 0;
        for (int m = 0; m < antennas; m++)
        {
            double place = m - (antennas - 1) / 2.0;
            slope[m] = new Complex(0, turn * place) * a[m];
            squared += turn * turn * place * place;
        }

        double lit = Form(a, covariance, a).Real, mixed = Form(slope, covariance, slope).Real;
        Complex cross = Form(a, covariance, slope);
        double first = antennas * lit, second = squared * lit + antennas * mixed, third = antennas * antennas * Squared(cross);
        double information = second * first - third;
        return information > 0 ? first / information : double.PositiveInfinity;
    }

    /// <summary>x^H R y.</summary>
    private static Complex Form(Complex[] x, ComplexMatrix covariance, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            ReadOnlySpan<Complex> row = covariance.Row(i);
            Complex inner = Complex.Zero;
            for (int k = 0; k < y.Length; k++) inner += row[k] * y[k];
            sum += Complex.Conjugate(x[i]) * inner;
        }

        return sum;
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
