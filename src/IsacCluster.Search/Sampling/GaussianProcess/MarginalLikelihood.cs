using IsacCluster.Search.Numerics;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// log p(y | theta) + log p(theta) and its gradient, dL/dtheta = tr((alpha alpha' - K^-1) dK/dtheta) / 2. Pairs of points are kept by rows
/// of the lower triangle without its diagonal.
/// </summary>
/// <remarks>Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006, section 5.4.</remarks>
internal sealed class MarginalLikelihood
{
    private readonly int _n, _d, _padded;
    private readonly double[][] _squares, _slopes, _additive;
    private readonly double[] _quadratic, _diagonalQuadratic, _values, _radius, _kernel, _joint, _jointSlope;

    public MarginalLikelihood(PointSet points, double[] values)
    {
        (_n, _d, _values) = (points.Count, points.Dimensions, values);
        _padded = Matern.Padded(_n * (_n - 1) / 2);
        (_squares, _slopes, _additive) = (Arrays(), Arrays(), Arrays());
        (_quadratic, _radius, _kernel) = (new double[_padded], new double[_padded], new double[_padded]);
        (_joint, _jointSlope) = (new double[_padded], new double[_padded]);
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            for (int j = 0; j < _d; j++) points.Squares(points[i], j, _squares[j].AsSpan(at, i));
            for (int k = 0; k < i; k++) _quadratic[at + k] = points.Quadratic(points[i], points[k]);
        }

        _diagonalQuadratic = [.. Enumerable.Range(0, _n).Select(i => points.Quadratic(points[i], points[i]))];

        double[][] Arrays() => [.. Enumerable.Range(0, _d).Select(_ => new double[_padded])];
    }

    /// <summary>False where K is not positive definite in floating point.</summary>
    public bool TryEvaluate(double[] theta, out double value, out double[] gradient)
    {
        gradient = new double[theta.Length];
        value = 0;
        Kernels(theta);
        double q = Math.Exp(theta[KernelParameters.Quadratic(_d)]), b = Math.Exp(theta[KernelParameters.Noise(_d)]);
        double flat = Math.Exp(theta[KernelParameters.Joint(_d)]) + Math.Exp(theta[KernelParameters.Additive(_d)]);
        var factor = new CholeskyFactor();
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            double[] row = new double[i + 1];
            _kernel.AsSpan(at, i).CopyTo(row);
            row[i] = flat + q * _diagonalQuadratic[i] + b + 1e-10;
            if (!factor.TryAppend(row)) return false;
        }

        double[] alpha = [.. _values];
        factor.SolveLower(alpha);
        value = -0.5 * SquareMatrix.Dot(alpha, alpha) - factor.LogDeterminant();
        factor.SolveUpper(alpha);
        Slopes(theta, gradient, factor.Inverse(), alpha);
        for (int p = 0; p < theta.Length; p++)
        {
            (double mean, double deviation) = KernelParameters.Prior(p, _d);
            double z = (theta[p] - mean) / deviation;
            value -= 0.5 * z * z;
            gradient[p] -= z / deviation;
        }

        return true;
    }

    private void Kernels(double[] theta)
    {
        double q = Math.Exp(theta[KernelParameters.Quadratic(_d)]), each = Math.Exp(theta[KernelParameters.Additive(_d)]) / _d;
        for (int p = 0; p < _padded; p++) _kernel[p] = q * _quadratic[p];
        Array.Clear(_radius);
        for (int j = 0; j < _d; j++)
        {
            double factor = Math.Exp(-2 * theta[j]);
            double[] squares = _squares[j];
            for (int p = 0; p < _padded; p++) _radius[p] += factor * squares[p];
            Matern.Add(squares, Math.Exp(-2 * theta[_d + j]), each, _kernel, _additive[j], _slopes[j]);
        }

        Matern.Add(_radius, 1, Math.Exp(theta[KernelParameters.Joint(_d)]), _kernel, _joint, _jointSlope);
    }

    private void Slopes(double[] theta, double[] gradient, double[][] inverse, double[] alpha)
    {
        double a = Math.Exp(theta[KernelParameters.Joint(_d)]), s = Math.Exp(theta[KernelParameters.Additive(_d)]);
        double q = Math.Exp(theta[KernelParameters.Quadratic(_d)]), b = Math.Exp(theta[KernelParameters.Noise(_d)]);
        double[] weights = new double[_padded];
        double trace = 0, traceQuadratic = 0;
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            for (int k = 0; k < i; k++) weights[at + k] = alpha[i] * alpha[k] - inverse[i][k];
            double diagonal = 0.5 * (alpha[i] * alpha[i] - inverse[i][i]);
            trace += diagonal;
            traceQuadratic += diagonal * _diagonalQuadratic[i];
        }

        double additive = 0;
        for (int j = 0; j < _d; j++)
        {
            additive += SquareMatrix.Dot(weights, _additive[j]);
            gradient[j] = Math.Exp(-2 * theta[j]) * Dot(weights, _jointSlope, _squares[j]);
            gradient[_d + j] = Math.Exp(-2 * theta[_d + j]) * Dot(weights, _slopes[j], _squares[j]);
        }

        gradient[KernelParameters.Joint(_d)] = trace * a + SquareMatrix.Dot(weights, _joint);
        gradient[KernelParameters.Additive(_d)] = trace * s + additive;
        gradient[KernelParameters.Quadratic(_d)] = q * (traceQuadratic + SquareMatrix.Dot(weights, _quadratic));
        gradient[KernelParameters.Noise(_d)] = trace * b;
    }

    private static double Dot(double[] x, double[] y, double[] z)
    {
        double even = 0, odd = 0;
        for (int i = 0; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i] * z[i];
            odd += x[i + 1] * y[i + 1] * z[i + 1];
        }

        return even + odd;
    }
}
