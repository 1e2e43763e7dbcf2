namespace IsacCluster.Numerics;

/// <summary>
/// Eigendecomposition A = sum_k w_k q_k q_k^H of a dense Hermitian matrix of fixed order, without allocation per call.
/// Householder reflections make A real tridiagonal (up to phases), implicit QL rotations diagonalise it, and the reflections
/// carry the vectors back. Backward stable: |A - Q W Q^H| and |Q^H Q - I| are a small multiple of eps (times |A|). Not thread-safe.
/// </summary>
/// <remarks>
/// The classical EISPACK route (htridi, tql2, htribk: Wilkinson and Reinsch, Handbook for Automatic Computation, II/2 and II/3),
/// written for planes of doubles with eigenvectors in contiguous rows.
/// </remarks>
public sealed class HermitianEigen
{
    private const int MaxSweepsPerValue = 60;
    private const double UnitRoundoff = 1.2e-16;

    private readonly int _order, _stride;
    private readonly double[] _aRe, _aIm, _offDiagonal, _scales, _phaseRe, _phaseIm, _workRe, _workIm;

    public HermitianEigen(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        (_order, _stride) = (order, PlanarVector.Stride(order));
        int size = order * _stride;
        (_aRe, _aIm, VectorsRe, VectorsIm) = (new double[size], new double[size], new double[size], new double[size]);
        (_workRe, _workIm, _offDiagonal, _scales) = (new double[_stride], new double[_stride], new double[_stride], new double[_stride]);
        (_phaseRe, _phaseIm, Values) = (new double[_stride], new double[_stride], new double[order]);
    }

    /// <summary>The eigenvalues, ascending, length order.</summary>
    public double[] Values { get; }

    /// <summary>Real parts of the eigenvectors: row k (stride <see cref="PlanarVector.Stride"/>, padded with zeros) is q_k.</summary>
    public double[] VectorsRe { get; }

    /// <summary>Imaginary parts, laid out as <see cref="VectorsRe"/>.</summary>
    public double[] VectorsIm { get; }

    /// <summary>Real parts of q_k.</summary>
    public ReadOnlySpan<double> VectorRe(int k) => VectorsRe.AsSpan(k * _stride, _stride);

    /// <summary>Imaginary parts of q_k.</summary>
    public ReadOnlySpan<double> VectorIm(int k) => VectorsIm.AsSpan(k * _stride, _stride);

    /// <summary>y := Q^H x.</summary>
    public void Coordinates(ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        for (int k = 0; k < _order; k++) (yRe[k], yIm[k]) = PlanarVector.ConjugateDot(VectorRe(k), VectorIm(k), xRe, xIm);
    }

    /// <summary>Decomposes A, of which only the lower triangle is read.</summary>
    /// <param name="re">Real parts of A, row-major with padded stride.</param>
    /// <param name="im">Imaginary parts of A; those of the diagonal are ignored.</param>
    /// <returns>False when A is not finite or a QL iteration does not settle; the results are then undefined.</returns>
    public bool Decompose(ReadOnlySpan<double> re, ReadOnlySpan<double> im)
    {
        double scale = CopyScaled(re, im);
        if (!double.IsFinite(scale)) return false;
        Tridiagonalise();
        VectorsRe.AsSpan().Clear();
        VectorsIm.AsSpan().Clear();
        for (int k = 0; k < _order; k++) VectorsRe[k * _stride + k] = 1;
        if (!DiagonaliseQl()) return false;
        SortAscending();
        BackTransform();
        for (int k = 0; k < _order; k++) Values[k] *= scale;
        return true;
    }

    /// <summary>Copies the lower triangle divided by its largest entry, so that no square over- or underflows.</summary>
    private double CopyScaled(ReadOnlySpan<double> re, ReadOnlySpan<double> im)
    {
        double largest = 0, sum = 0;
        for (int i = 0; i < _order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double x = re[i * _stride + j], y = i == j ? 0 : im[i * _stride + j];
                largest = Math.Max(largest, Math.Max(Math.Abs(x), Math.Abs(y)));
                sum += x + y; // keeps a NaN that Math.Max of a later entry cannot hide
            }
        }

        if (double.IsNaN(sum) || !double.IsFinite(largest)) return double.NaN;
        double factor = largest > 0 ? 1 / largest : 1;
        if (double.IsInfinity(factor)) (largest, factor) = (0, 0); // subnormal throughout: zero to working precision
        for (int i = 0; i < _order; i++)
        {
            Span<double> rowRe = _aRe.AsSpan(i * _stride, _stride), rowIm = _aIm.AsSpan(i * _stride, _stride);
            rowRe.Clear();
            rowIm.Clear();
            for (int j = 0; j <= i; j++)
            {
                rowRe[j] = re[i * _stride + j] * factor;
                rowIm[j] = i == j ? 0 : im[i * _stride + j] * factor;
            }
        }

        return largest;
    }

    /// <summary>
    /// For i = order-1 .. 2 reflects x = A[0..i-1, i] onto its last entry with I - tau v v^H, v = x + e^{j arg x_last} |x| e_last.
    /// Row i of the work copy then holds v; the complex off-diagonals become real by the phases.
    /// </summary>
    private void Tridiagonalise()
    {
        (_phaseRe[_order - 1], _phaseIm[_order - 1]) = (1, 0);
        for (int i = _order - 1; i >= 1; i--)
        {
            int row = i * _stride, padded = PlanarVector.Stride(i);
            Values[i] = _aRe[row + i];
            (_aRe[row + i], _aIm[row + i], _scales[i]) = (0, 0, 0);
            Span<double> vRe = _aRe.AsSpan(row, padded), vIm = _aIm.AsSpan(row, padded);
            for (int k = 0; k < i; k++) vIm[k] = -vIm[k];
            double norm = Math.Sqrt(PlanarVector.RealDot(vRe, vRe) + PlanarVector.RealDot(vIm, vIm));
            double pivotRe = vRe[i - 1], pivotIm = vIm[i - 1], pivot = Math.Sqrt(pivotRe * pivotRe + pivotIm * pivotIm);
            (double unitRe, double unitIm) = pivot > 0 ? (pivotRe / pivot, pivotIm / pivot) : (1, 0);
            _offDiagonal[i] = norm;
            if (i > 1 && norm > 0)
            {
                vRe[i - 1] += unitRe * norm;
                vIm[i - 1] += unitIm * norm;
                _scales[i] = 1 / (norm * (norm + pivot));
                ReflectLeadingBlock(i, vRe, vIm);
                (unitRe, unitIm) = (-unitRe, -unitIm);
            }

            _phaseRe[i - 1] = _phaseRe[i] * unitRe - _phaseIm[i] * unitIm;
            _phaseIm[i - 1] = _phaseRe[i] * unitIm + _phaseIm[i] * unitRe;
        }

        (Values[0], _offDiagonal[0]) = (_aRe[0], 0);
    }

    /// <summary>A := A - v w^H - w v^H on the leading i x i block, w = tau A v - (tau^2 / 2) (v^H A v) v.</summary>
    private void ReflectLeadingBlock(int i, ReadOnlySpan<double> vRe, ReadOnlySpan<double> vIm)
    {
        int padded = vRe.Length;
        double tau = _scales[i];
        Span<double> wRe = _workRe.AsSpan(0, padded), wIm = _workIm.AsSpan(0, padded);
        wRe.Clear();
        wIm.Clear();
        for (int r = 0; r < i; r++)
        {
            // Row r of the strictly lower triangle serves A[r, :r] v and, conjugated, the column A[:r, r] v_r.
            int length = PlanarVector.Stride(r);
            ReadOnlySpan<double> aRe = _aRe.AsSpan(r * _stride, length), aIm = _aIm.AsSpan(r * _stride, length);
            double diagonal = _aRe[r * _stride + r];
            _aRe[r * _stride + r] = 0;
            (double re, double im) = PlanarVector.Dot(aRe, aIm, vRe[..length], vIm[..length]);
            PlanarVector.AxpyConjugate(vRe[r], vIm[r], aRe, aIm, wRe[..length], wIm[..length]);
            _aRe[r * _stride + r] = diagonal;
            wRe[r] += re + diagonal * vRe[r];
            wIm[r] += im + diagonal * vIm[r];
        }

        (double quadratic, _) = PlanarVector.ConjugateDot(vRe, vIm, wRe, wIm);
        double shift = -tau * tau * quadratic / 2;
        for (int r = 0; r < padded; r++)
        {
            wRe[r] = tau * wRe[r] + shift * vRe[r];
            wIm[r] = tau * wIm[r] + shift * vIm[r];
        }

        for (int r = 0; r < i; r++)
        {
            int length = PlanarVector.Stride(r + 1);
            Span<double> aRe = _aRe.AsSpan(r * _stride, length), aIm = _aIm.AsSpan(r * _stride, length);
            PlanarVector.AxpyConjugate(-vRe[r], -vIm[r], wRe[..length], wIm[..length], aRe, aIm);
            PlanarVector.AxpyConjugate(-wRe[r], -wIm[r], vRe[..length], vIm[..length], aRe, aIm);
            for (int j = r + 1; j < length; j++) (aRe[j], aIm[j]) = (0, 0);
            aIm[r] = 0;
        }
    }

    /// <summary>Implicit QL with Wilkinson's shift on (Values, off-diagonals); rotates the real rows of the vectors.</summary>
    private bool DiagonaliseQl()
    {
        Span<double> d = Values, e = _offDiagonal;
        for (int i = 1; i < _order; i++) e[i - 1] = e[i];
        e[_order - 1] = 0;
        for (int l = 0; l < _order; l++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int m = l;
                while (m < _order - 1 && !IsNegligible(e[m], d[m], d[m + 1])) m++;
                if (m == l) break;
                if (sweep == MaxSweepsPerValue) return false;
                QlSweep(l, m);
            }
        }

        return true;
    }

    /// <summary>The work copy has entries of at most 1, so the absolute floor is far below eps times the norm.</summary>
    private static bool IsNegligible(double offDiagonal, double left, double right) =>
        Math.Abs(offDiagonal) <= UnitRoundoff * (Math.Abs(left) + Math.Abs(right)) + 1e-32;

    private void QlSweep(int l, int m)
    {
        Span<double> d = Values, e = _offDiagonal;
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = double.Hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(r, g));
        double s = 1, c = 1, p = 0;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i];
            r = Math.Sqrt(f * f + g * g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            PlanarVector.Rotate(c, s, VectorsRe.AsSpan(i * _stride, _stride), VectorsRe.AsSpan((i + 1) * _stride, _stride));
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private void SortAscending()
    {
        for (int k = 0; k < _order - 1; k++)
        {
            int least = k;
            for (int j = k + 1; j < _order; j++)
            {
                if (Values[j] < Values[least]) least = j;
            }

            if (least == k) continue;
            (Values[k], Values[least]) = (Values[least], Values[k]);
            Span<double> a = VectorsRe.AsSpan(k * _stride, _stride), b = VectorsRe.AsSpan(least * _stride, _stride);
            for (int j = 0; j < _stride; j++) (a[j], b[j]) = (b[j], a[j]);
        }
    }

    /// <summary>q := P_{n-1} ... P_2 D z for every row z, with the phases D and the reflections of the tridiagonalisation.</summary>
    private void BackTransform()
    {
        for (int k = 0; k < _order; k++)
        {
            Span<double> qRe = VectorsRe.AsSpan(k * _stride, _stride), qIm = VectorsIm.AsSpan(k * _stride, _stride);
            for (int j = 0; j < _order; j++) (qRe[j], qIm[j]) = (qRe[j] * _phaseRe[j], qRe[j] * _phaseIm[j]);
            for (int i = 2; i < _order; i++)
            {
                if (_scales[i] == 0) continue;
                int padded = PlanarVector.Stride(i);
                ReadOnlySpan<double> vRe = _aRe.AsSpan(i * _stride, padded), vIm = _aIm.AsSpan(i * _stride, padded);
                (double re, double im) = PlanarVector.ConjugateDot(vRe, vIm, qRe[..padded], qIm[..padded]);
                PlanarVector.Axpy(-_scales[i] * re, -_scales[i] * im, vRe, vIm, qRe[..padded], qIm[..padded]);
            }
        }
    }
}
