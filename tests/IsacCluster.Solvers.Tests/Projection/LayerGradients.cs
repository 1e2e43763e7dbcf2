using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>
/// Directional derivatives of a layer by central differences against its vector-Jacobian product, for the loss
/// Re Tr(G_R R^) + Re Tr(G_c^H c^) with random cotangents.
/// </summary>
internal sealed class LayerGradients
{
    private readonly IsacInstance _instance;
    private readonly Design[] _directions;

    /// <param name="index">Selects cotangents and directions; every direction has the norm sqrt(P0).</param>
    public LayerGradients(IsacInstance instance, long index, int directions)
    {
        var stream = new RandomStream(seed: 31, StreamPurpose.Paths, (ulong)index);
        (int antennas, int users) = (instance.Antennas, instance.Users);
        _instance = instance;
        ComplexMatrix g = ProjectionCases.Gaussian(antennas, antennas, ref stream);
        CovarianceCotangent = ProjectionCases.Scale(g + ProjectionCases.Adjoint(g), 0.5 / instance.Power);
        BeamCotangent = ProjectionCases.Scale(ProjectionCases.Gaussian(antennas, users, ref stream), 1 / Math.Sqrt(instance.Power));
        _directions = new Design[directions];
        for (int k = 0; k < directions; k++)
        {
            var direction = new Design(
                ProjectionCases.Gaussian(antennas, users, ref stream), ProjectionCases.Gaussian(antennas, antennas, ref stream));
            _directions[k] = Scaled(direction, Math.Sqrt(instance.Power / direction.Power()));
        }
    }

    public ComplexMatrix CovarianceCotangent { get; }

    public ComplexMatrix BeamCotangent { get; }

    /// <summary>The largest error over the directions, relative to the largest derivative.</summary>
    /// <param name="forward">R^ and beams of a raw design.</param>
    public double RelativeError(
        Design raw, DesignGradient gradient, Func<Design, (ComplexMatrix Covariance, ComplexMatrix Beams)> forward, double step = 1e-5)
    {
        double largest = 0, error = 0;
        foreach (Design direction in _directions)
        {
            double analytic = ProjectionCases.Inner(gradient.C, direction.C) + ProjectionCases.Inner(gradient.S, direction.S);
            double numeric = (Loss(forward(Moved(raw, direction, step))) - Loss(forward(Moved(raw, direction, -step)))) / (2 * step);
            error = Math.Max(error, Math.Abs(analytic - numeric));
            largest = Math.Max(largest, Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
        }

        return error / largest;
    }

    /// <summary>The beams of (30) in plain code: X_l h_l / sqrt(h_l^H X_l h_l).</summary>
    public static ComplexMatrix Beams(IsacInstance instance, IReadOnlyList<ComplexMatrix> covariances)
    {
        var beams = new ComplexMatrix(instance.Antennas, instance.Users);
        for (int l = 0; l < instance.Users; l++)
        {
            var h = new ComplexMatrix(instance.Antennas, 1, instance.Channel.Row(l).ToArray());
            ComplexMatrix u = covariances[l] * h;
            double root = Math.Sqrt(ProjectionCases.Inner(h, u));
            for (int m = 0; m < instance.Antennas; m++) beams[m, l] = u[m, 0] / root;
        }

        return beams;
    }

    public static Design Scaled(Design design, Complex factor) =>
        new(ProjectionCases.Scale(design.C, factor), ProjectionCases.Scale(design.S, factor));

    private double Loss((ComplexMatrix Covariance, ComplexMatrix Beams) output) =>
        ProjectionCases.Inner(CovarianceCotangent, output.Covariance) + ProjectionCases.Inner(BeamCotangent, output.Beams);

    private static Design Moved(Design raw, Design direction, double step) =>
        new(raw.C + ProjectionCases.Scale(direction.C, step), raw.S + ProjectionCases.Scale(direction.S, step));
}
