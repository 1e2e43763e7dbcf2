using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// Looks for a radar-only optimum that serves the users: Newton's method from an infeasible start (Boyd and Vandenberghe, 10.3) for
/// <code>
///   minimise  -log det W - sum_k log det C_k - sum_l log s_l
///   s.t.      phi_n^H W phi_n = phi_n^H phi_n   (W = I is R* itself),
///             split:         G^H W G = sum_k C_k,   (1 + 1/Gamma0) (C_l)_ll - sum_k (C_k)_ll - s_l = target_l
///             zero forcing:  (G^H W G)_ij = 0 (i != j),   (G^H W G)_ll - s_l = target_l
/// </code>
/// with G = B^H H. A direction is dX = X - X Op^*(y) X with Op(dX) the residual; every full step meets all equalities, so the first full
/// step that leaves all variables positive definite ends the search. Short steps mean that the face has no such point, or hardly one, and
/// end it too. Owns its buffers.
/// </summary>
internal sealed class FaceCentering
{
    /// <summary>Directions tried at most.</summary>
    private const int MostSteps = 12;

    /// <summary>
    /// Part of the way to the boundary; and the residual that may be left of the first after each step, else the search is given up.
    /// </summary>
    private const double Shortening = 0.9, SlowestDecrease = 0.85;

    private readonly PsdVariable _w;
    private readonly PsdVariable[] _shares;
    private readonly int _users, _rows, _link, _pattern, _count, _frequencies;
    private readonly double[] _b, _y, _operator, _slack, _dSlack, _schur, _forms;
    private readonly RealCholesky _system;
    private readonly PlanarMatrix _half, _kernel, _received, _linkHalf, _linkFeatures, _combination, _wide, _tall, _columns;
    private RadarFace _face = null!;
    private PlanarMatrix _images = null!, _imagesAdjoint = null!;

    public FaceCentering(int order, int frequencies, int users, bool split)
    {
        (Order, Split, _users, _frequencies) = (order, split, users, frequencies);
        _w = new PsdVariable(order);
        _shares = new PsdVariable[split ? users : 0];
        for (int k = 0; k < _shares.Length; k++) _shares[k] = new PsdVariable(users);
        _link = _rows = split ? users : 0;
        _pattern = _link + HermitianLink.Count(users);
        _count = _pattern + frequencies;
        _system = new RealCholesky(_count);
        (_b, _y, _operator) = (new double[_system.Stride], new double[_system.Stride], new double[_system.Stride]);
        (_slack, _dSlack) = (new double[users], new double[users]);
        (_schur, _forms) = (new double[_count * _system.Stride], new double[HermitianLink.Count(users) * PlanarMatrix.Padded(frequencies)]);
        (_half, _kernel) = (new(order, frequencies), new(frequencies, frequencies));
        (_received, _linkHalf, _linkFeatures) = (new(users, users), new(users, order), new(users, frequencies));
        (_combination, _wide, _tall, _columns) = (new(users, users), new(order, order), new(order, users), new(order, frequencies));
    }

    public int Order { get; }

    public bool Split { get; }

    public bool Fits(RadarFace face, int users, bool split) =>
        (Order, _frequencies, _users, Split) == (face.Order, face.Features.Columns, users, split);

    /// <summary>W.</summary>
    public PlanarMatrix Covariance => _w.X;

    /// <summary>C_l.</summary>
    public PlanarMatrix Share(int user) => _shares[user].X;

    /// <summary>Directions taken.</summary>
    public int Steps { get; private set; }

    /// <param name="face">The radar-only optima.</param>
    /// <param name="images">G, d x L.</param>
    /// <param name="imagesAdjoint">G^H.</param>
    /// <param name="own">1 + 1/Gamma0.</param>
    /// <param name="targets">target_l.</param>
    /// <param name="root">(G^H G)^1/2: the shares start as Loewdin's split of what W = I gives; null for zero forcing.</param>
    public bool Solve(RadarFace face, PlanarMatrix images, PlanarMatrix imagesAdjoint, double own, double[] targets, PlanarMatrix? root)
    {
        (_face, _images, _imagesAdjoint) = (face, images, imagesAdjoint);
        Start(own, targets, root);
        double before = double.PositiveInfinity;
        for (Steps = 1; Steps <= MostSteps; Steps++)
        {
            double residual = Operate(own);
            if (residual > SlowestDecrease * before || !Direction(own)) return false;
            before = residual;
            if (TryFull()) return true;
            double step = LargestStep();
            if (!Move(Math.Min(1, Shortening * step))) return false;
        }

        return false;
    }

    private void Start(double own, double[] targets, PlanarMatrix? root)
    {
        _w.X.SetIdentity(1);
        Array.Clear(_b);
        for (int l = 0; l < _users; l++) _b[l] = targets[l];
        MatrixProducts.Multiply(_imagesAdjoint, _images, _received);
        for (int k = 0; k < _shares.Length; k++)
        {
            PlanarMatrix share = _shares[k].X;
            share.Clear();
            share.Add(0.1 / _users, _received);
            HermitianKernels.AddOuter(0.9, root!, k, share);
        }

        for (int l = 0; l < _users; l++)
        {
            double seen = _received.Re[l * (_received.Stride + 1)];
            double reached = Split ? own * _shares[l].X.Re[l * (_shares[l].X.Stride + 1)] - seen : seen;
            _slack[l] = Math.Max(reached - targets[l], 0.05 * seen);
        }

        for (int n = 0; n < _frequencies; n++)
        {
            double sum = 0;
            for (int m = 0; m < Order; m++)
            {
                int at = m * _face.Features.Stride + n;
                sum += _face.Features.Re[at] * _face.Features.Re[at] + _face.Features.Im[at] * _face.Features.Im[at];
            }

            _b[_pattern + n] = sum;
        }
    }

    /// <summary>_operator = Op(X); the residual's size, users' rows relative to what they receive.</summary>
    private double Operate(double own)
    {
        Array.Clear(_operator);
        MatrixProducts.Multiply(_w.X, _face.Features, _half);
        MatrixProducts.Multiply(_face.FeaturesAdjoint, _half, _kernel, upper: true);
        for (int n = 0; n < _frequencies; n++) _operator[_pattern + n] = _kernel.Re[n * (_kernel.Stride + 1)];
        MatrixProducts.Multiply(_imagesAdjoint, _w.X, _linkHalf);
        MatrixProducts.Multiply(_linkHalf, _images, _received);
        HermitianLink.Add(_received, 1, _operator, _link);
        for (int k = 0; k < _shares.Length; k++)
        {
            HermitianLink.Add(_shares[k].X, -1, _operator, _link);
            for (int l = 0; l < _users; l++) _operator[l] += Coefficient(own, l, k) * _shares[k].X.Re[l * (_shares[k].X.Stride + 1)];
        }

        double residual = 0;
        for (int l = 0; l < _users; l++)
        {
            _operator[l] -= _slack[l];
            double seen = _received.Re[l * (_received.Stride + 1)];
            residual = Math.Max(residual, Math.Abs(_b[l] - _operator[l]) / seen);
        }

        if (!Split)
        {
            int next = _users;
            for (int a = 0; a < _users; a++)
            {
                for (int b = a + 1; b < _users; b++, next += 2)
                {
                    double seen = Math.Sqrt(_received.Re[a * (_received.Stride + 1)] * _received.Re[b * (_received.Stride + 1)]);
                    residual = Math.Max(residual, Math.Max(Math.Abs(_operator[next]), Math.Abs(_operator[next + 1])) / seen);
                }
            }
        }

        return residual;
    }

    private static double Coefficient(double own, int row, int share) => row == share ? own - 1 : -1;

    private bool Direction(double own)
    {
        int stride = _system.Stride, width = PlanarMatrix.Padded(_frequencies), links = HermitianLink.Count(_users);
        Array.Clear(_schur);
        for (int i = 0; i < _frequencies; i++)
        {
            int from = i * _kernel.Stride, to = (_pattern + i) * stride + _pattern;
            for (int j = i; j < _frequencies; j++)
                _schur[to + j] = _kernel.Re[from + j] * _kernel.Re[from + j] + _kernel.Im[from + j] * _kernel.Im[from + j];
        }

        MatrixProducts.Multiply(_linkHalf, _face.Features, _linkFeatures);
        Array.Clear(_forms);
        HermitianLink.AddForms(_linkFeatures, _linkFeatures, 1, _forms, 0, width, _frequencies);
        for (int i = 0; i < links; i++) Array.Copy(_forms, i * width, _schur, (_link + i) * stride + _pattern, _frequencies);
        HermitianLink.AddProducts(_received, _received, _schur, stride, _link);
        for (int k = 0; k < _shares.Length; k++) AddShare(own, k);
        for (int l = 0; l < _users; l++) _schur[l * (stride + 1)] += _slack[l] * _slack[l];
        if (!_system.Factor(_schur)) return false;
        for (int i = 0; i < _count; i++) _y[i] = 2 * _operator[i] - _b[i];
        _system.Solve(_y);
        SetDirections(own);
        return true;
    }

    private void AddShare(double own, int k)
    {
        PlanarMatrix x = _shares[k].X;
        int stride = _system.Stride, links = HermitianLink.Count(_users), width = PlanarMatrix.Padded(_users);
        HermitianLink.AddProducts(x, x, _schur, stride, _link);
        Array.Clear(_forms);
        HermitianLink.AddForms(x, x, 1, _forms, 0, width, _users);
        for (int l = 0; l < _users; l++)
        {
            double outer = Coefficient(own, l, k);
            for (int i = 0; i < links; i++) _schur[l * stride + _link + i] -= outer * _forms[i * width + l];
            for (int m = l; m < _users; m++)
            {
                int at = l * x.Stride + m;
                _schur[l * stride + m] += outer * Coefficient(own, m, k) * (x.Re[at] * x.Re[at] + x.Im[at] * x.Im[at]);
            }
        }
    }

    /// <summary>dX = X - X Op^*(y) X.</summary>
    private void SetDirections(double own)
    {
        // Op_W^*(y) = sum_n y_n phi_n phi_n^H + G Q G^H.
        for (int m = 0; m < Order; m++)
        {
            int row = m * _columns.Stride, from = m * _face.Features.Stride;
            for (int n = 0; n < _frequencies; n++)
            {
                double weight = _y[_pattern + n];
                (_columns.Re[row + n], _columns.Im[row + n]) = (weight * _face.Features.Re[from + n], weight * _face.Features.Im[from + n]);
            }
        }

        PsdVariable w = _w;
        MatrixProducts.Multiply(_columns, _face.FeaturesAdjoint, _wide);
        HermitianLink.ToMatrix(_y, _link, _combination);
        MatrixProducts.Multiply(_images, _combination, _tall);
        MatrixProducts.Multiply(_tall, _imagesAdjoint, w.Dz);
        w.Dz.Add(1, _wide);
        w.CentreAgainst();
        for (int k = 0; k < _shares.Length; k++)
        {
            PlanarMatrix adjoint = _shares[k].Dz;
            adjoint.Clear();
            adjoint.Add(-1, _combination);
            for (int l = 0; l < _users; l++) adjoint.Re[l * (adjoint.Stride + 1)] += Coefficient(own, l, k) * _y[l];
            _shares[k].CentreAgainst();
        }

        for (int l = 0; l < _users; l++) _dSlack[l] = _slack[l] + _slack[l] * _slack[l] * _y[l];
    }

    private bool TryFull()
    {
        for (int l = 0; l < _users; l++)
        {
            if (!(_slack[l] + _dSlack[l] > 0)) return false;
        }

        if (!_w.FactorX(1)) return false;
        foreach (PsdVariable share in _shares)
        {
            if (!share.FactorX(1)) return false;
        }

        return Move(1);
    }

    private double LargestStep()
    {
        double step = double.PositiveInfinity;
        for (int l = 0; l < _users; l++)
        {
            if (_dSlack[l] < 0) step = Math.Min(step, -_slack[l] / _dSlack[l]);
        }

        if (_w.FactorX(0)) step = Math.Min(step, _w.StepToBoundaryX(0.1));
        foreach (PsdVariable share in _shares)
        {
            if (share.FactorX(0)) step = Math.Min(step, share.StepToBoundaryX(0.1));
        }

        return step;
    }

    private bool Move(double step)
    {
        if (!_w.MoveX(step)) return false;
        foreach (PsdVariable share in _shares)
        {
            if (!share.MoveX(step)) return false;
        }

        for (int l = 0; l < _users; l++) _slack[l] += step * _dSlack[l];
        return true;
    }
}
