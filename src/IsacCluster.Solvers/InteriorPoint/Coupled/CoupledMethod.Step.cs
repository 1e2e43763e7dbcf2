using static IsacCluster.Solvers.InteriorPoint.PredictorCorrector;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>One predictor-corrector step.</summary>
internal sealed partial class CoupledMethod
{
    /// <summary>False when arithmetic allows no further step.</summary>
    private bool Step(double mu)
    {
        if (!FactorSchur()) return false;
        _covariance.StartPredictor();
        foreach (PsdVariable share in _shares) share.StartPredictor();
        SetSlackStart(0, corrected: false);
        Direction();
        (double primal, double dual) = LargestSteps(PredictorAccuracy);
        double sigma = Centering(Complementarity(Math.Min(1, primal), Math.Min(1, dual)), mu, primal, dual);

        _covariance.StartCorrector(sigma * mu);
        foreach (PsdVariable share in _shares) share.StartCorrector(sigma * mu);
        SetSlackStart(sigma * mu, corrected: true);
        Direction();
        (primal, dual) = LargestSteps(CorrectorAccuracy);
        (primal, dual) = Damped(primal, dual);
        return Move(primal, dual);
    }

    /// <summary>sigma mu / lambda - s - ds dlambda / lambda.</summary>
    private void SetSlackStart(double mu, bool corrected)
    {
        for (int l = 0; l < _users; l++)
        {
            double correction = corrected ? _dSlack[l] * _dy[l] : 0;
            _slackStart[l] = (mu - correction) / _y[l] - _slack[l];
        }
    }

    /// <summary>Solves for dy with right-hand side residual - Op(P) and completes all directions.</summary>
    private void Direction()
    {
        Operate(direction: true, _slackStart);
        for (int i = 0; i < _count; i++) _dy[i] = _residual[i] - _operator[i];
        _system.Solve(_dy);
        Adjoint(_dy, direction: true);
        _covariance.CompleteDirection();
        foreach (PsdVariable share in _shares) share.CompleteDirection();
        for (int l = 0; l < _users; l++) _dSlack[l] = _slackStart[l] - _slack[l] / _y[l] * _dy[l];
    }

    private (double Primal, double Dual) LargestSteps(double accuracy)
    {
        double primal = _covariance.LargestStepX(accuracy), dual = _covariance.LargestStepZ(accuracy);
        foreach (PsdVariable share in _shares)
        {
            primal = Math.Min(primal, share.LargestStepX(accuracy));
            dual = Math.Min(dual, share.LargestStepZ(accuracy));
        }

        for (int l = 0; l < _users; l++)
        {
            if (_dSlack[l] < 0) primal = Math.Min(primal, -_slack[l] / _dSlack[l]);
            if (_dy[l] < 0) dual = Math.Min(dual, -_y[l] / _dy[l]);
        }

        return (primal, dual);
    }

    /// <summary>Moves by the steps, shortened until all stay positive definite. Z is recomputed from y, so that rounding never separates the two.</summary>
    private bool Move(double primal, double dual)
    {
        while (primal > LeastStep && !FactorPrimal(primal)) primal *= Shortening;
        if (!(primal > LeastStep) || !_covariance.MoveX(primal)) return false;
        foreach (PsdVariable share in _shares)
        {
            if (!share.MoveX(primal)) return false;
        }

        for (int l = 0; l < _users; l++) _slack[l] += primal * _dSlack[l];
        Array.Copy(_y, _yBefore, _count);
        for (; dual > LeastStep; dual *= Shortening)
        {
            for (int i = 0; i < _count; i++) _y[i] = _yBefore[i] + dual * _dy[i];
            Adjoint(_y, direction: false);
            if (FactorDual()) return true;
        }

        return false;
    }
}
