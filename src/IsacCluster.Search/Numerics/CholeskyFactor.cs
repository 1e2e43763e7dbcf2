namespace IsacCluster.Search.Numerics;

/// <summary>L of A = L L', by rows of its lower triangle, so that a row can be appended.</summary>
internal sealed class CholeskyFactor
{
    private readonly List<double[]> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Appends the row of A of a new point: its elements against the points before, and its diagonal.</summary>
    /// <param name="row">Is overwritten by the row of L.</param>
    /// <returns>False, and nothing is appended, where A would not be positive definite.</returns>
    public bool TryAppend(double[] row)
    {
        int n = Count;
        SolveLower(row.AsSpan(0, n));
        double diagonal = row[n] - SquareMatrix.Dot(row.AsSpan(0, n), row.AsSpan(0, n));
        if (!(diagonal > 0)) return false;
        row[n] = Math.Sqrt(diagonal);
        _rows.Add(row);
        return true;
    }

    /// <summary>Solves L x = b in place.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < b.Length; i++)
        {
            double[] row = _rows[i];
            b[i] = (b[i] - SquareMatrix.Dot(row.AsSpan(0, i), b[..i])) / row[i];
        }
    }

    /// <summary>Solves L' x = b in place.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (int i = b.Length - 1; i >= 0; i--)
        {
            double[] row = _rows[i];
            double x = b[i] /= row[i];
            for (int j = 0; j < i; j++) b[j] -= x * row[j];
        }
    }

    /// <summary>log det L.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++) sum += Math.Log(_rows[i][i]);
        return sum;
    }

    /// <summary>The lower triangle of A^-1, by rows.</summary>
    public double[][] Inverse()
    {
        int n = Count;
        double[][] columns = new double[n][]; // of L^-1; column c from its row c on, before it zeros
        for (int c = 0; c < n; c++)
        {
            double[] column = columns[c] = new double[n];
            column[c] = 1 / _rows[c][c];
            for (int i = c + 1; i < n; i++)
            {
                double[] row = _rows[i];
                column[i] = -SquareMatrix.Dot(row.AsSpan(c, i - c), column.AsSpan(c, i - c)) / row[i];
            }
        }

        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++)
        {
            inverse[i] = new double[i + 1];
            for (int k = 0; k <= i; k++) inverse[i][k] = SquareMatrix.Dot(columns[i].AsSpan(i), columns[k].AsSpan(i));
        }

        return inverse;
    }
}
