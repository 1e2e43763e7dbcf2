using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>
/// Products with the real steering vectors of <see cref="SteeringBasis"/> in lanes. The frequencies n and 2M-1-n have the cosines c_n in
/// the rows of the first half and the sines s_n or -s_n in their mirrors, so that both come from one pair of products.
/// </summary>
internal sealed class LaneSteering
{
    private readonly int _antennas, _cosines, _sines, _frequencies;

    /// <summary>c_n and s_n, a row for each n = 0 .. M-1.</summary>
    private readonly double[] _c, _s;

    /// <summary>Entries (row, column) of a real symmetric matrix: inside the halves, then from one to the other.</summary>
    private readonly (int Row, int Column)[] _even, _odd;

    /// <summary>Products of the two entries of f_n, M numbers for each entry.</summary>
    private readonly double[] _evenProducts, _oddProducts;

    private readonly LaneArray _sums, _differences, _forms = new(16), _otherForms = new(16);
    private readonly LaneMatrix _xCosines, _xSines, _zCosines, _zSines;

    public LaneSteering(int antennas)
    {
        (_antennas, _cosines, _sines, _frequencies) = (antennas, (antennas + 1) / 2, antennas / 2, 2 * antennas - 1);
        SteeringBasis basis = SteeringBasis.Of(antennas);
        (_c, _s) = (new double[antennas * _cosines], new double[antennas * _sines]);
        for (int n = 0; n < antennas; n++)
        {
            for (int k = 0; k < _cosines; k++) _c[n * _cosines + k] = basis.Columns[k * basis.Stride + n];
            for (int k = 0; k < _sines; k++) _s[n * _sines + k] = basis.Columns[(antennas - 1 - k) * basis.Stride + n];
        }

        (_even, _odd) = ([.. Entries(true)], [.. Entries(false)]);
        (_evenProducts, _oddProducts) = (Products(basis, _even), Products(basis, _odd));
        (_sums, _differences) = (new LaneArray(antennas), new LaneArray(antennas));
        (_xCosines, _xSines) = (new(antennas, antennas), new(antennas, antennas));
        (_zCosines, _zSines) = (new(antennas, antennas), new(antennas, antennas));
    }

    /// <summary>powers_n = f_n^T Re(A) f_n for all 2M-1 frequencies; A is Hermitian.</summary>
    public void Powers(LaneMatrix a, LaneArray powers)
    {
        Apply(a, _even, _evenProducts, _sums);
        Apply(a, _odd, _oddProducts, _differences);
        powers[0] = _sums[0];
        for (int n = 1; n < _antennas; n++)
            (powers[n], powers[_frequencies - n]) = (_sums[n] + _differences[n], _sums[n] - _differences[n]);
    }

    /// <summary>A = F diag(weights) F^T, real symmetric.</summary>
    public void Adjoint(LaneArray weights, LaneMatrix a)
    {
        (_sums[0], _differences[0]) = (weights[0], Vector256<double>.Zero);
        for (int n = 1; n < _antennas; n++)
        {
            _sums[n] = weights[n] + weights[_frequencies - n];
            _differences[n] = weights[n] - weights[_frequencies - n];
        }

        ApplyAdjoint(_sums, _even, _evenProducts, a);
        ApplyAdjoint(_differences, _odd, _oddProducts, a);
    }

    /// <summary>X C, X S, Z C and Z S, of which <see cref="Kernel"/> is made.</summary>
    public void Prepare(LaneMatrix x, LaneMatrix z)
    {
        Multiply(x, 0, 1, _c, _cosines, _xCosines);
        Multiply(x, _antennas - 1, -1, _s, _sines, _xSines);
        Multiply(z, 0, 1, _c, _cosines, _zCosines);
        Multiply(z, _antennas - 1, -1, _s, _sines, _zSines);
    }

    /// <summary>kernel_nm = Re (f_n^T X f_m) (f_n^T Z f_m)^*, symmetric, 2M-1 rows.</summary>
    public void Kernel(LaneArray kernel)
    {
        ref Vector256<double> entries = ref kernel.First, forms = ref _forms.First, others = ref _otherForms.First;
        ref Vector256<double> xc = ref _xCosines.First, xs = ref _xSines.First, zc = ref _zCosines.First, zs = ref _zSines.First;
        for (int n = 0; n < _antennas; n += 2)
        {
            int second = Math.Min(n + 1, _antennas - 1);
            for (int m = n; m < _antennas; m++)
            {
                Forms(ref xc, ref xs, n, second, m, ref forms);
                Forms(ref zc, ref zs, n, second, m, ref others);
                Combine(ref entries, n, m, _frequencies, ref forms, ref others);
                if (second > n) Combine(ref entries, second, m, _frequencies, ref Unsafe.Add(ref forms, 8), ref Unsafe.Add(ref others, 8));
            }
        }
    }

    /// <summary>forms[m, n] = Re (u_m^H X f_n) (u_m^H Z f_n)^* with the unit vectors u_m of the antennas; M rows of 2M-1.</summary>
    public void AntennaForms(LaneArray forms)
    {
        for (int m = 0, k = _antennas - 1; m <= k; m++, k--)
        {
            for (int n = 0; n < _antennas; n++)
            {
                Antenna(forms, m, k, n, n, mirrored: false);
                if (n > 0) Antenna(forms, m, k, n, _frequencies - n, mirrored: true);
            }
        }
    }

    /// <summary>Antennas m and k at one frequency: (v_m -+ i v_k) / 2^1/2 with v = X f.</summary>
    private void Antenna(LaneArray forms, int m, int k, int n, int frequency, bool mirrored)
    {
        var (xr, xi) = Image(_xCosines, _xSines, m, n, mirrored);
        var (zr, zi) = Image(_zCosines, _zSines, m, n, mirrored);
        Vector256<double> own = Add(xi, zi, xr * zr);
        if (m == k)
        {
            forms[m * _frequencies + frequency] = own;
            return;
        }

        var (yr, yi) = Image(_xCosines, _xSines, k, n, mirrored);
        var (wr, wi) = Image(_zCosines, _zSines, k, n, mirrored);
        Vector256<double> mean = 0.5 * (own + Add(yi, wi, yr * wr));
        // Im (y z^*) - Im (x w^*).
        Vector256<double> turn = 0.5 * (Subtract(yr, zi, yi * zr) - Subtract(xr, wi, xi * wr));
        (forms[m * _frequencies + frequency], forms[k * _frequencies + frequency]) = (mean + turn, mean - turn);
    }

    private static (Vector256<double> Re, Vector256<double> Im) Image(LaneMatrix cosines, LaneMatrix sines, int row, int n, bool mirrored)
    {
        Vector256<double> cr = cosines.Re(row, n), ci = cosines.Im(row, n), sr = sines.Re(row, n), si = sines.Im(row, n);
        return mirrored ? (cr - sr, ci - si) : (cr + sr, ci + si);
    }

    /// <summary>Row a of the result is v_a^T f_n for all frequencies, v_a row a of the vectors.</summary>
    /// <param name="even">Work space of rows x M, as <paramref name="odd"/>.</param>
    public void Apply(LaneMatrix vectors, LaneMatrix even, LaneMatrix odd, LaneMatrix result)
    {
        Multiply(vectors, 0, 1, _c, _cosines, even);
        Multiply(vectors, _antennas - 1, -1, _s, _sines, odd);
        for (int a = 0; a < vectors.Rows; a++)
        {
            ref Vector256<double> c = ref even.Re(a, 0), s = ref odd.Re(a, 0), to = ref result.Re(a, 0);
            (to, Unsafe.Add(ref to, 1)) = (c, Unsafe.Add(ref c, 1));
            nuint at = 64, mirror = Bytes(2 * (_frequencies - 1));
            for (int n = 1; n < _antennas; n++, at += 64, mirror -= 64)
            {
                Vector256<double> cr = At(ref c, at), ci = At(ref c, at, 1), sr = At(ref s, at), si = At(ref s, at, 1);
                (At(ref to, at), At(ref to, at, 1)) = (cr + sr, ci + si);
                (At(ref to, mirror), At(ref to, mirror, 1)) = (cr - sr, ci - si);
            }
        }
    }

    private IEnumerable<(int Row, int Column)> Entries(bool even)
    {
        for (int i = 0; i < _antennas; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (i < _cosines == j < _cosines == even) yield return (i, j);
            }
        }
    }

    private double[] Products(SteeringBasis basis, (int Row, int Column)[] entries) =>
    [
        .. entries.SelectMany(entry => Enumerable.Range(0, _antennas).Select(n =>
            basis.Columns[entry.Row * basis.Stride + n] * basis.Columns[entry.Column * basis.Stride + n])),
    ];

    /// <summary>result_n = sum over the entries of A_ij f_ni f_nj, those off the diagonal twice; five n at a time.</summary>
    private void Apply(LaneMatrix a, (int Row, int Column)[] entries, double[] products, LaneArray result)
    {
        for (int n = 0; n < _antennas; n += 5)
        {
            int last = _antennas - 1 - n, n1 = Math.Min(1, last), n2 = Math.Min(2, last), n3 = Math.Min(3, last), n4 = Math.Min(4, last);
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
            ref double p = ref products[n];
            foreach ((int row, int column) in entries)
            {
                Vector256<double> x = a.Re(row, column);
                if (row != column) x += x;
                s0 = Add(x, Vector256.Create(p), s0);
                s1 = Add(x, Vector256.Create(Unsafe.Add(ref p, n1)), s1);
                s2 = Add(x, Vector256.Create(Unsafe.Add(ref p, n2)), s2);
                s3 = Add(x, Vector256.Create(Unsafe.Add(ref p, n3)), s3);
                s4 = Add(x, Vector256.Create(Unsafe.Add(ref p, n4)), s4);
                p = ref Unsafe.Add(ref p, _antennas);
            }

            (result[n], result[n + n1], result[n + n2]) = (s0, s1, s2);
            (result[n + n3], result[n + n4]) = (s3, s4);
        }
    }

    /// <summary>A_ij = sum_n weights_n f_ni f_nj, real, with its mirror.</summary>
    private void ApplyAdjoint(LaneArray weights, (int Row, int Column)[] entries, double[] products, LaneMatrix a)
    {
        for (int e = 0; e < entries.Length; e += 5)
        {
            int last = entries.Length - 1, count = Math.Min(5, entries.Length - e);
            ref double p0 = ref products[e * _antennas], p1 = ref products[Math.Min(e + 1, last) * _antennas];
            ref double p2 = ref products[Math.Min(e + 2, last) * _antennas], p3 = ref products[Math.Min(e + 3, last) * _antennas];
            ref double p4 = ref products[Math.Min(e + 4, last) * _antennas];
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
            ref Vector256<double> w = ref weights.First, first = ref a.First;
            nuint row = a.RowBytes;
            for (int n = 0; n < _antennas; n++)
            {
                Vector256<double> x = At(ref w, Bytes(n));
                s0 = Add(x, Vector256.Create(Unsafe.Add(ref p0, n)), s0);
                s1 = Add(x, Vector256.Create(Unsafe.Add(ref p1, n)), s1);
                s2 = Add(x, Vector256.Create(Unsafe.Add(ref p2, n)), s2);
                s3 = Add(x, Vector256.Create(Unsafe.Add(ref p3, n)), s3);
                s4 = Add(x, Vector256.Create(Unsafe.Add(ref p4, n)), s4);
            }

            Set(ref first, row, entries[e], s0);
            if (count > 1) Set(ref first, row, entries[e + 1], s1);
            if (count > 2) Set(ref first, row, entries[e + 2], s2);
            if (count > 3) Set(ref first, row, entries[e + 3], s3);
            if (count > 4) Set(ref first, row, entries[e + 4], s4);
        }
    }

    private static void Set(ref Vector256<double> a, nuint row, (int Row, int Column) entry, Vector256<double> value)
    {
        nuint lower = (nuint)entry.Row * row + Bytes(2 * entry.Column), upper = (nuint)entry.Column * row + Bytes(2 * entry.Row);
        (At(ref a, lower), At(ref a, lower, 1)) = (value, Vector256<double>.Zero);
        (At(ref a, upper), At(ref a, upper, 1)) = (value, Vector256<double>.Zero);
    }

    /// <summary>result (rows x M) = the columns first, first + step, ... of A times the table's rows.</summary>
    private void Multiply(LaneMatrix a, int first, int step, double[] table, int inner, LaneMatrix result)
    {
        int rows = a.Rows;
        nuint row = result.RowBytes;
        for (int i = 0; i < rows; i += 2)
        {
            int second = Math.Min(i + 1, rows - 1);
            ref Vector256<double> a0 = ref a.Re(i, first), a1 = ref a.Re(second, first), target = ref result.Re(i, 0);
            for (int n = 0; n < _antennas; n += 2)
            {
                int next = Math.Min(n + 1, _antennas - 1);
                Vector256<double> r00 = default, i00 = default, r01 = default, i01 = default;
                Vector256<double> r10 = default, i10 = default, r11 = default, i11 = default;
                nint at = 0;
                ref double t0 = ref table[n * inner], t1 = ref table[next * inner];
                for (int k = 0; k < inner; k++, at += 2 * step)
                {
                    Vector256<double> p = Vector256.Create(Unsafe.Add(ref t0, k)), q = Vector256.Create(Unsafe.Add(ref t1, k));
                    Vector256<double> x = Unsafe.Add(ref a0, at), y = Unsafe.Add(ref a0, at + 1);
                    r00 = Add(x, p, r00);
                    i00 = Add(y, p, i00);
                    r01 = Add(x, q, r01);
                    i01 = Add(y, q, i01);
                    x = Unsafe.Add(ref a1, at);
                    y = Unsafe.Add(ref a1, at + 1);
                    r10 = Add(x, p, r10);
                    i10 = Add(y, p, i10);
                    r11 = Add(x, q, r11);
                    i11 = Add(y, q, i11);
                }

                nuint to = Bytes(2 * n);
                (At(ref target, to), At(ref target, to, 1)) = (r00, i00);
                if (next > n) (At(ref target, to, 2), At(ref target, to, 3)) = (r01, i01);
                if (second == i) continue;
                to += row;
                (At(ref target, to), At(ref target, to, 1)) = (r10, i10);
                if (next > n) (At(ref target, to, 2), At(ref target, to, 3)) = (r11, i11);
            }
        }
    }

    /// <summary>For n and then the other one: c_n^T A_c c_m, c_n^T A_c s_m, s_n^T A_s c_m and s_n^T A_s s_m.</summary>
    private void Forms(
        ref Vector256<double> cosines, ref Vector256<double> sines, int n, int other, int m, ref Vector256<double> result)
    {
        nuint step = Bytes(2 * _antennas), column = Bytes(2 * m), last = (nuint)(_antennas - 1) * step + column;
        HalfForms(ref At(ref cosines, column), ref At(ref sines, column), (nint)step, _c, n, other, _cosines, ref result);
        HalfForms(
            ref At(ref cosines, last), ref At(ref sines, last), -(nint)step, _s, n, other, _sines, ref Unsafe.Add(ref result, 4));
    }

    private static void HalfForms(
        ref Vector256<double> cosines, ref Vector256<double> sines, nint step, double[] table, int n, int other, int inner,
        ref Vector256<double> result)
    {
        Vector256<double> r0 = default, i0 = default, r1 = default, i1 = default;
        Vector256<double> r2 = default, i2 = default, r3 = default, i3 = default;
        nint at = 0;
        ref double t0 = ref table[n * inner], t1 = ref table[other * inner];
        for (int k = 0; k < inner; k++, at += step)
        {
            Vector256<double> p = Vector256.Create(Unsafe.Add(ref t0, k)), q = Vector256.Create(Unsafe.Add(ref t1, k));
            Vector256<double> x = Unsafe.AddByteOffset(ref cosines, at), y = Unsafe.Add(ref Unsafe.AddByteOffset(ref cosines, at), 1);
            r0 = Add(x, p, r0);
            i0 = Add(y, p, i0);
            r2 = Add(x, q, r2);
            i2 = Add(y, q, i2);
            x = Unsafe.AddByteOffset(ref sines, at);
            y = Unsafe.Add(ref Unsafe.AddByteOffset(ref sines, at), 1);
            r1 = Add(x, p, r1);
            i1 = Add(y, p, i1);
            r3 = Add(x, q, r3);
            i3 = Add(y, q, i3);
        }

        result = r0;
        Unsafe.Add(ref result, 1) = i0;
        Unsafe.Add(ref result, 2) = r1;
        Unsafe.Add(ref result, 3) = i1;
        Unsafe.Add(ref result, 8) = r2;
        Unsafe.Add(ref result, 9) = i2;
        Unsafe.Add(ref result, 10) = r3;
        Unsafe.Add(ref result, 11) = i3;
    }

    /// <summary>The four entries of (n or its mirror, m or its mirror), and their transposes.</summary>
    private static void Combine(
        ref Vector256<double> kernel, int n, int m, int frequencies, ref Vector256<double> x, ref Vector256<double> z)
    {
        // Of cc + ss and cs + sc: equal signs; of cc - ss and sc - cs: different ones.
        Vector256<double> xr = x + At(ref x, 0, 6), xi = At(ref x, 0, 1) + At(ref x, 0, 7);
        Vector256<double> yr = At(ref x, 0, 2) + At(ref x, 0, 4), yi = At(ref x, 0, 3) + At(ref x, 0, 5);
        Vector256<double> zr = z + At(ref z, 0, 6), zi = At(ref z, 0, 1) + At(ref z, 0, 7);
        Vector256<double> wr = At(ref z, 0, 2) + At(ref z, 0, 4), wi = At(ref z, 0, 3) + At(ref z, 0, 5);
        Vector256<double> even = Add(yi, wi, Add(yr, wr, Add(xi, zi, xr * zr)));
        Vector256<double> odd = Add(yi, zi, Add(yr, zr, Add(xi, wi, xr * wr)));
        int mirrorN = frequencies - n, mirrorM = frequencies - m;
        Put(ref kernel, frequencies, n, m, even + odd);
        if (n > 0 && m > 0) Put(ref kernel, frequencies, mirrorN, mirrorM, even - odd);
        xr = x - At(ref x, 0, 6);
        xi = At(ref x, 0, 1) - At(ref x, 0, 7);
        yr = At(ref x, 0, 4) - At(ref x, 0, 2);
        yi = At(ref x, 0, 5) - At(ref x, 0, 3);
        zr = z - At(ref z, 0, 6);
        zi = At(ref z, 0, 1) - At(ref z, 0, 7);
        wr = At(ref z, 0, 4) - At(ref z, 0, 2);
        wi = At(ref z, 0, 5) - At(ref z, 0, 3);
        even = Add(yi, wi, Add(yr, wr, Add(xi, zi, xr * zr)));
        odd = Add(yi, zi, Add(yr, zr, Add(xi, wi, xr * wr)));
        if (m > 0) Put(ref kernel, frequencies, n, mirrorM, even + odd);
        if (n > 0) Put(ref kernel, frequencies, mirrorN, m, even - odd);
    }

    private static void Put(ref Vector256<double> kernel, int frequencies, int n, int m, Vector256<double> value)
    {
        Unsafe.Add(ref kernel, n * frequencies + m) = value;
        Unsafe.Add(ref kernel, m * frequencies + n) = value;
    }
}
