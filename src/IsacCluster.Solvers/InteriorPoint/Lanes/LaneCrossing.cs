using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// The rows of the cross-correlation in lanes: s Re and s Im of a_p^H R a_q, p &lt; q, which are s / 2^1/2 times the coordinates of
/// A^H R A off its diagonal in <see cref="HermitianLink"/>.
/// </summary>
internal sealed class LaneCrossing
{
    private readonly LaneSteering _steering;
    private readonly LaneLayout _layout;
    private readonly int _antennas, _users, _targets, _rows, _frequencies;
    private readonly bool _hasAntennaPowers;

    /// <summary>A, its adjoint, and U beside A.</summary>
    private readonly LaneMatrix _columns, _adjoint, _all, _allAdjoint;

    private readonly LaneMatrix _seen, _multiplier, _half, _even, _odd, _x, _z, _xAntennas, _zAntennas;
    private readonly LaneMatrix _allHalf, _xAll, _zAll;
    private readonly LaneArray _scale = new(1), _coordinates, _features, _antennaFeatures, _products;
    private readonly int[] _linkPlaces, _crossPlaces;

    public LaneCrossing(CoupledShape shape, LaneSteering steering, LaneLayout layout)
    {
        (_antennas, _users, _targets, _steering, _layout) = (shape.Antennas, shape.Users, shape.Targets, steering, layout);
        (_rows, _frequencies, _hasAntennaPowers) = (_targets * (_targets - 1), 2 * _antennas - 1, shape.HasAntennaPowers);
        int all = _users + _targets, coordinates = HermitianLink.Count(_targets);
        (_columns, _adjoint, _all, _allAdjoint) =
            (new(_antennas, _targets), new(_targets, _antennas), new(_antennas, all), new(all, _antennas));
        (_seen, _multiplier, _half) = (new(_targets, _targets), new(_targets, _targets), new(_targets, _antennas));
        (_even, _odd) = (new(_targets, _antennas), new(_targets, _antennas));
        (_x, _z) = (new(_targets, _frequencies), new(_targets, _frequencies));
        (_xAntennas, _zAntennas) = (new(_targets, _antennas), new(_targets, _antennas));
        (_allHalf, _xAll, _zAll) = (new(all, _antennas), new(all, all), new(all, all));
        (_coordinates, _features) = (new LaneArray(coordinates), new LaneArray(coordinates * _frequencies));
        _antennaFeatures = new LaneArray(coordinates * _antennas);
        _products = new LaneArray(HermitianLink.Count(all) * HermitianLink.Count(all));
        (_linkPlaces, _crossPlaces) = ([.. Places(0, _users, withDiagonal: true)], [.. Places(_users, all, withDiagonal: false)]);
    }

    /// <summary>A and s of a program.</summary>
    public void Load(int lane, CoupledProgram program)
    {
        PlanarMatrix steering = program.Steering!;
        _scale.At(0, lane) = program.CrossScale * Math.Sqrt(0.5);
        for (int m = 0; m < _antennas; m++)
        {
            for (int i = 0; i < _users + _targets; i++)
            {
                PlanarMatrix source = i < _users ? program.Columns : steering;
                int at = (i < _users ? i : i - _users) * source.Stride + m;
                _all.Set(lane, m, i, source.Re[at], source.Im[at]);
                _allAdjoint.Set(lane, i, m, source.Re[at], -source.Im[at]);
                if (i < _users) continue;
                _columns.Set(lane, m, i - _users, source.Re[at], source.Im[at]);
                _adjoint.Set(lane, i - _users, m, source.Re[at], -source.Im[at]);
            }
        }
    }

    /// <summary>target[cross + i] = the rows of R.</summary>
    public void Operate(LaneMatrix r, LaneArray target)
    {
        LaneProducts.Multiply(_adjoint, r, _half);
        LaneProducts.Multiply(_half, _columns, _seen);
        _coordinates.Clear();
        LaneLink.Add(_seen, _scale[0], ref _coordinates.First);
        _coordinates.Vectors[_targets..].CopyTo(target.Vectors[_layout.Cross..]);
    }

    /// <summary>Z -= the adjoint of the rows.</summary>
    public void Subtract(LaneArray y, LaneMatrix z)
    {
        _coordinates.Vectors[.._targets].Clear();
        for (int i = 0; i < _rows; i++) _coordinates[_targets + i] = _scale[0] * y[_layout.Cross + i];
        LaneLink.ToMatrix(ref _coordinates.First, _multiplier);
        LaneProducts.Multiply(_multiplier, _adjoint, _half);
        LaneProducts.SubtractProduct(_columns, _half, z);
    }

    /// <summary>These rows of the Schur complement, which come last.</summary>
    public void AddSchur(LaneMatrix x, LaneMatrix z, LaneArray patternRows, LaneArray matrix)
    {
        Images(x, _x, _xAntennas, _xAll);
        Images(z, _z, _zAntennas, _zAll);
        LaneLink.Forms(_x, _z, _features);
        int count = _layout.Count, first = _layout.Cross * count;
        LaneRealProducts.RowsByRows(
            ref _features[_targets * _frequencies], _rows, ref patternRows.First, _layout.PatternCount, _frequencies,
            ref matrix[first + _layout.Pattern], count, lower: false);
        for (int i = 0; i < _rows; i++)
        {
            for (int j = 0; j < _layout.PatternCount; j++) matrix[first + i * count + _layout.Pattern + j] *= _scale[0];
        }

        if (_hasAntennaPowers)
        {
            LaneLink.Forms(_xAntennas, _zAntennas, _antennaFeatures);
            for (int i = 0; i < _rows; i++)
            {
                for (int m = 0; m < _antennas; m++)
                    matrix[first + i * count + _layout.Powers + m] = _scale[0] * _antennaFeatures[(_targets + i) * _antennas + m];
            }
        }

        AddProducts(matrix, first);
    }

    /// <summary>With the link and with each other, from the products of all coordinates of U beside A.</summary>
    private void AddProducts(LaneArray matrix, int first)
    {
        int stride = HermitianLink.Count(_users + _targets), count = _layout.Count;
        _products.Clear();
        LaneLink.AddProducts(_xAll, _zAll, ref _products.First, stride);
        Vector256<double> scale = _scale[0], square = scale * scale;
        for (int i = 0; i < _rows; i++)
        {
            int row = _crossPlaces[i] * stride, to = first + i * count;
            for (int j = 0; j < _linkPlaces.Length; j++) matrix[to + _layout.Link + j] = scale * _products[row + _linkPlaces[j]];
            for (int j = 0; j <= i; j++) matrix[to + _layout.Cross + j] = square * _products[row + _crossPlaces[j]];
        }
    }

    private void Images(LaneMatrix a, LaneMatrix frequencies, LaneMatrix antennas, LaneMatrix all)
    {
        LaneProducts.Multiply(_adjoint, a, _half);
        _steering.Apply(_half, _even, _odd, frequencies);
        if (_hasAntennaPowers) LaneAntennas.ColumnsToAntennas(_half, antennas);
        LaneProducts.Multiply(_allAdjoint, a, _allHalf);
        LaneProducts.Multiply(_allHalf, _all, all);
    }

    /// <summary>Coordinates of the entries between first and end, in their own order, among those of U beside A.</summary>
    private IEnumerable<int> Places(int first, int end, bool withDiagonal)
    {
        int order = _users + _targets;
        for (int p = first; withDiagonal && p < end; p++) yield return p;
        int next = order;
        for (int p = 0; p < order; p++)
        {
            for (int q = p + 1; q < order; q++, next += 2)
            {
                if (p < first || q >= end) continue;
                yield return next;
                yield return next + 1;
            }
        }
    }
}
