using IsacCluster.Isac.Arrays;

namespace IsacCluster.Networks.Export;

/// <summary>
/// The unfolded gradient steps of <see cref="Inference.BeamRefinement"/>; the grid of angles and the width of sectors are fixed.
/// </summary>
internal sealed class RefinementGraph
{
    private const double LeastReceived = 1e-3, LeastPower = 1e-12;

    private readonly int _antennas, _points;
    private readonly ToeplitzGraph _toeplitz;
    private readonly Tensor _patterns, _slopes, _desired, _unit, _identity;

    public RefinementGraph(ProblemInputs inputs, int antennas, double beamwidthDeg, int gridPoints)
    {
        double[] angles = AngleGrid.Angles(gridPoints);
        (_antennas, _points) = (antennas, angles.Length);
        (_patterns, _slopes) = Patterns(inputs.Re, angles);
        _toeplitz = new ToeplitzGraph(inputs.Re, antennas);
        Tensor apart = (inputs.Re.Array(angles, 1, 1, _points) - inputs.Targets.Unsqueeze(2)).Apply("Abs");
        Tensor within = apart.With("LessOrEqual", apart.Number(beamwidthDeg / 2 + BeampatternObjective.SectorEdgeToleranceDeg));
        _desired = within.Cast(Onnx.OnnxType.Real64).Largest(1);
        Tensor scale = (inputs.Snr() / inputs.Energy()).Sqrt();
        _unit = EmbeddedMatrix.Of(scale * inputs.Re, -(scale * inputs.Im));
        _identity = EmbeddedMatrix.IdentityLike(_unit.MatMul(_unit.Turned()));
    }

    /// <summary>A step from B with power 1.</summary>
    /// <param name="towards">ln a_k, (batch, 1, 1): against the gradient.</param>
    /// <param name="orthogonal">ln b_kl, (batch, L, 1).</param>
    /// <param name="own">c_kl, (batch, L, 1).</param>
    public Tensor Step(Tensor b, Tensor towards, Tensor orthogonal, Tensor own)
    {
        Tensor next = b - towards.Exp() * GradientTimes(b) + _unit.Turned().MatMul(UserSteps(b, orthogonal, own));
        return next / EmbeddedMatrix.SquaredNorm(next).Most(LeastPower).Sqrt();
    }

    /// <summary>
    /// T B: the pattern is V r of the diagonal sums r of R = B B^H, the slopes are V^T / N of what is left of it at the best height, and T
    /// is the Toeplitz matrix of these (<see cref="BeampatternObjective.WriteGradient"/>).
    /// </summary>
    private Tensor GradientTimes(Tensor b)
    {
        Tensor pattern = _toeplitz.Sums(b).MatMul(_patterns);
        Tensor height = (_desired * pattern).Sum(2) / _desired.Sum(2).Most(1);
        Tensor slopes = (pattern - height * _desired).MatMul(_slopes);
        return _toeplitz.Of(slopes).MatMul(b);
    }

    /// <summary>The rows sum_l F_jl e_l^H B, F_jl = -N_jl w_j w_l apart and c_l for j = l.</summary>
    private Tensor UserSteps(Tensor b, Tensor orthogonal, Tensor own)
    {
        Tensor received = _unit.MatMul(b);
        Tensor weights = EmbeddedMatrix.OfRows(orthogonal.Exp()) / EmbeddedMatrix.RowNorms(received).Most(LeastReceived);
        Tensor apart = weights * received.MatMul(received.Turned()) * weights.Turned();
        Tensor factors = _identity * EmbeddedMatrix.OfRows(own) - (1 - _identity) * apart;
        return factors.MatMul(received);
    }

    /// <summary>V^T, 2M x N, and V / N, N x 2M, of which the diagonal counts twice.</summary>
    private (Tensor Patterns, Tensor Slopes) Patterns(Tensor any, double[] angles)
    {
        int m = _antennas, width = 2 * m;
        double[] patterns = new double[width * _points], slopes = new double[width * _points];
        for (int n = 0; n < _points; n++)
        {
            double[] row = DiagonalSums.BeampatternRow(angles[n], m);
            for (int d = 0; d < m; d++)
            {
                (double re, double im) = d == 0 ? (row[0], 0) : (row[2 * d - 1], row[2 * d]);
                (patterns[d * _points + n], patterns[(m + d) * _points + n]) = (re, im);
                (slopes[n * width + d], slopes[n * width + m + d]) = ((d == 0 ? 2 : 1) * re / _points, im / _points);
            }
        }

        return (any.Array(patterns, width, _points), any.Array(slopes, _points, width));
    }
}
