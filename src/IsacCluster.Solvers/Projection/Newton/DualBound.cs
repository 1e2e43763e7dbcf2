using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Newton;

/// <summary>
/// A lower bound on the squared distance from any (Z, nu, lambda), by weak duality. The multipliers are first made feasible:
/// Z and lambda are replaced by their nonnegative parts. Then
/// <code>
/// g = |R|^2 - |R^|^2 + sum_l (|C_l|^2 - |X_l|^2) - nu + sum_l n_l lambda_l
/// </code>
/// with R^ and X_l the minimisers of the Lagrangian (see <see cref="DualPoint"/>), in the scaled units of <see cref="ScaledProblem"/>.
/// </summary>
internal sealed class DualBound(int antennas, int users)
{
    private readonly HermitianEigen _eigen = new(antennas);
    private readonly PlanarMatrix _work = new(antennas, antennas), _minimiser = new(antennas, antennas);

    /// <summary>The nonnegative part of Z of the last call.</summary>
    public PlanarMatrix Z { get; } = new(antennas, antennas);

    /// <summary>The nonnegative parts of the lambda_l of the last call.</summary>
    public double[] Lambda { get; } = new double[users];

    /// <summary>g, or NaN when a decomposition broke down.</summary>
    public double Value { get; private set; }

    /// <summary>How far the multipliers were from feasible, relative to their size (plus one).</summary>
    public double DualResidual { get; private set; }

    public void Evaluate(ScaledProblem problem, DualPoint point)
    {
        (Value, DualResidual) = (double.NaN, double.NaN);
        if (!_eigen.Decompose(point.Z.Re, point.Z.Im)) return;
        Z.Clear();
        DualPoint.AddPositivePart(_eigen, 1, Z);
        _work.CopyFrom(Z);
        _work.Add(-1, point.Z);
        double removed = _work.SquaredNorm(), size = point.Z.SquaredNorm();
        for (int l = 0; l < users; l++)
        {
            Lambda[l] = Math.Max(0, point.Lambda[l]);
            removed += (Lambda[l] - point.Lambda[l]) * (Lambda[l] - point.Lambda[l]);
            size += point.Lambda[l] * point.Lambda[l];
        }

        DualResidual = Math.Sqrt(removed) / (1 + Math.Sqrt(size));
        double value = CovarianceTerm(problem, point) - point.PowerTerm(problem);
        for (int l = 0; l < users; l++) value += BeamTerm(problem, l) + problem.Noise[l] * Lambda[l];
        Value = value;
    }

    /// <summary>|R|^2 - |R^|^2 = [R - R^, R + R^], which does not cancel when R^ is close to R.</summary>
    private double CovarianceTerm(ScaledProblem problem, DualPoint point)
    {
        _minimiser.CopyFrom(problem.Covariance);
        _minimiser.Add(0.5, Z);
        point.AddNus(-0.5, _minimiser);
        for (int l = 0; l < users; l++) _minimiser.AddOuter(-Lambda[l] / 2, problem.ChannelRe(l), problem.ChannelIm(l));
        return DifferenceOfSquares(problem.Covariance);
    }

    private double BeamTerm(ScaledProblem problem, int l)
    {
        _work.Clear();
        _work.AddOuter(1, problem.BeamRe(l), problem.BeamIm(l));
        _work.Add(-0.5, Z);
        _work.AddOuter(problem.SignalFactors[l] * Lambda[l] / 2, problem.ChannelRe(l), problem.ChannelIm(l));
        if (!_eigen.Decompose(_work.Re, _work.Im)) return double.NaN;
        _minimiser.Clear();
        DualPoint.AddPositivePart(_eigen, 1, _minimiser);
        _work.Clear();
        _work.AddOuter(1, problem.BeamRe(l), problem.BeamIm(l));
        return DifferenceOfSquares(_work);
    }

    /// <summary>|A|^2 - |minimiser|^2.</summary>
    private double DifferenceOfSquares(PlanarMatrix a)
    {
        double sum = 0;
        for (int i = 0; i < a.Re.Length; i++)
        {
            sum += (a.Re[i] - _minimiser.Re[i]) * (a.Re[i] + _minimiser.Re[i]);
            sum += (a.Im[i] - _minimiser.Im[i]) * (a.Im[i] + _minimiser.Im[i]);
        }

        return sum;
    }
}
