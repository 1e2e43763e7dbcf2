using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// Any number of programs of one shape through the four lanes of <see cref="LaneCoupledMethod"/>: a lane that ends takes the next program,
/// and lanes without one idle.
/// </summary>
internal sealed class LaneIteration(CoupledShape shape)
{
    private readonly LaneCoupledMethod _method = new(shape);
    private readonly int[] _program = new int[LaneArray.Lanes], _iterations = new int[LaneArray.Lanes];
    private LaneStart?[] _starts = [];
    private Action<int, CoupledPoint, InteriorPointOutcome> _ended = static (_, _, _) => { };
    private int _next;

    public CoupledShape Shape => _method.Shape;

    /// <summary>Iterates them all.</summary>
    /// <param name="ended">
    /// Told each program's place and its best point, in the order in which they end; not those to which rounding left no start.
    /// </param>
    public void Solve(IReadOnlyList<CoupledProgram> programs, Action<int, CoupledPoint, InteriorPointOutcome> ended)
    {
        (_ended, _next, _starts) = (ended, 0, new LaneStart?[programs.Count]);
        for (int first = 0; first < _starts.Length; first += LaneArray.Lanes)
        {
            CoupledProgram[] four = [.. programs.Skip(first).Take(LaneArray.Lanes)];
            _method.StartsOf(four).CopyTo(_starts, first);
        }

        Vector256<double> running = Fill(default);
        while (Any(running))
        {
            for (int lane = 0; lane < LaneArray.Lanes; lane++)
            {
                if (!Has(running, lane) || _iterations[lane] < HkmMethod.MostIterations) continue;
                End(Lane(lane));
                running = Vector256.AndNot(running, Lane(lane));
            }

            Vector256<double> stepped = _method.Iterate(running);
            for (int lane = 0; lane < LaneArray.Lanes; lane++)
            {
                if (Has(stepped, lane)) _iterations[lane]++;
            }

            Vector256<double> going = Any(stepped) ? _method.Measure(stepped) : stepped;
            Vector256<double> over = Vector256.AndNot(running, going);
            if (Any(over)) End(over);
            running = Any(over) || !Any(going) ? Fill(going) : going;
        }
    }

    /// <summary>Loads programs into the lanes that are free; all lanes that have one to iterate.</summary>
    private Vector256<double> Fill(Vector256<double> running)
    {
        while (_next < _starts.Length && Vector256.ExtractMostSignificantBits(running) != 0b1111)
        {
            Vector256<double> fresh = default;
            for (int lane = 0; lane < LaneArray.Lanes; lane++)
            {
                while (!Has(running | fresh, lane) && _next < _starts.Length)
                {
                    (_program[lane], _iterations[lane]) = (_next, 0);
                    if (_starts[_next++] is not { } start) continue;
                    _method.Load(lane, start);
                    fresh |= Lane(lane);
                }
            }

            if (!Any(fresh)) break;
            fresh &= _method.Refresh();
            Vector256<double> going = _method.Measure(fresh);
            End(Vector256.AndNot(fresh, going));
            running |= going;
        }

        return running;
    }

    private void End(Vector256<double> lanes)
    {
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            if (!Has(lanes, lane)) continue;
            CoupledShape shape = _method.Shape;
            var point = new CoupledPoint(
                _method.CovarianceOf(lane), [.. Enumerable.Range(0, shape.Shares).Select(user => _method.ShareOf(lane, user))]);
            _ended(_program[lane], point, new InteriorPointOutcome(_iterations[lane], _method.BoundOf(lane), SolveLimit.None));
        }
    }
}
