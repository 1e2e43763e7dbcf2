using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.Projection;

/// <summary>
/// The semismooth Newton direction of <see cref="DualPoint"/>'s phi. With H_l = h_l h_l^H its generalised Hessian is the quadratic form
/// <code>
/// 1/2 |dZ - dnu I - sum dlambda_l H_l|^2 + 1/2 sum_l [G_l, D_l G_l] + 1/(2 eps) [dZ, D_0 dZ] + 1/(2 eps) sum_(t_l > 0) dlambda_l^2,
/// G_l = dZ - kappa dlambda_l H_l,
/// </code>
/// where D_0, D_l are the derivatives of the PSD projections of W and X_l. The scalars are eliminated exactly; what remains is an
/// M^2-dimensional positive definite system in dZ for conjugate gradients. In the eigenbasis of W everything but the sum over l is
/// diagonal, entry by entry, and that diagonal preconditions: the eigenvalues then lie within 1 + L but for L + 1 of them.
/// </summary>
internal sealed class NewtonDirection
{
    private const int MaxConjugateGradientSteps = 400;

    /// <summary>Stands for the mean of the beams' Hessian in the preconditioner.</summary>
    private const double BeamShift = 0.25;

    private readonly int _antennas, _users;
    private readonly PlanarMatrix _diagonal, _residual, _preconditioned, _search, _image, _rotated;
    private readonly PlanarMatrix[] _coupling;
    private readonly PositivePartDerivative[] _beams;
    private readonly double[] _channelRe, _channelIm, _scalars;
    private readonly BorderFactor _border;

    public NewtonDirection(int antennas, int users)
    {
        (_antennas, _users) = (antennas, users);
        (_diagonal, _residual, _preconditioned) = (new(antennas), new(antennas), new(antennas));
        (_search, _image, _rotated, DZ) = (new(antennas), new(antennas), new(antennas), new(antennas));
        _coupling = [.. Enumerable.Range(0, users).Select(_ => new PlanarMatrix(antennas))];
        _beams = [.. Enumerable.Range(0, users).Select(_ => new PositivePartDerivative(antennas))];
        int stride = PlanarVector.Stride(antennas);
        (_channelRe, _channelIm) = (new double[users * stride], new double[users * stride]);
        (_scalars, DLambda) = (new double[users + 1], new double[users]);
        _border = new BorderFactor(users + 1);
    }

    public PlanarMatrix DZ { get; }

    public double DNu { get; private set; }

    public double[] DLambda { get; }

    /// <summary>Solves for the direction to a relative residual; returns the conjugate gradient steps taken.</summary>
    public int Solve(ScaledProblem problem, ProximalCentre centre, DualPoint at, double relativeTolerance)
    {
        RotateInto(at, problem);
        BuildDiagonal(at.RadarEigen, centre.Weight);
        BuildBorder(problem, centre, at);

        // Right-hand side of the reduced system: -g_Z + B H^-1 g_mu.
        RotateForward(at.RadarEigen, at.Gradient, _residual);
        Negate(_residual);
        LoadScalarGradient(at);
        _border.Solve(_scalars);
        AddCoupling(1, _residual);
        int steps = ConjugateGradients(relativeTolerance);

        // Back substitution: d_mu = H^-1 (-g_mu - B^T dZ).
        CoupleTranspose(_rotated);
        _scalars[0] = -_scalars[0] - at.GradientNu;
        for (int l = 0; l < _users; l++) _scalars[l + 1] = -_scalars[l + 1] - at.GradientLambda[l];
        _border.Solve(_scalars);
        DNu = _scalars[0];
        Array.Copy(_scalars, 1, DLambda, 0, _users);
        RotateBack(at.RadarEigen);
        return steps;
    }

    private int ConjugateGradients(double relativeTolerance)
    {
        _rotated.Clear();
        double target = relativeTolerance * Math.Sqrt(_residual.SquaredNorm());
        Precondition();
        _search.CopyFrom(_preconditioned);
        double rho = PlanarMatrix.Inner(_residual, _preconditioned);
        int steps = 0;
        while (rho > 0 && steps < MaxConjugateGradientSteps && Math.Sqrt(_residual.SquaredNorm()) > target)
        {
            ApplyReducedHessian(_search, _image);
            double curvature = PlanarMatrix.Inner(_search, _image);
            if (!(curvature > 0)) break;
            double alpha = rho / curvature;
            _rotated.Add(alpha, _search);
            _residual.Add(-alpha, _image);
            Precondition();
            double next = PlanarMatrix.Inner(_residual, _preconditioned);
            Scale(_search, next / rho);
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

        for (int l = 0; l < _users; l++) _beams[l].AddTo(p, 0.5, image);
        AddCoupling(-1, image);
    }

    /// <summary>1/2 + B_0 / (2 eps), entry by entry in the eigenbasis of W.</summary>
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
                _diagonal.Re[i * _diagonal.Stride + j] = 0.5 + derivative / (2 * eps);
            }
        }
    }

    /// <summary>The couplings B_l = -(H_l + kappa D_l[H_l]) / 2 (for nu: -I / 2) and the factored Hessian of the scalars.</summary>
    private void BuildBorder(ScaledProblem problem, ProximalCentre centre, DualPoint at)
    {
        int order = _users + 1;
        double[] border = _border.Entries;
        border[0] = _antennas / 2.0;
        for (int l = 0; l < _users; l++)
        {
            PlanarMatrix image = _coupling[l];
            image.Clear();
            image.AddOuter(1, ChannelRe(l), ChannelIm(l));
            _search.CopyFrom(image);
            _image.Clear();
            _beams[l].AddTo(_search, 1, _image);
            double kappa = problem.SignalFactor, curvature = PlanarMatrix.Inner(_search, _image);
            image.Add(kappa, _image);
            Scale(image, -0.5);
            int row = (l + 1) * order;
            border[row] = 0.5;
            for (int j = 0; j <= l; j++)
            {
                (double re, double im) = PlanarVector.ConjugateDot(ChannelRe(j), ChannelIm(j), ChannelRe(l), ChannelIm(l));
                border[row + j + 1] = 0.5 * (re * re + im * im);
            }

            border[row + l + 1] += 0.5 * kappa * kappa * curvature + (at.Slack[l] > 0 ? 0.5 / centre.Weight : 0);
        }

        _border.Factor();
    }

    private void RotateInto(DualPoint at, ScaledProblem problem)
    {
        for (int l = 0; l < _users; l++)
        {
            _beams[l].Load(at.BeamEigen[l], at.RadarEigen);
            for (int j = 0; j < _antennas; j++)
            {
                (_channelRe[l * _search.Stride + j], _channelIm[l * _search.Stride + j]) = PlanarVector.ConjugateDot(
                    at.RadarEigen.VectorRe(j), at.RadarEigen.VectorIm(j), problem.ChannelRe(l), problem.ChannelIm(l));
            }
        }
    }

    /// <summary>target := Q^H A Q with the eigenvectors of W.</summary>
    private void RotateForward(HermitianEigen basis, PlanarMatrix a, PlanarMatrix target)
    {
        for (int j = 0; j < _antennas; j++)
        {
            Span<double> yRe = _image.RowRe(0), yIm = _image.RowIm(0);
            a.Multiply(basis.VectorRe(j), basis.VectorIm(j), yRe, yIm);
            for (int i = 0; i < _antennas; i++)
                (target.RowRe(i)[j], target.RowIm(i)[j]) = PlanarVector.ConjugateDot(basis.VectorRe(i), basis.VectorIm(i), yRe, yIm);
        }
    }

    /// <summary>dZ := Q A Q^H for the solution A in the eigenbasis of W.</summary>
    private void RotateBack(HermitianEigen basis)
    {
        DZ.Clear();
        for (int i = 0; i < _antennas; i++)
        {
            Span<double> yRe = _image.RowRe(0), yIm = _image.RowIm(0);
            yRe.Clear();
            yIm.Clear();
            for (int j = 0; j < _antennas; j++)
                PlanarVector.AxpyConjugate(_rotated.RowRe(i)[j], _rotated.RowIm(i)[j], basis.VectorRe(j), basis.VectorIm(j), yRe, yIm);
            ReadOnlySpan<double> qRe = basis.VectorRe(i), qIm = basis.VectorIm(i);
            for (int r = 0; r < _antennas; r++) PlanarVector.Axpy(qRe[r], qIm[r], yRe, yIm, DZ.RowRe(r), DZ.RowIm(r));
        }

        DZ.Symmetrise();
    }

    private void LoadScalarGradient(DualPoint at)
    {
        _scalars[0] = at.GradientNu;
        at.GradientLambda.CopyTo(_scalars, 1);
    }

    /// <summary>scalars := B^T p.</summary>
    private void CoupleTranspose(PlanarMatrix p)
    {
        _scalars[0] = -0.5 * p.Trace();
        for (int l = 0; l < _users; l++) _scalars[l + 1] = PlanarMatrix.Inner(_coupling[l], p);
    }

    /// <summary>target += sign * B scalars.</summary>
    private void AddCoupling(double sign, PlanarMatrix target)
    {
        target.AddIdentity(-0.5 * sign * _scalars[0]);
        for (int l = 0; l < _users; l++) target.Add(sign * _scalars[l + 1], _coupling[l]);
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

    private static void Negate(PlanarMatrix a) => Scale(a, -1);

    private static void Scale(PlanarMatrix a, double factor)
    {
        for (int i = 0; i < a.Re.Length; i++)
        {
            a.Re[i] *= factor;
            a.Im[i] *= factor;
        }
    }

    private ReadOnlySpan<double> ChannelRe(int user) => _channelRe.AsSpan(user * _search.Stride, _search.Stride);

    private ReadOnlySpan<double> ChannelIm(int user) => _channelIm.AsSpan(user * _search.Stride, _search.Stride);
}
