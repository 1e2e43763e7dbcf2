using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>Starts, as <see cref="CoupledMethod.Start"/> makes them, of four programs at a time before any of them is iterated.</summary>
internal sealed partial class LaneCoupledMethod
{
    /// <summary>Doublings of tau, more than numbers have exponents between a small and a large one.</summary>
    private const int MostDoublings = 200;

    private readonly LaneArray _margin = new(1), _unit;

    /// <summary>The starts of some programs; null where rounding leaves none.</summary>
    /// <param name="programs">At most as many as there are lanes.</param>
    public LaneStart?[] StartsOf(ReadOnlySpan<CoupledProgram> programs)
    {
        Vector256<double> lanes = default;
        for (int lane = 0; lane < programs.Length; lane++)
        {
            CoupledProgram program = programs[lane];
            LoadProgram(lane, program);
            _margin.At(0, lane) = program.Margin;
            lanes |= Lane(lane);
            var unit = new double[_unit.Count];
            if (_link == 0) HermitianLink.Add(program.Multipliers, 1, unit, 0);
            for (int l = 0; l < _users && _link > 0; l++) unit[l] = program.Multipliers.Re[l * (program.Multipliers.Stride + 1)];
            for (int i = 0; i < unit.Length; i++) _unit.At(i, lane) = unit[i];
        }

        Vector256<double> started = Start(lanes);
        var starts = new LaneStart?[programs.Length];
        for (int lane = 0; lane < starts.Length; lane++)
        {
            if (!Has(started, lane)) continue;
            double[] y = new double[_count], slacks = new double[_users];
            for (int i = 0; i < y.Length; i++) y[i] = _y.At(i, lane);
            for (int l = 0; l < slacks.Length; l++) slacks[l] = _slack.At(l, lane);
            starts[lane] = new LaneStart(programs[lane], y, slacks);
        }

        return starts;
    }

    private Vector256<double> Start(Vector256<double> open)
    {
        _slack.Clear();
        Operate(_covariance.X, direction: false, _slack);
        for (int l = 0; l < _users; l++) _slack[l] = _operator[l] - _b[l];
        for (int i = _firstPattern; i < _count; i++) _y[i] = -_operator[i];
        _y.Vectors[_small.._firstPattern].Clear();
        SetWeights(_y);
        Vector256<double> largest = Vector256<double>.Zero, started = default;
        for (int n = 0; n < _frequencies; n++) largest = Vector256.Max(largest, Vector256.Abs(_weights[n]));
        Vector256<double> tau = Vector256.Max(
            largest * _frequencies / (8 * _margin[0]), Vector256.Create(CoupledMethod.LeastTraceMultiplier));
        for (int doubling = 0; doubling < MostDoublings && Any(open); doubling++)
        {
            open &= Vector256.LessThan(tau, Vector256.Create(double.PositiveInfinity));
            Vector256<double> good = open & SetMultipliers(tau);
            SetDual();
            good &= FactorDual();
            started |= good;
            open = Vector256.AndNot(open, good);
            tau = Vector256.ConditionalSelect(open, tau + tau, tau);
        }

        return started & SetMultipliers(tau + tau);
    }

    /// <summary>y of the trace, the SINR rows and the link for tau; the lanes where they are multipliers.</summary>
    private Vector256<double> SetMultipliers(Vector256<double> tau)
    {
        Vector256<double> kappa = Subtract(tau, _margin[0], tau), one = Vector256<double>.One;
        _y.Vectors[_small.._firstPattern].Fill(-tau);
        for (int i = 0; i < _unit.Count; i++) _y[i] = kappa * _unit[i];
        if (_link == 0) return AllLanes;
        _y.Vectors[_link.._small].Clear();
        _multiplier.Clear();
        for (int l = 0; l < _users; l++) LaneProducts.AddOuter(_y[l], _channels, l, _multiplier);
        LaneLink.Add(_multiplier, -one, ref _y[_link]);
        Adjoint(_y, direction: false);
        Vector256<double> good = _covariance.FactorZ();
        _covariance.InvertZ();
        Receive(_covariance.ZInverse, _received);
        LanePair scratch = _shares[0];
        scratch.Z.CopyFrom(_received);
        good &= scratch.FactorZ();
        scratch.InvertZ();
        Vector256<double> rho = Vector256<double>.Zero;
        for (int l = 0; l < _users; l++)
            rho = Vector256.Max(rho, _own[l] * _y[l] * LaneProducts.Quadratic(_received, _channels, l));
        LaneLink.Add(scratch.ZInverse, 0.5 * (one + rho), ref _y[_link]);
        return good & Vector256.LessThan(rho, one);
    }
}
