using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>
/// A few directions of a grid of whose powers those of all others are linear combinations, P_n = sum_k c_nk P_k, for arrays without a
/// lattice: the rows v_n with P_n = v_n^T r by Gram-Schmidt with pivoting, always the row that is farthest from the span of those before.
/// The pivots bound the c_nk, and their steering vectors are features of rank one.
/// </summary>
/// <param name="Features">M x q, the steering vectors.</param>
/// <param name="Combinations">c, a row for each direction of the grid.</param>
internal sealed record GridSelection(PlanarMatrix Features, double[][] Combinations)
{
    /// <summary>Distance from the span, relative to the longest row, that is rounding.</summary>
    private const double Tolerance = 1e-10;

    public static GridSelection Of(BeampatternObjective objective)
    {
        double[][] rows = [.. objective.Grid.Select(objective.Array.PatternRow)];
        double[][] rest = [.. rows.Select(static row => (double[])row.Clone())];
        int points = rows.Length, size = rows[0].Length;
        var basis = new List<double[]>();
        var chosen = new List<int>();
        double longest = 0;
        while (basis.Count < size)
        {
            int pivot = 0;
            double largest = -1;
            for (int n = 0; n < points; n++)
            {
                double norm = Dot(rest[n], rest[n]);
                if (norm > largest) (pivot, largest) = (n, norm);
            }

            longest = Math.Max(longest, largest);
            if (!(largest > Tolerance * Tolerance * longest)) break;
            double[] direction = [.. rest[pivot]];
            // Once more against those before: the rest of a row has lost digits.
            foreach (double[] before in basis) Subtract(direction, before, Dot(direction, before));
            double scale = 1 / Math.Sqrt(Dot(direction, direction));
            for (int k = 0; k < size; k++) direction[k] *= scale;
            basis.Add(direction);
            chosen.Add(pivot);
            foreach (double[] row in rest) Subtract(row, direction, Dot(row, direction));
        }

        return new GridSelection(Steering(objective, chosen), Combine(rows, chosen, basis));
    }

    /// <summary>The rows as combinations of the chosen ones: both in the basis, in which the chosen are a triangle.</summary>
    private static double[][] Combine(double[][] rows, List<int> chosen, List<double[]> basis)
    {
        int count = basis.Count;
        double[][] triangle = [.. chosen.Select(n => basis.Select(direction => Dot(rows[n], direction)).ToArray())];
        return [.. rows.Select(row =>
        {
            double[] combination = [.. basis.Select(direction => Dot(row, direction))];
            // x T = (row in the basis), T lower triangular: from the last on.
            for (int k = count - 1; k >= 0; k--)
            {
                combination[k] /= triangle[k][k];
                for (int j = 0; j < k; j++) combination[j] -= combination[k] * triangle[k][j];
            }

            return combination;
        })];
    }

    private static PlanarMatrix Steering(BeampatternObjective objective, List<int> chosen)
    {
        var features = new PlanarMatrix(objective.Antennas, chosen.Count);
        for (int k = 0; k < chosen.Count; k++)
        {
            Complex[] a = objective.Array.Steering(objective.Grid[chosen[k]]);
            for (int m = 0; m < a.Length; m++) features[m, k] = a[m];
        }

        return features;
    }

    private static void Subtract(double[] from, double[] direction, double factor)
    {
        for (int k = 0; k < from.Length; k++) from[k] -= factor * direction[k];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}
