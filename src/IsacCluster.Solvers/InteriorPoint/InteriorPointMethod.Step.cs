using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>One predictor-corrector step.</summary>
internal sealed partial class InteriorPointMethod
{
    /// <summary>False when arithmetic allows no further step.</summary>
    private bool Step(double mu)
    {
        if (!FactorSchur()) return false;
        foreach (PsdBlock block in _blocks) block.StartPredictor();
        SetScalarStart(0, corrected: false);
        Direction();
        (double primal, double dual) = LargestSteps();
        double after = ComplementarityAfter(Math.Min(1, primal), Math.Min(1, dual));
        double ratio = Math.Clamp(after / mu, 0, 1);
        double sigma = Math.Max(ratio * ratio * ratio, 1e-4);
        if (Math.Min(primal, dual) < 0.1) sigma = Math.Max(sigma, 0.3);

        foreach (PsdBlock block in _blocks) block.StartCorrector(sigma * mu);
        SetScalarStart(sigma * mu, corrected: true);
        Direction();
        (primal, dual) = LargestSteps();
        double back = 0.9 + 0.09 * Math.Min(1, Math.Min(primal, dual));
        return Move(Math.Min(1, back * primal), Math.Min(1, back * dual));
    }

    /// <summary>The scalar counterparts of P: sigma mu / z - x - dx dz / z for slacks and rays.</summary>
    private void SetScalarStart(double mu, bool corrected)
    {
        for (int i = 0; i < _shape.Rows; i++)
        {
            if (!_program.Rows[i].IsInequality) continue;
            double dual = _y[_trace + 1 + i];
            double correction = corrected ? _dSlack[i] * _dy[_trace + 1 + i] / dual : 0;
            _slackCorrection[i] = mu / dual - _slack[i] - correction;
        }

        for (int k = 0; k < _shape.Rays; k++)
        {
            double correction = corrected ? _dRay[k] * _dRayDual[k] / _rayDual[k] : 0;
            _rayCorrection[k] = mu / _rayDual[k] - _ray[k] - correction;
        }
    }

    /// <summary>Solves for dy with right-hand side residual - Op(P) and completes all directions.</summary>
    private void Direction()
    {
        for (int i = 0; i < _count; i++) _predicted[i] = _residual[i];
        ClearOperator();
        for (int b = 0; b < _blocks.Length; b++)
        {
            if (_shape.Rows > 0) HermitianKernels.Apply(_blocks[b].Dx, _program.Channel, _product);
            AddToOperator(_blocks[b], b, _blocks[b].Dx, _product);
        }

        FinishOperator(_slackCorrection, _rayCorrection);
        for (int i = 0; i < _count; i++) _dy[i] = _predicted[i] - _operator[i];
        _system.Solve(_dy);
        Adjoint(_dy, direction: true);
        foreach (PsdBlock block in _blocks) block.CompleteDirection();
        for (int i = 0; i < _shape.Rows; i++)
        {
            int row = _trace + 1 + i;
            if (_program.Rows[i].IsInequality) _dSlack[i] = _slackCorrection[i] - _slack[i] / _y[row] * _dy[row];
        }

        for (int k = 0; k < _shape.Rays; k++)
        {
            _dRayDual[k] = -DotRay(k, _dy);
            _dRay[k] = _rayCorrection[k] - _ray[k] / _rayDual[k] * _dRayDual[k];
        }
    }

    private (double Primal, double Dual) LargestSteps()
    {
        double primal = double.PositiveInfinity, dual = double.PositiveInfinity;
        foreach (PsdBlock block in _blocks)
        {
            primal = Math.Min(primal, block.LargestStepX());
            dual = Math.Min(dual, block.LargestStepZ());
        }

        for (int i = 0; i < _shape.Rows; i++)
        {
            if (!_program.Rows[i].IsInequality) continue;
            if (_dSlack[i] < 0) primal = Math.Min(primal, -_slack[i] / _dSlack[i]);
            double direction = _dy[_trace + 1 + i];
            if (direction < 0) dual = Math.Min(dual, -_y[_trace + 1 + i] / direction);
        }

        for (int k = 0; k < _shape.Rays; k++)
        {
            if (_dRay[k] < 0) primal = Math.Min(primal, -_ray[k] / _dRay[k]);
            if (_dRayDual[k] < 0) dual = Math.Min(dual, -_rayDual[k] / _dRayDual[k]);
        }

        return (primal, dual);
    }

    /// <summary>The complementarity that a step along the current direction would leave.</summary>
    private double ComplementarityAfter(double primal, double dual)
    {
        double sum = 0, order = 0;
        foreach (PsdBlock block in _blocks)
        {
            sum += PlanarMatrix.Inner(block.X, block.Z) + primal * PlanarMatrix.Inner(block.Dx, block.Z)
                + dual * PlanarMatrix.Inner(block.X, block.Dz) + primal * dual * PlanarMatrix.Inner(block.Dx, block.Dz);
            order += block.Order;
        }

        for (int i = 0; i < _shape.Rows; i++)
        {
            if (!_program.Rows[i].IsInequality) continue;
            int row = _trace + 1 + i;
            sum += (_slack[i] + primal * _dSlack[i]) * (_y[row] + dual * _dy[row]);
            order++;
        }

        for (int k = 0; k < _shape.Rays; k++)
        {
            sum += (_ray[k] + primal * _dRay[k]) * (_rayDual[k] + dual * _dRayDual[k]);
            order++;
        }

        return sum / order;
    }

    /// <summary>
    /// Moves by the steps, shortened until all blocks stay positive definite; false if nothing is left of a step. Z is then
    /// recomputed from y, so that rounding never separates the two.
    /// </summary>
    private bool Move(double primal, double dual)
    {
        foreach (PsdBlock block in _blocks)
        {
            while (primal > 1e-8 && !block.StaysPositiveX(primal)) primal *= 0.8;
            while (dual > 1e-8 && !block.StaysPositiveZ(dual)) dual *= 0.8;
        }

        if (!(primal > 1e-8) || !(dual > 1e-8)) return false;
        foreach (PsdBlock block in _blocks) block.X.Add(primal, block.Dx);
        for (int i = 0; i < _shape.Rows; i++)
        {
            if (_program.Rows[i].IsInequality) _slack[i] += primal * _dSlack[i];
        }

        for (int i = 0; i < _count; i++) _y[i] += dual * _dy[i];
        for (int k = 0; k < _shape.Rays; k++)
        {
            _ray[k] += primal * _dRay[k];
            _rayDual[k] = -DotRay(k, _y);
            if (!(_rayDual[k] > 0)) return false;
        }

        Adjoint(_y, direction: false);
        return true;
    }
}
