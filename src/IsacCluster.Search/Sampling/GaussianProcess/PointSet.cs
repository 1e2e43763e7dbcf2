using IsacCluster.Search.Space;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Points of the unit cube by coordinate, and squared distances d_j^2 to them. Two different categories, and an active against an inactive
/// parameter (NaN), are at distance 1.
/// </summary>
internal sealed class PointSet
{
    private readonly bool[] _plain, _categorical;
    private readonly List<double[]> _points = [];

    public PointSet(ParameterSpace space)
    {
        Dimensions = space.Count;
        _categorical = [.. space.Parameters.Select(p => p.IsCategorical)];
        _plain = [.. space.Parameters.Select(p => !p.IsCategorical && p.When is null)];
    }

    public int Dimensions { get; }

    public int Count => _points.Count;

    public double[] this[int i] => _points[i];

    public void Add(double[] point) => _points.Add(point);

    /// <summary>d_j^2 of a point to the first points of the set.</summary>
    public void Squares(double[] point, int j, Span<double> squares)
    {
        double own = point[j];
        if (_plain[j])
        {
            for (int i = 0; i < squares.Length; i++)
            {
                double difference = own - _points[i][j];
                squares[i] = difference * difference;
            }

            return;
        }

        for (int i = 0; i < squares.Length; i++)
        {
            double other = _points[i][j];
            if (double.IsNaN(own) || double.IsNaN(other)) squares[i] = double.IsNaN(own) && double.IsNaN(other) ? 0 : 1;
            else if (_categorical[j]) squares[i] = own == other ? 0 : 1;
            else squares[i] = (own - other) * (own - other);
        }
    }

    /// <summary>(1 + f(x)'f(y))^2 with f_j = 1.5 (2 u_j - 1) / sqrt(d), 0 for categories and inactive parameters.</summary>
    public double Quadratic(double[] x, double[] y)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            if (_categorical[j] || double.IsNaN(x[j]) || double.IsNaN(y[j])) continue;
            sum += (2 * x[j] - 1) * (2 * y[j] - 1);
        }

        double product = 1 + 2.25 * sum / Dimensions;
        return product * product;
    }
}
