using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>Where descents of one objective start, and the scale of L(R). Immutable and shared.</summary>
public sealed class DescentStart
{
    /// <summary>Added to the singular values of the radar-only factor, so that no direction is lost to the descent.</summary>
    private const double Lift = 0.03;

    /// <summary>Least scale of L(R) in units of P0^2: coarse grids are matched exactly.</summary>
    private const double LeastScale = 0.05;

    /// <param name="radar">The radar-only optimum R* / P0, M x M, positive semidefinite.</param>
    public DescentStart(BeampatternObjective objective, ComplexMatrix radar)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(radar);
        int m = objective.Antennas;
        Form = PatternForm.Of(objective);
        Scale = Math.Max(objective.Mse(radar), LeastScale);
        var planar = new PlanarMatrix(m, m);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++) planar[i, j] = radar[i, j];
        }

        var eigen = new HermitianEigen(m);
        if (!eigen.Decompose(planar.Re, planar.Im)) throw new ArgumentException("The covariance is not finite.", nameof(radar));
        Factor = new PlanarMatrix(m, m);
        double power = 0;
        for (int k = 0; k < m; k++)
        {
            double root = Math.Sqrt(Math.Max(0, eigen.Values[k])) + Lift;
            power += root * root;
            for (int i = 0; i < m; i++) Factor[i, k] = root * new System.Numerics.Complex(eigen.VectorRe(k)[i], eigen.VectorIm(k)[i]);
        }

        double scale = 1 / Math.Sqrt(power);
        for (int i = 0; i < Factor.Re.Length; i++) (Factor.Re[i], Factor.Im[i]) = (scale * Factor.Re[i], scale * Factor.Im[i]);
    }

    /// <summary>B with ||B||_F = 1, M x M: the radar-only factor, lifted.</summary>
    public PlanarMatrix Factor { get; }

    /// <summary>L_0: L of the radar-only optimum for P0 = 1, from below bounded.</summary>
    public double Scale { get; }

    public PatternForm Form { get; }
}
