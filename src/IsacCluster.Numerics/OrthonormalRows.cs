using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>Orthonormal bases of the span of a few vectors, however nearly parallel they are: two passes of Gram-Schmidt.</summary>
public static class OrthonormalRows
{
    /// <summary>
    /// Rows x_l become orthonormal rows u_a with x_l = sum_(a &lt;= l) g_la u_a; stops at the first row that is not farther than the least
    /// distance from the span of those before it.
    /// </summary>
    /// <param name="rows">Overwritten.</param>
    /// <param name="coordinates">Square and 0; row l becomes g_l.</param>
    /// <param name="leastDistance">In the unit of the rows.</param>
    /// <returns>How many leading rows are independent.</returns>
    public static int Of(PlanarMatrix rows, PlanarMatrix coordinates, double leastDistance)
    {
        for (int l = 0; l < rows.Rows; l++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int a = 0; a < l; a++)
                {
                    Complex inner = PlanarKernels.DotConjugate(rows, a, rows, l);
                    coordinates[l, a] += inner;
                    PlanarKernels.AddScaled(-inner, rows, a, rows, l);
                }
            }

            double norm = Math.Sqrt(PlanarKernels.SquaredNorm(rows, l));
            if (!(norm > leastDistance)) return l;
            coordinates[l, l] = norm;
            for (int m = 0; m < rows.Columns; m++) rows[l, m] /= norm;
        }

        return rows.Rows;
    }

    /// <summary>The upper triangle T with T_al = g_la, the factor of the vectors' Gram matrix T^H T.</summary>
    public static PlanarMatrix Factor(PlanarMatrix coordinates)
    {
        var factor = new PlanarMatrix(coordinates.Rows, coordinates.Rows);
        for (int l = 0; l < coordinates.Rows; l++)
        {
            for (int a = 0; a <= l; a++) factor[a, l] = coordinates[l, a];
        }

        return factor;
    }
}
