using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Derivative;

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
/// <para>Where strict complementarity fails, an index in neither set joins alpha and a tight row with lambda_l = 0 the inactive ones:
/// one element of the generalised Jacobian. The value of D_l on the null space of A_l does not matter for inputs that come from a raw
/// design. Source: the PSD derivative of Sun and Sun, Math. Oper. Res. 27 (2002) 150.</para>
/// </summary>
internal sealed class ProjectionJacobian
{
    private readonly int _antennas, _users;
    private readonly ComplementaritySplit _split;
    private readonly HermitianEigen _eigen;
    private readonly PositivePartDerivative[] _derivatives;
    private readonly RegularisedSystem _system;
    private readonly PlanarMatrix _work, _image, _inputR;
    private readonly PlanarMatrix[] _inputs, _channels, _received;
    private readonly double[] _right, _unit;
    private readonly List<int> _active = [];
    private double[] _factors = [];

    public ProjectionJacobian(int antennas, int users)
    {
        (_antennas, _users) = (antennas, users);
        (_split, _eigen, _system) = (new ComplementaritySplit(antennas), new HermitianEigen(antennas), new RegularisedSystem());
        _derivatives = [.. Enumerable.Range(0, users).Select(_ => new PositivePartDerivative(antennas))];
        (_work, _image, _inputR) = (Square(), Square(), Square());
        (_inputs, _channels, _received) = (Squares(users), Squares(users), Squares(users));
        (_right, _unit) = (new double[antennas * antennas + 1 + users], new double[antennas * antennas]);
    }

    /// <summary>Takes the problem that was solved and its optimal solution; false when a decomposition broke down.</summary>
    public bool Load(ScaledProblem problem, ProjectionSolution solution)
    {
        ProjectionMultipliers multipliers = solution.Multipliers!;
        if (!_split.Load(problem, solution)) return false;
        _active.Clear();
        for (int l = 0; l < _users; l++)
        {
            // Half the multiplier in the units of the scaled problem.
            double lambda = multipliers.Lambda[l] * problem.ChannelGain[l] / (2 * problem.Power);
            if (!LoadUser(problem, multipliers.Z, lambda, l)) return false;
            if (lambda > Slack(problem, solution, l)) _active.Add(l);
        }

        _factors = problem.SignalFactors;
        Assemble();
        return true;
    }

    /// <summary>Replaces (v_1 .. v_L, v_R), Hermitian, by J v; false when the system could not be factorised.</summary>
    public bool Apply(ScaledProblem problem, PlanarMatrix[] beams, PlanarMatrix covariance)
    {
        _split.ToBasis(covariance, _inputR);
        _image.CopyFrom(_inputR);
        for (int l = 0; l < _users; l++)
        {
            _split.ToBasis(beams[l], _work);
            _inputs[l].Clear();
            _derivatives[l].AddTo(_work, 1, _inputs[l]);
            _image.Add(-1, _inputs[l]);
        }

        int count = _split.Free.Count;
        _split.Free.Read(_image, _right);
        for (int k = 0; k < count; k++) _right[k] = -_right[k];
        _right[count] = _inputR.Trace();
        for (int a = 0; a < _active.Count; a++)
        {
            PlanarMatrix channel = _channels[_active[a]];
            double seen = PlanarMatrix.Inner(channel, _inputs[_active[a]]);
            _right[count + 1 + a] = PlanarMatrix.Inner(channel, _inputR) - _factors[_active[a]] * seen;
        }

        if (!_system.Solve(_right)) return false;
        Move();
        _split.FromBasis(_inputR, covariance);
        for (int l = 0; l < _users; l++) _split.FromBasis(_inputs[l], beams[l]);
        return true;
    }

    /// <summary>D A^T y on top of D v.</summary>
    private void Move()
    {
        int count = _split.Free.Count;
        _split.Free.Write(_right, _work);
        _inputR.Add(1, _work);
        _inputR.AddIdentity(-_right[count]);
        for (int l = 0; l < _users; l++) _derivatives[l].AddTo(_work, -1, _inputs[l]);
        for (int a = 0; a < _active.Count; a++)
        {
            _inputR.Add(-_right[count + 1 + a], _channels[_active[a]]);
            _inputs[_active[a]].Add(_factors[_active[a]] * _right[count + 1 + a], _received[_active[a]]);
        }
    }

    /// <summary>D_l and, in the basis, H_l and D_l[H_l].</summary>
    private bool LoadUser(ScaledProblem problem, ComplexMatrix z, double lambda, int l)
    {
        _work.CopyFrom(z, -1 / (2 * problem.Power));
        _work.AddOuter(1, problem.BeamRe(l), problem.BeamIm(l));
        _work.AddOuter(problem.SignalFactors[l] * lambda, problem.ChannelRe(l), problem.ChannelIm(l));
        if (!_eigen.Decompose(_work.Re, _work.Im)) return false;
        double largest = Math.Max(Math.Abs(_eigen.Values[0]), Math.Abs(_eigen.Values[^1]));
        for (int i = 0; i < _antennas; i++)
        {
            if (Math.Abs(_eigen.Values[i]) <= ComplementaritySplit.ZeroEigenvalue * largest) _eigen.Values[i] = 0;
        }

        _derivatives[l].Load(_eigen, _split.Basis);
        _work.Clear();
        _work.AddOuter(1, problem.ChannelRe(l), problem.ChannelIm(l));
        _split.ToBasis(_work, _channels[l]);
        _received[l].Clear();
        _derivatives[l].AddTo(_channels[l], 1, _received[l]);
        return true;
    }

    /// <summary>kappa h_l^H X_l h_l - h_l^H R^ h_l - n_l in the units of the scaled problem.</summary>
    private double Slack(ScaledProblem problem, ProjectionSolution solution, int l)
    {
        _work.CopyFrom(solution.BeamCovariances![l], problem.SignalFactors[l] / problem.Power);
        _image.CopyFrom(solution.Covariance!, -1 / problem.Power);
        _work.Add(1, _image);
        return _work.QuadraticForm(problem.ChannelRe(l), problem.ChannelIm(l)) - problem.Noise[l];
    }

    /// <summary>The upper triangle of A D A^T + Theta.</summary>
    private void Assemble()
    {
        int count = _split.Free.Count;
        _system.Resize(count + 1 + _active.Count);
        for (int k = 0; k < count; k++)
        {
            _unit[k] = 1;
            _split.Free.Write(_unit, _work);
            _unit[k] = 0;
            _image.CopyFrom(_work);
            for (int l = 0; l < _users; l++) _derivatives[l].AddTo(_work, 1, _image);
            Span<double> row = _system.Row(k);
            _split.Free.Read(_image, row);
            row[k] += _split.Weights[k];
            row[count] = -_work.Trace();
            for (int a = 0; a < _active.Count; a++)
            {
                int l = _active[a];
                row[count + 1 + a] = -PlanarMatrix.Inner(_work, _channels[l]) - _factors[l] * PlanarMatrix.Inner(_work, _received[l]);
            }
        }

        _system.Row(count)[count] = _antennas;
        for (int a = 0; a < _active.Count; a++)
        {
            PlanarMatrix channel = _channels[_active[a]];
            _system.Row(count)[count + 1 + a] = channel.Trace();
            Span<double> row = _system.Row(count + 1 + a);
            for (int b = a; b < _active.Count; b++) row[count + 1 + b] = PlanarMatrix.Inner(channel, _channels[_active[b]]);
            row[count + 1 + a] += _factors[_active[a]] * _factors[_active[a]] * PlanarMatrix.Inner(channel, _received[_active[a]]);
        }
    }

    private PlanarMatrix Square() => new(_antennas, _antennas);

    private PlanarMatrix[] Squares(int count) => [.. Enumerable.Range(0, count).Select(_ => Square())];
}
