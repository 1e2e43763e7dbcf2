using IsacCluster.Search.Numerics;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// log p(y | theta) + log p(theta) and its gradient, dL/dtheta = tr((alpha alpha' - K^-1) dK/dtheta) / 2. Priors: log l ~ N(log 0.5, 1),
/// log a ~ N(0, 1), log b ~ N(log 1e-3, 2^2).
/// </summary>
internal sealed class MarginalLikelihood
{
    private static readonly double Root5 = Math.Sqrt(5);

    private readonly int _n, _d;
    private readonly double[] _squares, _values;

    public MarginalLikelihood(List<double[]> points, List<double> values, int dimensions, Func<double[], double[], int, double> distance)
    {
        (_n, _d, _values) = (points.Count, dimensions, [.. values]);
        _squares = new double[_n * _n * _d];
        for (int i = 0; i < _n; i++)
        {
            for (int k = 0; k < i; k++)
            {
                for (int j = 0; j < _d; j++)
                {
                    double difference = distance(points[i], points[k], j);
                    _squares[(i * _n + k) * _d + j] = difference * difference;
                }
            }
        }
    }

    /// <summary>False where K is not positive definite in floating point.</summary>
    public bool TryEvaluate(double[] theta, out double value, out double[] gradient)
    {
        double[] inverseSquares = [.. theta.Take(_d).Select(t => Math.Exp(-2 * t))], k = new double[_n * _n], slope = new double[_n * _n];
        double a = Math.Exp(theta[_d]), b = Math.Exp(theta[_d + 1]);
        gradient = new double[theta.Length];
        value = 0;
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double r = Math.Sqrt(SquareMatrix.Dot(Squares(i, j), inverseSquares)), decay = a * Math.Exp(-Root5 * r);
                k[i * _n + j] = (1 + Root5 * r + 5.0 / 3 * r * r) * decay;
                slope[i * _n + j] = 5.0 / 3 * (1 + Root5 * r) * decay;
            }

            k[i * _n + i] = a + b + 1e-10;
        }

        double[] kernel = [.. k];
        if (!SquareMatrix.TryCholesky(k, _n)) return false;
        double[] alpha = [.. _values];
        SquareMatrix.SolveLower(k, _n, alpha);
        value = -0.5 * SquareMatrix.Dot(alpha, alpha);
        for (int i = 0; i < _n; i++) value -= Math.Log(k[i * _n + i]);
        SquareMatrix.SolveUpper(k, _n, alpha);
        Slopes(gradient, SquareMatrix.Inverse(k, _n), alpha, kernel, slope, inverseSquares, (a, b));
        AddPriors(theta, ref value, gradient);
        return true;
    }

    private void Slopes(
        double[] gradient, double[] inverse, double[] alpha, double[] kernel, double[] slope, double[] inverseSquares,
        (double A, double B) scale)
    {
        for (int i = 0; i < _n; i++)
        {
            double diagonal = 0.5 * (alpha[i] * alpha[i] - inverse[i * _n + i]);
            gradient[_d] += diagonal * scale.A;
            gradient[_d + 1] += diagonal * scale.B;
            for (int j = 0; j < i; j++)
            {
                double both = alpha[i] * alpha[j] - inverse[i * _n + j], along = both * slope[i * _n + j];
                gradient[_d] += both * kernel[i * _n + j];
                ReadOnlySpan<double> squares = Squares(i, j);
                for (int p = 0; p < _d; p++) gradient[p] += along * squares[p] * inverseSquares[p];
            }
        }
    }

    private ReadOnlySpan<double> Squares(int i, int j) => _squares.AsSpan((i * _n + j) * _d, _d);

    private void AddPriors(double[] theta, ref double value, double[] gradient)
    {
        for (int p = 0; p < theta.Length; p++)
        {
            (double mean, double deviation) = p < _d ? (Math.Log(0.5), 1.0) : p == _d ? (0.0, 1.0) : (Math.Log(1e-3), 2.0);
            double z = (theta[p] - mean) / deviation;
            value -= 0.5 * z * z;
            gradient[p] -= z / deviation;
        }
    }
}
