using static IsacCluster.Solvers.InteriorPoint.PredictorCorrector;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>One predictor-corrector step.</summary>
internal sealed partial class InteriorPointMethod
{
    /// <summary>False when arithmetic allows no further step.</summary>
    private bool Step(double mu)
    {
        if (!FactorSchur()) return false;
        foreach (PsdBlock block in _blocks) block.StartPredictor();
        SetSlackStart(0, corrected: false);
        Direction();
        (double primal, double dual) = LargestSteps(PredictorAccuracy);
        double sigma = Centering(Complementarity(Math.Min(1, primal), Math.Min(1, dual)), mu, primal, dual);

        foreach (PsdBlock block in _blocks) block.StartCorrector(sigma * mu);
        SetSlackStart(sigma * mu, corrected: true);
        Direction();
        (primal, dual) = LargestSteps(CorrectorAccuracy);
        (primal, dual) = Damped(primal, dual);
        return Move(primal, dual);
    }

    /// <summary>The scalar counterpart of P: sigma mu / lambda - s - ds dlambda / lambda.</summary>
    private void SetSlackStart(double mu, bool corrected)
    {
        for (int i = 0; i < _shape.Rows; i++)
        {
            double correction = corrected ? _dSlack[i] * _dLambda[i] : 0;
            _slackCorrection[i] = (mu - correction) / _lambda[i] - _slack[i];
        }
    }

    /// <summary>Solves for dy with right-hand side residual - Op(P) and completes all directions.</summary>
    private void Direction()
    {
        Operate(direction: true, _slackCorrection);
        for (int i = 0; i < _count; i++) _dy[i] = _residual[i] - _operator[i];
        _system.Solve(_dy);
        Adjoint(_dy, direction: true);
        foreach (PsdBlock block in _blocks) block.CompleteDirection();
        for (int i = 0; i < _shape.Rows; i++)
        {
            _dLambda[i] = _dy[1 + i] - _weights[i] * _dy[0];
            _dSlack[i] = _slackCorrection[i] - _slack[i] / _lambda[i] * _dLambda[i];
        }
    }

    private (double Primal, double Dual) LargestSteps(double accuracy)
    {
        double primal = double.PositiveInfinity, dual = double.PositiveInfinity;
        foreach (PsdBlock block in _blocks)
        {
            primal = Math.Min(primal, block.LargestStepX(accuracy));
            dual = Math.Min(dual, block.LargestStepZ(accuracy));
        }

        for (int i = 0; i < _shape.Rows; i++)
        {
            if (_dSlack[i] < 0) primal = Math.Min(primal, -_slack[i] / _dSlack[i]);
            if (_dLambda[i] < 0) dual = Math.Min(dual, -_lambda[i] / _dLambda[i]);
        }

        return (primal, dual);
    }

    /// <summary>
    /// Moves by the steps, shortened until all blocks stay positive definite; false if nothing is left of a step. Z is recomputed
    /// from y, so that rounding never separates the two.
    /// </summary>
    private bool Move(double primal, double dual)
    {
        foreach (PsdBlock block in _blocks)
        {
            while (primal > LeastStep && !block.FactorX(primal)) primal *= Shortening;
        }

        if (!(primal > LeastStep)) return false;
        foreach (PsdBlock block in _blocks)
        {
            if (!block.MoveX(primal)) return false;
        }

        for (int i = 0; i < _shape.Rows; i++) _slack[i] += primal * _dSlack[i];
        Array.Copy(_y, _yBefore, _count);
        for (; dual > LeastStep; dual *= Shortening)
        {
            for (int i = 0; i < _count; i++) _y[i] = _yBefore[i] + dual * _dy[i];
            SetDual();
            if (FactorDual()) return true;
        }

        return false;
    }
}
