using IsacCluster.Isac.Numerics;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.Projection;

/// <summary>
/// The Jacobian J of the projection (C_1 .. C_L, R) -> (X_1 .. X_L, R^) at a solution, by implicit differentiation of its optimality
/// conditions. With D_l the derivative of the positive part at A_l = C_l - Z + kappa lambda_l H_l (multipliers halved, H_l = h_l h_l^H,
/// |h_l| = 1, kappa = 1 + 1/Gamma0) an input v = (v_l, v_R) moves the outputs by
/// <code>
/// dX_l = D_l[v_l - dZ + kappa dlambda_l H_l],   dR^ = v_R + dZ - dnu I - sum_l dlambda_l H_l,   that is dx = D (v + A^T y),
/// A x  = (R^ - sum_l X_l,  -Tr R^,  kappa h_l^H X_l h_l - h_l^H R^ h_l),                       y = (dZ, dnu, dlambda).
/// </code>
/// The constraints and complementarity fix y. Rows with lambda_l = 0 are left out. W = R^ - sum_l X_l and Z commute; in their common
/// eigenbasis, w_i > 0 = zeta_i for i in alpha and zeta_i > 0 = w_i for i in gamma, complementarity is dZ = 0 on (alpha, alpha),
/// dW = 0 on (gamma, gamma) and zeta_j dW_ij + w_i dZ_ij = 0 in between. With Theta = diag(w_i / zeta_j) there,
/// <code>
/// (A D A^T + Theta) y = -A D v,        J = D - D A^T (A D A^T + Theta)^-1 A D,
/// </code>
/// a positive semidefinite system of order M^2 - |alpha|^2 + 1 + active rows. J is symmetric, so J v is the vector-Jacobian product too.
/// <para>Where strict complementarity fails (an index in neither set, lambda_l = 0 on a tight row), it joins alpha, or the inactive rows: one
/// element of the generalised Jacobian. The value of D_l on the null space of A_l does not matter for inputs that come from a raw
/// design. Source: the PSD derivative of Sun and Sun, Math. Oper. Res. 27 (2002) 150.</para>
/// </summary>
internal sealed class ProjectionJacobian
{
    /// <summary>Eigenvalues below this part of the largest count as zero; solutions are accurate to about 1e-11.</summary>
    private const double ZeroEigenvalue = 1e-11;

    private readonly int _antennas, _users;
    private readonly HermitianEigen _split, _eigen;
    private readonly PositivePartDerivative[] _derivatives;
    private readonly HermitianCoordinates _free;
    private readonly RegularisedSystem _system;
    private readonly PlanarMatrix _work, _image, _inputR;
    private readonly PlanarMatrix[] _inputs, _channels, _received;
    private readonly double[] _right, _theta, _unit;
    private readonly List<int> _active = [];

    public ProjectionJacobian(int antennas, int users)
    {
        (_antennas, _users) = (antennas, users);
        (_split, _eigen) = (new HermitianEigen(antennas), new HermitianEigen(antennas));
        _derivatives = [.. Enumerable.Range(0, users).Select(_ => new PositivePartDerivative(antennas))];
        (_free, _system) = (new HermitianCoordinates(antennas), new RegularisedSystem());
        (_work, _image, _inputR) = (Square(), Square(), Square());
        (_inputs, _channels, _received) = (Squares(users), Squares(users), Squares(users));
        _right = new double[antennas * antennas + 1 + users];
        (_theta, _unit) = (new double[antennas * antennas], new double[antennas * antennas]);
    }

    /// <summary>Unknowns of the system: those of Z, nu and the active rows.</summary>
    public int Order => _system.Order;

    /// <summary>SINR rows with a positive multiplier.</summary>
    public int ActiveRows => _active.Count;

    /// <summary>The size of gamma, the rank of Z.</summary>
    public int MultiplierRank => _free.Rank;

    /// <summary>Takes the problem that was solved and its optimal solution; false when a decomposition broke down.</summary>
    public bool Load(ScaledProblem problem, ProjectionSolution solution)
    {
        ProjectionMultipliers multipliers = solution.Multipliers!;
        if (!LoadSplit(problem, solution, multipliers.Z)) return false;
        _active.Clear();
        for (int l = 0; l < _users; l++)
        {
            // Half the multiplier in the units of the scaled problem.
            double lambda = multipliers.Lambda[l] * problem.ChannelGain[l] / (2 * problem.Power);
            if (!LoadUser(problem, multipliers.Z, lambda, l)) return false;
            if (lambda > Slack(problem, solution, l)) _active.Add(l);
        }

        Assemble(problem.SignalFactor);
        return true;
    }

    /// <summary>Replaces (v_1 .. v_L, v_R), Hermitian, by J v; false when the system could not be factorised.</summary>
    public bool Apply(ScaledProblem problem, PlanarMatrix[] beams, PlanarMatrix covariance)
    {
        double kappa = problem.SignalFactor;
        ToBasis(covariance, _inputR);
        _image.CopyFrom(_inputR);
        for (int l = 0; l < _users; l++)
        {
            ToBasis(beams[l], _work);
            _inputs[l].Clear();
            _derivatives[l].AddTo(_work, 1, _inputs[l]);
            _image.Add(-1, _inputs[l]);
        }

        int count = _free.Count;
        _free.Read(_image, _right);
        for (int k = 0; k < count; k++) _right[k] = -_right[k];
        _right[count] = _inputR.Trace();
        for (int a = 0; a < _active.Count; a++)
        {
            PlanarMatrix channel = _channels[_active[a]];
            _right[count + 1 + a] = PlanarMatrix.Inner(channel, _inputR) - kappa * PlanarMatrix.Inner(channel, _inputs[_active[a]]);
        }

        if (!_system.Solve(_right)) return false;
        _free.Write(_right, _work);
        _inputR.Add(1, _work);
        _inputR.AddIdentity(-_right[count]);
        for (int l = 0; l < _users; l++) _derivatives[l].AddTo(_work, -1, _inputs[l]);
        for (int a = 0; a < _active.Count; a++)
        {
            _inputR.Add(-_right[count + 1 + a], _channels[_active[a]]);
            _inputs[_active[a]].Add(kappa * _right[count + 1 + a], _received[_active[a]]);
        }

        FromBasis(_inputR, covariance);
        for (int l = 0; l < _users; l++) FromBasis(_inputs[l], beams[l]);
        return true;
    }

    /// <summary>The common eigenbasis of W and Z, from W - tau Z: negative eigenvalues are gamma, listed first.</summary>
    private bool LoadSplit(ScaledProblem problem, ProjectionSolution solution, ComplexMatrix z)
    {
        double power = problem.Power;
        Copy(z, 1 / (2 * power), _work);
        double tau = 1 / Math.Max(1, Math.Sqrt(_work.SquaredNorm())), largest = 0;
        Copy(solution.Covariance!, 1 / power, _image);
        foreach (ComplexMatrix beam in solution.BeamCovariances!)
        {
            Copy(beam, 1 / power, _inputR);
            _image.Add(-1, _inputR);
        }

        _image.Add(-tau, _work);
        if (!_split.Decompose(_image.Re, _image.Im)) return false;
        foreach (double value in _split.Values) largest = Math.Max(largest, Math.Abs(value));
        _free.Rank = 0;
        while (_free.Rank < _antennas && _split.Values[_free.Rank] < -ZeroEigenvalue * largest) _free.Rank++;
        Array.Clear(_theta);
        for (int i = 0, k = 0; i < _free.Rank; i++)
        {
            k++;
            for (int j = i + 1; j < _antennas; j++, k += 2)
                _theta[k] = _theta[k + 1] = tau * Math.Max(0, _split.Values[j]) / -_split.Values[i];
        }

        return true;
    }

    /// <summary>D_l and, in the basis, H_l and D_l[H_l].</summary>
    private bool LoadUser(ScaledProblem problem, ComplexMatrix z, double lambda, int l)
    {
        Copy(z, -1 / (2 * problem.Power), _work);
        _work.AddOuter(1, problem.BeamRe(l), problem.BeamIm(l));
        _work.AddOuter(problem.SignalFactor * lambda, problem.ChannelRe(l), problem.ChannelIm(l));
        if (!_eigen.Decompose(_work.Re, _work.Im)) return false;
        double largest = Math.Max(Math.Abs(_eigen.Values[0]), Math.Abs(_eigen.Values[^1]));
        for (int i = 0; i < _antennas; i++)
        {
            if (Math.Abs(_eigen.Values[i]) <= ZeroEigenvalue * largest) _eigen.Values[i] = 0;
        }

        _derivatives[l].Load(_eigen, _split);
        _work.Clear();
        _work.AddOuter(1, problem.ChannelRe(l), problem.ChannelIm(l));
        ToBasis(_work, _channels[l]);
        _received[l].Clear();
        _derivatives[l].AddTo(_channels[l], 1, _received[l]);
        return true;
    }

    /// <summary>kappa h_l^H X_l h_l - h_l^H R^ h_l - n_l in the units of the scaled problem.</summary>
    private double Slack(ScaledProblem problem, ProjectionSolution solution, int l)
    {
        Copy(solution.BeamCovariances![l], problem.SignalFactor / problem.Power, _work);
        Copy(solution.Covariance!, -1 / problem.Power, _image);
        _work.Add(1, _image);
        return _work.QuadraticForm(problem.ChannelRe(l), problem.ChannelIm(l)) - problem.Noise[l];
    }

    /// <summary>The upper triangle of A D A^T + Theta.</summary>
    private void Assemble(double kappa)
    {
        int count = _free.Count;
        _system.Resize(count + 1 + _active.Count);
        for (int k = 0; k < count; k++)
        {
            _unit[k] = 1;
            _free.Write(_unit, _work);
            _unit[k] = 0;
            _image.CopyFrom(_work);
            for (int l = 0; l < _users; l++) _derivatives[l].AddTo(_work, 1, _image);
            Span<double> row = _system.Row(k);
            _free.Read(_image, row);
            row[k] += _theta[k];
            row[count] = -_work.Trace();
            for (int a = 0; a < _active.Count; a++)
            {
                int l = _active[a];
                row[count + 1 + a] = -PlanarMatrix.Inner(_work, _channels[l]) - kappa * PlanarMatrix.Inner(_work, _received[l]);
            }
        }

        _system.Row(count)[count] = _antennas;
        for (int a = 0; a < _active.Count; a++)
        {
            PlanarMatrix channel = _channels[_active[a]];
            _system.Row(count)[count + 1 + a] = channel.Trace();
            Span<double> row = _system.Row(count + 1 + a);
            for (int b = a; b < _active.Count; b++) row[count + 1 + b] = PlanarMatrix.Inner(channel, _channels[_active[b]]);
            row[count + 1 + a] += kappa * kappa * PlanarMatrix.Inner(channel, _received[_active[a]]);
        }
    }

    /// <summary>target := U^H H U, the columns of U the eigenvectors.</summary>
    private void ToBasis(PlanarMatrix h, PlanarMatrix target)
    {
        Span<double> yRe = stackalloc double[h.Stride], yIm = stackalloc double[h.Stride];
        yRe.Clear();
        yIm.Clear();
        for (int k = 0; k < _antennas; k++)
        {
            h.Multiply(_split.VectorRe(k), _split.VectorIm(k), yRe, yIm);
            for (int j = 0; j < _antennas; j++)
            {
                (double re, double im) = PlanarVector.ConjugateDot(_split.VectorRe(j), _split.VectorIm(j), yRe, yIm);
                (target.Re[j * h.Stride + k], target.Im[j * h.Stride + k]) = (re, im);
            }
        }
    }

    /// <summary>target := U H U^H.</summary>
    private void FromBasis(PlanarMatrix h, PlanarMatrix target)
    {
        target.Clear();
        Span<double> yRe = stackalloc double[h.Stride], yIm = stackalloc double[h.Stride];
        for (int j = 0; j < _antennas; j++)
        {
            // U H U^H = sum_j u_j (sum_k conj(H_jk) u_k)^H.
            yRe.Clear();
            yIm.Clear();
            ReadOnlySpan<double> hRe = h.RowRe(j), hIm = h.RowIm(j);
            for (int k = 0; k < _antennas; k++) PlanarVector.Axpy(hRe[k], -hIm[k], _split.VectorRe(k), _split.VectorIm(k), yRe, yIm);
            for (int r = 0; r < _antennas; r++)
            {
                double re = _split.VectorRe(j)[r], im = _split.VectorIm(j)[r];
                PlanarVector.AxpyConjugate(re, im, yRe, yIm, target.RowRe(r), target.RowIm(r));
            }
        }
    }

    private static void Copy(ComplexMatrix source, double factor, PlanarMatrix target)
    {
        for (int i = 0; i < source.Rows; i++)
        {
            for (int j = 0; j < source.Columns; j++) target[i, j] = factor * source[i, j];
        }
    }

    private PlanarMatrix Square() => new(_antennas, _antennas);

    private PlanarMatrix[] Squares(int count) => [.. Enumerable.Range(0, count).Select(_ => Square())];
}
