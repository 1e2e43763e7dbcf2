namespace IsacCluster.Solvers.Kernels;

/// <summary>
/// How far one may go from a positive definite A in a Hermitian direction D: the largest t with A + t D positive semidefinite is
/// -1 / min(0, smallest eigenvalue of L^-1 D L^-H) with A = L L^H. The eigenvalue comes from Lanczos with full
/// reorthogonalisation (exact for small orders, an estimate for large ones: callers factor the new point and step back if needed).
/// </summary>
internal sealed class StepToBoundary(int order)
{
    private const int MostSteps = 32;
    private readonly int _steps = Math.Min(order, MostSteps);
    private readonly PlanarMatrix _basis = new(Math.Min(order, MostSteps) + 1, order), _work = new(2, order);
    private readonly double[] _diagonal = new double[MostSteps], _offDiagonal = new double[MostSteps + 1];

    /// <param name="inverseFactor">L^-1, lower triangular.</param>
    /// <param name="direction">D, Hermitian.</param>
    /// <returns>The step, infinity if D is positive semidefinite.</returns>
    public double Largest(PlanarMatrix inverseFactor, PlanarMatrix direction)
    {
        double smallest = SmallestEigenvalue(inverseFactor, direction);
        return smallest < 0 ? -1 / smallest : double.PositiveInfinity;
    }

    private double SmallestEigenvalue(PlanarMatrix inverseFactor, PlanarMatrix direction)
    {
        StartVector();
        double previous = double.PositiveInfinity;
        for (int k = 0; k < _steps; k++)
        {
            Transform(inverseFactor, direction, k);
            double beta = Orthogonalise(k);
            if (beta <= 1e-13 * (Math.Abs(_diagonal[k]) + 1e-300)) return SmallestOfTridiagonal(k + 1);
            if (k >= 11 && k % 4 == 3)
            {
                double value = SmallestOfTridiagonal(k + 1);
                if (Math.Abs(value - previous) <= 1e-3 * Math.Abs(value)) return value - 1e-3 * Math.Abs(value);
                previous = value;
            }
        }

        return SmallestOfTridiagonal(_steps);
    }

    /// <summary>A fixed vector with a part along every coordinate: the outcome must not depend on anything but the input.</summary>
    private void StartVector()
    {
        double norm = 0;
        for (int i = 0; i < order; i++)
        {
            double re = 1 + 0.37 * Math.Sin(1.7 * i + 0.3), im = 0.41 * Math.Cos(2.3 * i);
            (_basis.Re[i], _basis.Im[i]) = (re, im);
            norm += re * re + im * im;
        }

        double scale = 1 / Math.Sqrt(norm);
        for (int i = 0; i < order; i++)
        {
            _basis.Re[i] *= scale;
            _basis.Im[i] *= scale;
        }
    }

    /// <summary>Row k+1 of the basis = L^-1 D L^-H q_k.</summary>
    private void Transform(PlanarMatrix inverseFactor, PlanarMatrix direction, int k)
    {
        int stride = _work.Stride, q = k * stride, next = q + stride;
        _work.Clear();
        for (int i = 0; i < order; i++)
        {
            PlanarKernels.AddScaledConjugate(
                _basis.Re[q + i], _basis.Im[q + i], inverseFactor.Re, inverseFactor.Im, i * stride,
                _work.Re, _work.Im, 0, PlanarMatrix.Padded(i + 1));
        }

        HermitianKernels.ApplyRow(direction, _work, 0, _work, 1);
        for (int i = 0; i < order; i++)
        {
            double re = 0, im = 0;
            int row = i * stride;
            for (int j = 0; j <= i; j++)
            {
                double vr = inverseFactor.Re[row + j], vi = inverseFactor.Im[row + j];
                double sr = _work.Re[stride + j], si = _work.Im[stride + j];
                re += vr * sr - vi * si;
                im += vr * si + vi * sr;
            }

            (_basis.Re[next + i], _basis.Im[next + i]) = (re, im);
        }
    }

    /// <summary>Fills alpha_k, beta_{k+1} and normalises q_{k+1}.</summary>
    private double Orthogonalise(int k)
    {
        int stride = _basis.Stride, next = (k + 1) * stride;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = k; j >= 0; j--)
            {
                var inner = PlanarKernels.DotConjugate(_basis.Re, _basis.Im, j * stride, _basis.Re, _basis.Im, next, stride);
                if (pass == 0 && j == k) _diagonal[k] = inner.Real;
                PlanarKernels.AddScaled(
                    -inner.Real, -inner.Imaginary, _basis.Re, _basis.Im, j * stride, _basis.Re, _basis.Im, next, stride);
            }
        }

        double norm = Math.Sqrt(
            PlanarKernels.Dot(_basis.Re, next, _basis.Re, next, stride) + PlanarKernels.Dot(_basis.Im, next, _basis.Im, next, stride));
        _offDiagonal[k + 1] = norm;
        double scale = norm > 0 ? 1 / norm : 0;
        for (int i = 0; i < order; i++)
        {
            _basis.Re[next + i] *= scale;
            _basis.Im[next + i] *= scale;
        }

        return norm;
    }

    /// <summary>Bisection with Sturm counts, to a relative accuracy of about 1e-4, rounded to the safe (smaller) side.</summary>
    private double SmallestOfTridiagonal(int size)
    {
        double low = double.PositiveInfinity, high = double.PositiveInfinity;
        for (int i = 0; i < size; i++)
        {
            double radius = (i > 0 ? _offDiagonal[i] : 0) + (i + 1 < size ? _offDiagonal[i + 1] : 0);
            low = Math.Min(low, _diagonal[i] - radius);
            high = Math.Min(high, _diagonal[i]);
        }

        while (high - low > 1e-4 * Math.Max(Math.Abs(low), Math.Abs(high)) && high - low > 1e-9)
        {
            double middle = 0.5 * (low + high);
            if (HasEigenvalueBelow(middle, size)) high = middle;
            else low = middle;
        }

        return low;
    }

    private bool HasEigenvalueBelow(double value, int size)
    {
        double pivot = _diagonal[0] - value;
        if (pivot < 0) return true;
        for (int i = 1; i < size; i++)
        {
            pivot = _diagonal[i] - value - _offDiagonal[i] * _offDiagonal[i] / (pivot == 0 ? 1e-300 : pivot);
            if (pivot < 0) return true;
        }

        return false;
    }
}
