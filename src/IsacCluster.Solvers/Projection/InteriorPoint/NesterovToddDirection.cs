using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.InteriorPoint;

/// <summary>
/// The Newton direction of <see cref="NesterovToddMethod"/>. With B_k the rotated scaling of block k, hats its coordinates, weights w
/// and M_(k,0) = I, M_(k,l) = H_l (minus H_l / Gamma0 where l = k >= 1), the linearised conditions are
/// <code>
/// E_k o dV^_k = rho_k - B_k^H (Y + sum_i ds_i M_(k,i)) B_k,   (E_0)_ij = 1,  (E_k)_ij = 1 + 2 w_i w_j,   Y = 2 sum_k dV_k,
/// </code>
/// o the entrywise product and ds = (dnu, dlambda). Summing over k leaves one M x M unknown: (1/2 I + sum_k Phi_k) Y = right-hand side
/// with Phi_k Y = B_k ((B_k^H Y B_k) / E_k) B_k^H. In the eigenbasis U of W_0 = B_0 B_0^H the part 1/2 I + Phi_0 is diagonal,
/// and Phi_k &lt;= I/2 for every beam: preconditioned by that diagonal the condition number is at most 1 + L, at any point.
/// <para>The L + 1 scalars follow from their Schur complement, each column one conjugate gradient solve.</para>
/// </summary>
internal sealed class NesterovToddDirection
{
    private const double RelativeTolerance = 1e-13;
    private const int MaxConjugateGradientSteps = 300;

    private readonly int _antennas, _users;
    private readonly PlanarMatrix _basis, _residual, _preconditioned, _search, _image, _hat, _left, _product, _total, _constraints;
    private readonly PlanarMatrix[] _map, _mapH, _scalarSolution;
    private readonly double[] _schur, _scalars;
    private readonly RealCholesky _cholesky;
    private NesterovToddBlock[] _blocks = [];

    public NesterovToddDirection(int antennas, int users)
    {
        (_antennas, _users) = (antennas, users);
        (_basis, _residual, _preconditioned, _search) = (Square(), Square(), Square(), Square());
        (_image, _hat, _left, _product, _total, _constraints) = (Square(), Square(), Square(), Square(), Square(), Square());
        _map = [.. Enumerable.Range(0, users + 1).Select(_ => Square())];
        _mapH = [.. Enumerable.Range(0, users + 1).Select(_ => Square())];
        _scalarSolution = [.. Enumerable.Range(0, users + 1).Select(_ => Square())];
        _cholesky = new RealCholesky(users + 1);
        (_schur, _scalars) = (new double[(users + 1) * _cholesky.Stride], new double[_cholesky.Stride]);
        DLambda = new double[users];
    }

    public double DNu { get; private set; }

    public double[] DLambda { get; }

    /// <summary>Conjugate gradient steps that may still be taken; directions are void once it is 0.</summary>
    public long RemainingSteps { get; set; }

    /// <summary>
    /// Prepares the directions at a point: block 0 is the radar part, block l + 1 user l; slackCurvature is t / lambda. False when the
    /// Schur complement is not numerically positive definite.
    /// </summary>
    public bool Factor(ScaledProblem problem, NesterovToddBlock[] blocks, ReadOnlySpan<double> slackCurvature)
    {
        _blocks = blocks;
        BuildMaps();
        for (int j = 0; j <= _users; j++)
        {
            _residual.Clear();
            for (int k = 0; k <= _users; k++)
            {
                LoadConstraint(problem, k, j, -1);
                Divide(k, _hat);
                AddMapped(k, _hat, _residual);
            }

            Solve(_scalarSolution[j]);
            for (int i = 0; i <= _users; i++) _schur[i * _cholesky.Stride + j] = j > 0 && i == j ? slackCurvature[j - 1] : 0;
            for (int k = 0; k <= _users; k++)
            {
                LoadConstraint(problem, k, j, 1);
                AddRestricted(k, _scalarSolution[j], 1, _hat);
                Divide(k, _hat);
                for (int i = 0; i <= _users; i++) _schur[i * _cholesky.Stride + j] += ConstraintProduct(problem, k, i, _hat);
            }
        }

        return _cholesky.Factor(_schur);
    }

    /// <summary>
    /// Solves for the complementarity right-hand sides that the blocks hold and hands every block its step.
    /// </summary>
    /// <param name="rows">The wanted -Tr dV, then A_l(dV) + (t / lambda)_l dlambda_l.</param>
    public void Solve(ScaledProblem problem, ReadOnlySpan<double> rows)
    {
        _residual.Clear();
        for (int k = 0; k <= _users; k++)
        {
            _blocks[k].LoadRightHandSide(_hat);
            Divide(k, _hat);
            AddMapped(k, _hat, _residual);
        }

        Solve(_total);
        for (int i = 0; i <= _users; i++) _scalars[i] = rows[i];
        for (int k = 0; k <= _users; k++)
        {
            LoadResolved(problem, k);
            for (int i = 0; i <= _users; i++) _scalars[i] += ConstraintProduct(problem, k, i, _hat);
        }

        _cholesky.Solve(_scalars);
        DNu = _scalars[0];
        for (int l = 0; l < _users; l++) DLambda[l] = _scalars[l + 1];
        for (int i = 0; i <= _users; i++) _total.Add(_scalars[i], _scalarSolution[i]);
        for (int k = 0; k <= _users; k++)
        {
            LoadResolved(problem, k, scalars: true);
            _blocks[k].SetStep(_hat);
        }
    }

    /// <summary>hat := (rho_k - B_k^H (Y + sum_i ds_i M_(k,i)) B_k) / E_k for the current total Y, the sum only on demand.</summary>
    private void LoadResolved(ScaledProblem problem, int k, bool scalars = false)
    {
        if (scalars)
        {
            _constraints.Clear();
            for (int i = 0; i <= _users; i++)
            {
                LoadConstraint(problem, k, i, -_scalars[i]);
                _constraints.Add(1, _hat);
            }
        }

        _blocks[k].LoadRightHandSide(_hat);
        if (scalars) _hat.Add(1, _constraints);
        AddRestricted(k, _total, -1, _hat);
        Divide(k, _hat);
    }

    private void BuildMaps()
    {
        NesterovToddBlock radar = _blocks[0];
        for (int r = 0; r < _antennas; r++)
        {
            for (int j = 0; j < _antennas; j++)
            {
                double factor = 1 / Math.Sqrt(radar.Weights[j]);
                (_basis.RowRe(r)[j], _basis.RowIm(r)[j]) = (factor * radar.Rotated.RowRe(r)[j], factor * radar.Rotated.RowIm(r)[j]);
            }
        }

        _mapH[0].Clear();
        for (int i = 0; i < _antennas; i++) _mapH[0].RowRe(i)[i] = Math.Sqrt(radar.Weights[i]);
        _map[0].CopyFrom(_mapH[0]);
        for (int k = 1; k <= _users; k++)
        {
            _mapH[k].SetProduct(_blocks[k].RotatedH, _basis);
            HermitianKernels.Adjoint(_mapH[k], _map[k]);
        }
    }

    /// <summary>hat := factor M^_(k,i).</summary>
    private void LoadConstraint(ScaledProblem problem, int k, int i, double factor)
    {
        NesterovToddBlock block = _blocks[k];
        _hat.Clear();
        if (i == 0)
        {
            for (int m = 0; m < _antennas; m++) _hat.RowRe(m)[m] = factor * block.Weights[m];
        }
        else _hat.AddOuter(factor * RowWeight(problem, k, i), block.Received.RowRe(i - 1), block.Received.RowIm(i - 1));
    }

    /// <summary>[M^_(k,i), hat].</summary>
    private double ConstraintProduct(ScaledProblem problem, int k, int i, PlanarMatrix hat)
    {
        NesterovToddBlock block = _blocks[k];
        if (i > 0) return RowWeight(problem, k, i) * hat.QuadraticForm(block.Received.RowRe(i - 1), block.Received.RowIm(i - 1));
        double sum = 0;
        for (int m = 0; m < _antennas; m++) sum += block.Weights[m] * hat.RowRe(m)[m];
        return sum;
    }

    private static double RowWeight(ScaledProblem problem, int k, int i) => k == i ? -1 / problem.Thresholds[i - 1] : 1;

    /// <summary>a := a / E_k entry by entry.</summary>
    private void Divide(int k, PlanarMatrix a)
    {
        if (k == 0) return;
        double[] w = _blocks[k].Weights;
        for (int i = 0; i < _antennas; i++)
        {
            Span<double> re = a.RowRe(i), im = a.RowIm(i);
            for (int j = 0; j < _antennas; j++)
            {
                double factor = 1 / (1 + 2 * w[i] * w[j]);
                (re[j], im[j]) = (factor * re[j], factor * im[j]);
            }
        }
    }

    /// <summary>target += (U^H B_k) a (U^H B_k)^H.</summary>
    private void AddMapped(int k, PlanarMatrix a, PlanarMatrix target)
    {
        _left.SetProduct(_map[k], a);
        _product.SetProduct(_left, _mapH[k]);
        target.Add(1, _product);
    }

    /// <summary>target += factor (U^H B_k)^H a (U^H B_k).</summary>
    private void AddRestricted(int k, PlanarMatrix a, double factor, PlanarMatrix target)
    {
        _left.SetProduct(_mapH[k], a);
        _product.SetProduct(_left, _map[k]);
        target.Add(factor, _product);
    }

    /// <summary>Conjugate gradients for the right-hand side in _residual.</summary>
    private void Solve(PlanarMatrix solution)
    {
        solution.Clear();
        _residual.Symmetrise();
        Precondition();
        _search.CopyFrom(_preconditioned);
        double rho = PlanarMatrix.Inner(_residual, _preconditioned), target = RelativeTolerance * RelativeTolerance * rho;
        for (int step = 0; step < MaxConjugateGradientSteps && rho > target && RemainingSteps > 0; step++, RemainingSteps--)
        {
            Apply(_search, _image);
            double alpha = rho / PlanarMatrix.Inner(_search, _image);
            solution.Add(alpha, _search);
            _residual.Add(-alpha, _image);
            Precondition();
            double next = PlanarMatrix.Inner(_residual, _preconditioned);
            _search.Scale(next / rho);
            _search.Add(1, _preconditioned);
            rho = next;
        }
    }

    private void Apply(PlanarMatrix y, PlanarMatrix image)
    {
        SetDiagonalPart(y, image, inverse: false);
        for (int k = 1; k <= _users; k++)
        {
            _hat.Clear();
            AddRestricted(k, y, 1, _hat);
            Divide(k, _hat);
            AddMapped(k, _hat, image);
        }
    }

    private void Precondition() => SetDiagonalPart(_residual, _preconditioned, inverse: true);

    /// <summary>image := (1/2 I + Phi_0) y, or its inverse.</summary>
    private void SetDiagonalPart(PlanarMatrix y, PlanarMatrix image, bool inverse)
    {
        double[] w = _blocks[0].Weights;
        for (int i = 0; i < _antennas; i++)
        {
            ReadOnlySpan<double> re = y.RowRe(i), im = y.RowIm(i);
            Span<double> toRe = image.RowRe(i), toIm = image.RowIm(i);
            for (int j = 0; j < _antennas; j++)
            {
                double part = 0.5 + w[i] * w[j], factor = inverse ? 1 / part : part;
                (toRe[j], toIm[j]) = (factor * re[j], factor * im[j]);
            }
        }
    }

    private PlanarMatrix Square() => new(_antennas, _antennas);
}
