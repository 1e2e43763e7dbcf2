using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;
using static IsacCluster.Solvers.InteriorPoint.PredictorCorrector;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// <see cref="CoupledMethod"/> for four programs of one shape at a time, one in each lane. What a lane computes depends on its program
/// alone: where lanes differ in what they do (a shorter step, an end), the others repeat what they had or are put back by masks. Owns its
/// buffers: one thread.
/// </summary>
internal sealed partial class LaneCoupledMethod
{
    private readonly CoupledShape _shape;
    private readonly LanePair _covariance;
    private readonly LanePair[] _shares;
    private readonly LaneSystem _system;
    private readonly LaneSteering _steering;
    private readonly LaneArray _y, _yBefore, _dy, _b, _residual, _operator, _slack, _dSlack, _slackStart, _lambda, _dLambda;
    private readonly int _users, _link, _small, _count, _order, _frequencies;

    /// <summary>First of the rows that act on the pattern (the trace's among them), their number, first with a w, first of X.</summary>
    private readonly int _patternAt, _patternCount, _firstPattern, _cross;
    private readonly int _mostIdle;
    private Vector256<double> _bestMerit, _bound, _idle, _mu, _complementarity;

    /// <summary>Where the start need not have the antennas' powers.</summary>
    private const int MostIdleOfGeneral = 8;

    public LaneCoupledMethod(CoupledShape shape)
    {
        (_shape, _users, _link) = (shape, shape.Users, shape.Shares);
        (_small, _frequencies) = (_link + HermitianLink.Count(_users), 2 * shape.Antennas - 1);
        _patternAt = shape.HasAntennaPowers ? _small + shape.Antennas : _small;
        _patternCount = shape.Rank + (shape.HasAntennaPowers ? 0 : 1);
        (_firstPattern, _cross) = (_patternAt + _patternCount - shape.Rank, _patternAt + _patternCount);
        _count = _cross + shape.Targets * (shape.Targets - 1);
        _mostIdle = shape.IsGeneral ? MostIdleOfGeneral : CoupledMethod.MostIdleIterations;
        _order = shape.Antennas + shape.Shares * _users + _users;
        _covariance = new LanePair(shape.Antennas);
        _shares = [.. Enumerable.Range(0, shape.Shares).Select(_ => new LanePair(shape.Users))];
        (_system, _steering) = (new LaneSystem(_count), new LaneSteering(shape.Antennas));
        (_y, _yBefore, _dy, _b) = (new(_count), new(_count), new(_count), new(_count));
        (_residual, _operator) = (new(_count), new(_count));
        (_slack, _dSlack, _slackStart, _lambda, _dLambda) = (new(_users), new(_users), new(_users), new(_users), new(_users));
        (_columns, _adjoint, _channels) = (new(shape.Antennas, _users), new(_users, shape.Antennas), new(_users, _users));
        _unit = new LaneArray(_link > 0 ? _users : HermitianLink.Count(_users));
        _patternRows = new LaneArray(_patternCount * _frequencies);
        (_received, _receivedDual) = (new(_users, _users), new(_users, _users));
        (_multiplier, _half) = (new(_users, _users), new(_users, shape.Antennas));
        (_powers, _weights) = (new(_frequencies), new(_frequencies));
        (_kernel, _image) = (new(_frequencies * _frequencies), new(_patternCount * _frequencies));
        (_even, _odd) = (new(_users, shape.Antennas), new(_users, shape.Antennas));
        (_xLink, _zLink) = (new(_users, _frequencies), new(_users, _frequencies));
        _features = new LaneArray(HermitianLink.Count(_users) * _frequencies);
        (_xChannels, _zChannels) = (new(_users, _users), new(_users, _users));
        _own = new LaneArray(_users);
        var layout = new LaneLayout(_link, _small, _patternAt, _patternCount, _cross, _count);
        _antennas = shape.HasAntennaPowers ? new LaneAntennas(shape.Antennas, _users, _steering, layout) : null;
        _crossing = shape.Targets > 0 ? new LaneCrossing(shape, _steering, layout) : null;
        (_channelColumns, _channelForms) = (new(_users, _users), new LaneArray(HermitianLink.Count(_users) * _users));
    }

    public CoupledShape Shape => _shape;

    /// <summary>Puts a program at its start into a lane. <see cref="Refresh"/> comes before the rest.</summary>
    public void Load(int lane, LaneStart start)
    {
        LoadProgram(lane, start.Program);
        for (int i = 0; i < _count; i++) _y.At(i, lane) = start.Multipliers[i];
        for (int l = 0; l < _users; l++) _slack.At(l, lane) = start.Slacks[l];
        Vector256<double> set = Lane(lane);
        _bestMerit = Vector256.ConditionalSelect(set, Vector256.Create(double.PositiveInfinity), _bestMerit);
        _bound = Vector256.ConditionalSelect(set, Vector256.Create(double.NegativeInfinity), _bound);
        _idle = Vector256.AndNot(_idle, set);
    }

    /// <summary>Z, lambda and the factors of all lanes from their points; the lanes where all are positive definite.</summary>
    public Vector256<double> Refresh()
    {
        SetDual();
        Vector256<double> definite = FactorDual() & _covariance.FactorX();
        foreach (LanePair share in _shares) definite &= share.FactorX();
        return definite;
    }

    /// <summary>The best dual value of a lane so far.</summary>
    public double BoundOf(int lane) => _bound.GetElement(lane);

    /// <summary>R of a lane's best iterate, in steering coordinates.</summary>
    public PlanarMatrix CovarianceOf(int lane) => _covariance.Best.Of(lane);

    /// <summary>C_l of a lane's best iterate.</summary>
    public PlanarMatrix ShareOf(int lane, int user) => _shares[user].Best.Of(lane);

    /// <summary><see cref="HkmMethod.Measure"/> of some lanes; those that go on.</summary>
    public Vector256<double> Measure(Vector256<double> lanes)
    {
        Vector256<double> infeasibility = Infeasibility(), value = PrimalValue(), dual = DualValue();
        Vector256<double> bound = Vector256.Max(_bound, dual);
        Vector256<double> gap = Vector256.Abs(value - bound) / Vector256.Max(value, Vector256.Create(HkmMethod.ValueFloor));
        Vector256<double> merit = Vector256.Max(gap / Vector256.Create(HkmMethod.GapTolerance), infeasibility);
        Vector256<double> finite = Vector256.LessThan(merit, Vector256.Create(double.PositiveInfinity));
        Vector256<double> idle = Vector256.ConditionalSelect(
            Vector256.GreaterThan(merit, 0.9 * _bestMerit), _idle + Vector256<double>.One, Vector256<double>.Zero);
        Vector256<double> better = lanes & finite & Vector256.LessThan(merit, _bestMerit);
        _bound = Vector256.ConditionalSelect(lanes, bound, _bound);
        _idle = Vector256.ConditionalSelect(lanes & finite, idle, _idle);
        _bestMerit = Vector256.ConditionalSelect(better, merit, _bestMerit);
        if (Any(better))
        {
            _covariance.SaveBest(better);
            foreach (LanePair share in _shares) share.SaveBest(better);
        }

        return lanes & finite & Vector256.GreaterThan(_bestMerit, Vector256<double>.One)
            & Vector256.LessThan(_idle, Vector256.Create((double)_mostIdle));
    }

    /// <summary>One iteration from a measured point; the lanes that made a step.</summary>
    public Vector256<double> Iterate(Vector256<double> lanes)
    {
        lanes &= Factor();
        if (!Any(lanes)) return lanes;
        Predict();
        Correct(lanes);
        return Step(lanes);
    }

    /// <summary>The lanes whose Newton system is numerically positive definite.</summary>
    private Vector256<double> Factor()
    {
        _covariance.Prepare();
        foreach (LanePair share in _shares) share.Prepare();
        _complementarity = _covariance.Complementarity();
        foreach (LanePair share in _shares) _complementarity += share.Complementarity();
        for (int l = 0; l < _users; l++) _complementarity = Add(_slack[l], _lambda[l], _complementarity);
        _mu = _complementarity / Vector256.Create((double)_order);
        SetSchur();
        return _system.Factor();
    }

    /// <summary>With P = -X and ds = -s the right-hand side is residual + Op(X, s).</summary>
    private void Predict()
    {
        _covariance.StartPredictor();
        foreach (LanePair share in _shares) share.StartPredictor();
        for (int i = 0; i < _count; i++) _dy[i] = _residual[i] + _operator[i];
        for (int l = 0; l < _users; l++) _slackStart[l] = -_slack[l];
        Direction();
    }

    private void Correct(Vector256<double> lanes)
    {
        (Vector256<double> primal, Vector256<double> dual) = LargestSteps(PredictorAccuracy, lanes);
        Vector256<double> one = Vector256<double>.One, sumPrimal = Vector256.Min(one, primal), sumDual = Vector256.Min(one, dual);
        Vector256<double> after = _complementarity + _covariance.Change(sumPrimal, sumDual);
        foreach (LanePair share in _shares) after += share.Change(sumPrimal, sumDual);
        for (int l = 0; l < _users; l++)
        {
            after = Add(Add(sumPrimal, _dSlack[l], _slack[l]), Add(sumDual, _dLambda[l], _lambda[l]), after);
            after = Subtract(_slack[l], _lambda[l], after);
        }

        Vector256<double> target = Centering(after / Vector256.Create((double)_order), _mu, primal, dual) * _mu;
        _covariance.StartCorrector(target);
        foreach (LanePair share in _shares) share.StartCorrector(target);
        for (int l = 0; l < _users; l++)
            _slackStart[l] = Subtract(_dSlack[l], _dLambda[l], target) / _lambda[l] - _slack[l];
        OperateOnDirections();
        for (int i = 0; i < _count; i++) _dy[i] = _residual[i] - _operator[i];
        Direction();
    }

    /// <summary>Solves for dy and completes all directions.</summary>
    private void Direction()
    {
        _system.Solve(_dy);
        Adjoint(_dy, direction: true);
        _dy.Vectors[.._users].CopyTo(_dLambda.Vectors);
        _covariance.CompleteDirection();
        foreach (LanePair share in _shares) share.CompleteDirection();
        for (int l = 0; l < _users; l++) _dSlack[l] = Subtract(_slack[l] / _lambda[l], _dLambda[l], _slackStart[l]);
    }

    /// <summary>
    /// <see cref="HkmMethod.Step"/>: lanes whose new point is not positive definite try shorter steps, the others theirs again.
    /// </summary>
    private Vector256<double> Step(Vector256<double> lanes)
    {
        (Vector256<double> primal, Vector256<double> dual) = LargestSteps(CorrectorAccuracy, lanes);
        (primal, dual) = Damped(primal, dual);
        Vector256<double> least = Vector256.Create(LeastStep);
        while (true)
        {
            lanes &= Vector256.GreaterThan(primal, least);
            Vector256<double> failed = Vector256.AndNot(lanes, TryPrimal(primal));
            if (!Any(failed)) break;
            primal = Vector256.ConditionalSelect(failed, Shortening * primal, primal);
        }

        _covariance.Accept();
        foreach (LanePair share in _shares) share.Accept();
        for (int l = 0; l < _users; l++) _slack[l] = Add(primal, _dSlack[l], _slack[l]);
        _y.Vectors.CopyTo(_yBefore.Vectors);
        while (true)
        {
            lanes &= Vector256.GreaterThan(dual, least);
            for (int i = 0; i < _count; i++) _y[i] = Add(dual, _dy[i], _yBefore[i]);
            SetDual();
            Vector256<double> failed = Vector256.AndNot(lanes, FactorDual());
            if (!Any(failed)) return lanes;
            dual = Vector256.ConditionalSelect(failed, Shortening * dual, dual);
        }
    }

    private Vector256<double> TryPrimal(Vector256<double> primal)
    {
        Vector256<double> definite = _covariance.TryX(primal);
        foreach (LanePair share in _shares) definite &= share.TryX(primal);
        return definite;
    }

    private (Vector256<double> Primal, Vector256<double> Dual) LargestSteps(double accuracy, Vector256<double> lanes)
    {
        Vector256<double> primal = _covariance.LargestStepX(accuracy, lanes), dual = _covariance.LargestStepZ(accuracy, lanes);
        foreach (LanePair share in _shares)
        {
            primal = Vector256.Min(primal, share.LargestStepX(accuracy, lanes));
            dual = Vector256.Min(dual, share.LargestStepZ(accuracy, lanes));
        }

        for (int l = 0; l < _users; l++)
        {
            primal = Vector256.Min(primal, StepToZero(_slack[l], _dSlack[l]));
            dual = Vector256.Min(dual, StepToZero(_lambda[l], _dLambda[l]));
        }

        return (primal, dual);
    }

    private static Vector256<double> StepToZero(Vector256<double> value, Vector256<double> direction) =>
        Vector256.ConditionalSelect(
            Vector256.LessThan(direction, Vector256<double>.Zero), -value / direction, Vector256.Create(double.PositiveInfinity));

    /// <summary>1/2 ||F A(R) - f||^2 of the current R.</summary>
    private Vector256<double> PrimalValue()
    {
        Vector256<double> sum = default;
        for (int i = _firstPattern; i < _count; i++)
        {
            Vector256<double> w = _operator[i] - _b[i];
            sum = Add(w, w, sum);
        }

        return 0.5 * sum;
    }

    private Vector256<double> DualValue()
    {
        Vector256<double> sum = default;
        for (int i = 0; i < _count; i++) sum = Add(_y[i], i < _firstPattern ? _b[i] : _b[i] - 0.5 * _y[i], sum);
        return sum;
    }
}
