using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Newton;

/// <summary>
/// The semismooth Newton direction of <see cref="DualPoint"/>'s phi in its coordinates (Delta, nu, lambda). The generalised Hessian is
/// the quadratic form
/// <code>
/// 2 |dDelta|^2 + 1/(2 eps) [T, D_0 T] + 1/2 sum_l [T_l, D_l T_l] + 1/(2 eps) sum_(t_l > 0) dlambda_l^2,
/// T = dZ = 2 dDelta + dnu I + sum_j dlambda_j H_j,   T_l = T - kappa dlambda_l H_l,   H_l = h_l h_l^H,
/// </code>
/// where D_0, D_l are the derivatives of the PSD projections of W and X_l. The scalars are eliminated exactly; what remains is an
/// M^2-dimensional positive definite system in dDelta for conjugate gradients. In the eigenbasis of W everything but the sum over l
/// is diagonal, entry by entry, and that diagonal preconditions.
/// </summary>
internal sealed class NewtonDirection
{
    /// <summary>Relative to the search direction; anything less is rounding of the elimination.</summary>
    private const double LeastCurvature = 1e-13;

    /// <summary>Stands for the mean of the beams' Hessian in the preconditioner.</summary>
    private const double BeamShift = 1;

    /// <summary>
    /// Levenberg-Marquardt term of the scalars per unit of gradient: bounds a step where the Hessian vanishes, as at X_l = 0, and
    /// disappears at the solution, so that convergence stays superlinear.
    /// </summary>
    private const double Regularisation = 1e-4;

    private readonly int _antennas, _users, _limits;
    private readonly PlanarMatrix _diagonal, _residual, _preconditioned, _search, _image, _rotated;
    private readonly PlanarMatrix[] _coupling;
    private readonly PositivePartDerivative[] _beams;
    private readonly double[] _channelRe, _channelIm, _scalars;
    private readonly BorderFactor _border;

    /// <param name="limits">As for <see cref="DualPoint"/>: the scalars are so many nu, then the lambda.</param>
    public NewtonDirection(int antennas, int users, int limits = 1)
    {
        (_antennas, _users, _limits) = (antennas, users, limits);
        (_diagonal, _residual, _preconditioned) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_search, _image, _rotated, DDifference) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas),
            new(antennas, antennas));
        _coupling = [.. Enumerable.Range(0, users + limits).Select(_ => new PlanarMatrix(antennas, antennas))];
        _beams = [.. Enumerable.Range(0, users).Select(_ => new PositivePartDerivative(antennas))];
        int stride = PlanarVector.Stride(antennas);
        (_channelRe, _channelIm) = (new double[(users + limits) * stride], new double[(users + limits) * stride]);
        (_scalars, DNus, DLambda) = (new double[users + limits], new double[limits], new double[users]);
        _border = new BorderFactor(users + limits);
    }

    public PlanarMatrix DDifference { get; }

    public double[] DNus { get; }

    public double[] DLambda { get; }

    /// <summary>Solves for the direction to a relative residual; returns the conjugate gradient steps taken.</summary>
    public int Solve(ScaledProblem problem, ProximalCentre centre, DualPoint at, double relativeTolerance, int mostSteps)
    {
        RotateInto(at, problem);
        BuildDiagonal(at.RadarEigen, centre.Weight);
        BuildBorder(problem, centre, at);

        // Right-hand side of the reduced system: -g_Delta + B H^-1 g_mu.
        _residual.SetInBasis(at.Gradient, at.RadarEigen);
        _residual.Scale(-2);
        at.GradientNus.CopyTo(_scalars, 0);
        at.GradientLambda.CopyTo(_scalars, _limits);
        _border.Solve(_scalars);
        AddCoupling(1, _residual);
        int steps = ConjugateGradients(relativeTolerance, mostSteps);

        // Back substitution: d_mu = H^-1 (-g_mu - B^T dDelta).
        CoupleTranspose(_rotated);
        for (int i = 0; i < _limits; i++) _scalars[i] = -_scalars[i] - at.GradientNus[i];
        for (int l = 0; l < _users; l++) _scalars[l + _limits] = -_scalars[l + _limits] - at.GradientLambda[l];
        _border.Solve(_scalars);
        Array.Copy(_scalars, DNus, _limits);
        Array.Copy(_scalars, _limits, DLambda, 0, _users);
        RotateBack(at.RadarEigen);
        return steps;
    }

    private int ConjugateGradients(double relativeTolerance, int mostSteps)
    {
        _rotated.Clear();
        double target = relativeTolerance * Math.Sqrt(_residual.SquaredNorm());
        Precondition();
        _search.CopyFrom(_preconditioned);
        double rho = PlanarMatrix.Inner(_residual, _preconditioned);
        int steps = 0;
        while (rho > 0 && steps < mostSteps && Math.Sqrt(_residual.SquaredNorm()) > target)
        {
            ApplyReducedHessian(_search, _image);
            double curvature = PlanarMatrix.Inner(_search, _image);
            if (!(curvature > LeastCurvature * PlanarMatrix.Inner(_search, _search))) break;
            double alpha = rho / curvature;
            _rotated.Add(alpha, _search);
            _residual.Add(-alpha, _image);
            Precondition();
            double next = PlanarMatrix.Inner(_residual, _preconditioned);
            _search.Scale(next / rho);
            _search.Add(1, _preconditioned);
            rho = next;
            steps++;
        }

        return steps;
    }

    private void ApplyReducedHessian(PlanarMatrix p, PlanarMatrix image)
    {
        CoupleTranspose(p);
        _border.Solve(_scalars);
        for (int i = 0; i < p.Re.Length; i++)
        {
            image.Re[i] = _diagonal.Re[i] * p.Re[i];
            image.Im[i] = _diagonal.Re[i] * p.Im[i];
        }

        for (int l = 0; l < _users; l++) _beams[l].AddTo(p, 2, image);
        AddCoupling(-1, image);
    }

    /// <summary>2 + 2 B_0 / eps, entry by entry in the eigenbasis of W.</summary>
    private void BuildDiagonal(HermitianEigen radar, double eps)
    {
        ReadOnlySpan<double> w = radar.Values;
        for (int i = 0; i < _antennas; i++)
        {
            for (int j = 0; j < _antennas; j++)
            {
                double derivative = w[i] > 0
                    ? w[j] > 0 ? 1 : w[i] / (w[i] - w[j])
                    : w[j] > 0 ? w[j] / (w[j] - w[i]) : 0;
                _diagonal.Re[i * _diagonal.Stride + j] = 2 + 2 * derivative / eps;
            }
        }
    }

    /// <summary>
    /// The couplings B_i = d^2 phi / dDelta dmu_i = D_0 K_i / eps + sum_l D_l K_(l,i) and the factored Hessian of the scalars,
    /// where T_l changes by K_(l,i) = I, H_i or, for i = l, -H_l / Gamma0 with the scalar i.
    /// </summary>
    private void BuildBorder(ScaledProblem problem, ProximalCentre centre, DualPoint at)
    {
        int order = _users + _limits;
        double regularisation = Regularisation * Math.Min(1, at.GradientNorm());
        Array.Clear(_border.Entries);
        for (int i = 0; i < order; i++)
        {
            _search.Clear();
            if (_limits == 1 && i == 0) _search.AddIdentity(1);
            else _search.AddOuter(1, DirectionRe(i), DirectionIm(i));
            ApplyRadar(_search, _image);
            AddBorderRow(i, -1, problem);
            _coupling[i].CopyFrom(_image);
            for (int l = 0; l < _users; l++)
            {
                _image.Clear();
                _beams[l].AddTo(_search, i == l + _limits ? -1 / problem.Thresholds[l] : 1, _image);
                AddBorderRow(i, l, problem);
                _coupling[i].Add(1, _image);
            }

            double slackCurvature = i >= _limits && at.Slack[i - _limits] > 0 ? 0.5 / centre.Weight : 0;
            _border.Entries[i * order + i] += slackCurvature + regularisation;
        }

        _border.Factor();
    }

    /// <summary>image := D_0 p / eps; the diagonal is 2 + 2 D_0 / eps.</summary>
    private void ApplyRadar(PlanarMatrix p, PlanarMatrix image)
    {
        for (int i = 0; i < p.Re.Length; i++)
        {
            double factor = 0.5 * _diagonal.Re[i] - 1;
            (image.Re[i], image.Im[i]) = (factor * p.Re[i], factor * p.Im[i]);
        }
    }

    /// <summary>Row i of the scalars' Hessian += [K_(l,j), image] / 2 for j up to i; l = -1 is the radar block.</summary>
    private void AddBorderRow(int i, int l, ScaledProblem problem)
    {
        int row = i * (_users + _limits);
        if (_limits == 1) _border.Entries[row] += 0.5 * _image.Trace();
        for (int j = _limits == 1 ? 1 : 0; j <= i; j++)
        {
            double weight = l >= 0 && j == l + _limits ? -1 / problem.Thresholds[l] : 1;
            _border.Entries[row + j] += 0.5 * weight * _image.QuadraticForm(DirectionRe(j), DirectionIm(j));
        }
    }

    private void RotateInto(DualPoint at, ScaledProblem problem)
    {
        for (int l = 0; l < _users; l++)
        {
            _beams[l].Load(at.BeamEigen[l], at.RadarEigen);
            at.RadarEigen.Coordinates(
                problem.ChannelRe(l), problem.ChannelIm(l), DirectionRe(l + _limits), DirectionIm(l + _limits));
        }

        for (int m = 0; m < _antennas && _limits > 1; m++) SetUnit(at.RadarEigen, m);
    }

    /// <summary>dDelta := Q A Q^H for the solution A in the eigenbasis of W.</summary>
    private void RotateBack(HermitianEigen basis)
    {
        DDifference.Clear();
        for (int i = 0; i < _antennas; i++)
        {
            Span<double> yRe = _image.RowRe(0), yIm = _image.RowIm(0);
            yRe.Clear();
            yIm.Clear();
            for (int j = 0; j < _antennas; j++)
                PlanarVector.AxpyConjugate(_rotated.RowRe(i)[j], _rotated.RowIm(i)[j], basis.VectorRe(j), basis.VectorIm(j), yRe, yIm);
            ReadOnlySpan<double> qRe = basis.VectorRe(i), qIm = basis.VectorIm(i);
            for (int r = 0; r < _antennas; r++) PlanarVector.Axpy(qRe[r], qIm[r], yRe, yIm, DDifference.RowRe(r), DDifference.RowIm(r));
        }

        DDifference.Symmetrise();
    }

    /// <summary>scalars := B^T p.</summary>
    private void CoupleTranspose(PlanarMatrix p)
    {
        for (int i = 0; i < _scalars.Length; i++) _scalars[i] = PlanarMatrix.Inner(_coupling[i], p);
    }

    /// <summary>target += sign * B scalars.</summary>
    private void AddCoupling(double sign, PlanarMatrix target)
    {
        for (int i = 0; i < _scalars.Length; i++) target.Add(sign * _scalars[i], _coupling[i]);
    }

    private void Precondition()
    {
        for (int i = 0; i < _residual.Re.Length; i++)
        {
            double factor = 1 / (_diagonal.Re[i] + BeamShift);
            _preconditioned.Re[i] = factor * _residual.Re[i];
            _preconditioned.Im[i] = factor * _residual.Im[i];
        }
    }

    /// <summary>Q^H e_m.</summary>
    private void SetUnit(HermitianEigen eigen, int antenna)
    {
        for (int k = 0; k < _antennas; k++)
            (DirectionRe(antenna)[k], DirectionIm(antenna)[k]) = (eigen.VectorRe(k)[antenna], -eigen.VectorIm(k)[antenna]);
    }

    /// <summary>The vector of scalar i in the eigenbasis of W: an antenna or a channel; that of the trace has none.</summary>
    private Span<double> DirectionRe(int i) => _channelRe.AsSpan(i * _search.Stride, _search.Stride);

    private Span<double> DirectionIm(int i) => _channelIm.AsSpan(i * _search.Stride, _search.Stride);
}
