
namespace IsacCluster.Numerics;

/// <summary>
/// Symmetric positive semidefinite systems of varying order. Every diagonal entry is raised by a relative 1e-13 before the
/// Cholesky factorisation, by more where that breaks down, and one step of iterative refinement on the matrix itself takes the effect
/// out of all directions that the matrix determines.
/// </summary>
public sealed class RegularisedSystem
{
    private const double LeastShift = 1e-13, LargestShift = 1e-4, ShiftFactor = 1e3;

    private readonly Dictionary<int, RealCholesky> _factors = [];
    private double[] _entries = [], _diagonal = [], _solution = [], _residual = [];

    public int Order { get; private set; }

    private int Stride => PlanarMatrix.Padded(Order);

    /// <summary>Makes room for a system; the upper triangle is then to be set row by row.</summary>
    public void Resize(int order)
    {
        Order = order;
        if (_diagonal.Length >= order) return;
        _entries = new double[order * Stride];
        (_diagonal, _solution, _residual) = (new double[order], new double[Stride], new double[Stride]);
    }

    /// <summary>Row i; entries left of the diagonal are not read.</summary>
    public Span<double> Row(int i) => _entries.AsSpan(i * Stride, Order);

    /// <summary>Replaces b (length at least <see cref="Order"/>) by the solution; false if no shift makes the matrix definite.</summary>
    public bool Solve(Span<double> b)
    {
        int order = Order;
        if (order == 0) return true;
        // The factorisation runs over whole rows, whose padding and lower triangle must hold finite numbers.
        for (int i = 0; i < order; i++)
        {
            _entries.AsSpan(i * Stride, i).Clear();
            _entries.AsSpan(i * Stride + order, Stride - order).Clear();
            _diagonal[i] = _entries[i * Stride + i];
        }

        if (!_factors.TryGetValue(order, out RealCholesky? factor)) _factors[order] = factor = new RealCholesky(order);
        if (!Factor(factor)) return false;
        Array.Clear(_residual);
        b[..order].CopyTo(_residual);
        b[..order].Clear();
        for (int round = 0; round < 2; round++)
        {
            if (round > 0) SubtractProduct(_solution, _residual);
            _residual.CopyTo(_solution, 0);
            factor.Solve(_solution);
            for (int i = 0; i < order; i++) b[i] += _solution[i];
        }

        return true;
    }

    private bool Factor(RealCholesky factor)
    {
        bool done = false;
        for (double shift = LeastShift; shift <= LargestShift && !done; shift *= ShiftFactor)
        {
            for (int i = 0; i < Order; i++) _entries[i * Stride + i] = _diagonal[i] * (1 + shift);
            done = factor.Factor(_entries);
        }

        for (int i = 0; i < Order; i++) _entries[i * Stride + i] = _diagonal[i];
        return done;
    }

    /// <summary>r -= A x from the upper triangle.</summary>
    private void SubtractProduct(ReadOnlySpan<double> x, Span<double> r)
    {
        for (int i = 0; i < Order; i++)
        {
            ReadOnlySpan<double> row = Row(i);
            double sum = row[i] * x[i];
            for (int j = i + 1; j < Order; j++)
            {
                sum += row[j] * x[j];
                r[j] -= row[j] * x[i];
            }

            r[i] -= sum;
        }
    }
}
