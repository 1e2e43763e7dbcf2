using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// The rows R_mm = P_m in lanes. In steering coordinates the unit vectors of the antennas m and k = M-1-m are u_m = (e_m + i e_k) / 2^1/2
/// and u_k = (e_m - i e_k) / 2^1/2, so that u_m^H R u_m = (R_mm + R_kk) / 2 - Im R_mk and u_k^H R u_k = (R_mm + R_kk) / 2 + Im R_mk.
/// </summary>
internal sealed class LaneAntennas
{
    private static readonly double Half = Math.Sqrt(0.5);

    private readonly LaneSteering _steering;
    private readonly LaneLayout _layout;
    private readonly int _antennas, _users, _frequencies;
    private readonly LaneMatrix _rows, _x, _z, _half, _xLink, _zLink;
    private readonly LaneArray _features, _linkFeatures;

    public LaneAntennas(int antennas, int users, LaneSteering steering, LaneLayout layout)
    {
        (_antennas, _users, _frequencies, _steering, _layout) = (antennas, users, 2 * antennas - 1, steering, layout);
        (_rows, _x, _z) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_half, _xLink, _zLink) = (new(users, antennas), new(users, antennas), new(users, antennas));
        (_features, _linkFeatures) = (new LaneArray(antennas * _frequencies), new LaneArray(HermitianLink.Count(users) * antennas));
    }

    /// <summary>target[m] = R_mm of the antennas.</summary>
    public void Powers(LaneMatrix r, ref Vector256<double> target)
    {
        for (int m = 0, k = _antennas - 1; m <= k; m++, k--)
        {
            Vector256<double> mean = 0.5 * (r.Re(m, m) + r.Re(k, k)), turn = m == k ? Vector256<double>.Zero : r.Im(m, k);
            At(ref target, Bytes(m)) = mean - turn;
            At(ref target, Bytes(k)) = mean + turn;
        }
    }

    /// <summary>Z -= sum_m y_m u_m u_m^H.</summary>
    public void Subtract(ref Vector256<double> y, LaneMatrix z)
    {
        for (int m = 0, k = _antennas - 1; m <= k; m++, k--)
        {
            Vector256<double> first = At(ref y, Bytes(m)), second = At(ref y, Bytes(k)), mean = 0.5 * (first + second);
            z.Re(m, m) -= mean;
            if (m == k) return;
            Vector256<double> turn = 0.5 * (first - second);
            z.Re(k, k) -= mean;
            z.Im(m, k) += turn;
            z.Im(k, m) -= turn;
        }
    }

    /// <summary>
    /// The rows of the powers in the Schur complement, and their columns in those of the pattern, after <see cref="LaneSteering.Prepare"/>.
    /// </summary>
    /// <param name="adjoint">U^H.</param>
    public void AddSchur(LaneMatrix x, LaneMatrix z, LaneMatrix adjoint, LaneArray patternRows, LaneArray matrix)
    {
        ToAntennas(x, _x);
        ToAntennas(z, _z);
        int count = _layout.Count, powers = _layout.Powers;
        for (int m = 0; m < _antennas; m++)
        {
            for (int j = 0; j <= m; j++)
                matrix[(powers + m) * count + powers + j] = Add(_x.Im(m, j), _z.Im(m, j), _x.Re(m, j) * _z.Re(m, j));
        }

        LaneProducts.Multiply(adjoint, x, _half);
        ColumnsToAntennas(_half, _xLink);
        LaneProducts.Multiply(adjoint, z, _half);
        ColumnsToAntennas(_half, _zLink);
        LaneLink.Forms(_xLink, _zLink, _linkFeatures);
        for (int i = 0; i < HermitianLink.Count(_users); i++)
        {
            for (int m = 0; m < _antennas; m++) matrix[(powers + m) * count + _layout.Link + i] = _linkFeatures[i * _antennas + m];
        }

        _steering.AntennaForms(_features);
        LaneRealProducts.RowsByRows(
            ref patternRows.First, _layout.PatternCount, ref _features.First, _antennas, _frequencies,
            ref matrix[_layout.Pattern * count + powers], count, lower: false);
    }

    /// <summary>V J: rows in the antennas' coordinates.</summary>
    public static void ColumnsToAntennas(LaneMatrix v, LaneMatrix result)
    {
        for (int i = 0; i < v.Rows; i++)
        {
            for (int m = 0, k = v.Columns - 1; m <= k; m++, k--)
            {
                if (m == k)
                {
                    (result.Re(i, m), result.Im(i, m)) = (v.Re(i, m), v.Im(i, m));
                    break;
                }

                Vector256<double> pr = v.Re(i, m), pi = v.Im(i, m), qr = -v.Im(i, k), qi = v.Re(i, k);
                (result.Re(i, m), result.Im(i, m)) = (Half * (pr + qr), Half * (pi + qi));
                (result.Re(i, k), result.Im(i, k)) = (Half * (pr - qr), Half * (pi - qi));
            }
        }
    }

    /// <summary>J A J^H.</summary>
    private void ToAntennas(LaneMatrix a, LaneMatrix result)
    {
        for (int m = 0, k = _antennas - 1; m <= k; m++, k--)
        {
            for (int j = 0; j < _antennas; j++)
            {
                if (m == k)
                {
                    (_rows.Re(m, j), _rows.Im(m, j)) = (a.Re(m, j), a.Im(m, j));
                    continue;
                }

                Vector256<double> pr = a.Re(m, j), pi = a.Im(m, j), qr = a.Im(k, j), qi = -a.Re(k, j);
                (_rows.Re(m, j), _rows.Im(m, j)) = (Half * (pr + qr), Half * (pi + qi));
                (_rows.Re(k, j), _rows.Im(k, j)) = (Half * (pr - qr), Half * (pi - qi));
            }
        }

        ColumnsToAntennas(_rows, result);
    }
}
