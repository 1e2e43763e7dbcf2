using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>
/// Complex matrices as real ones of twice the size, A + jB as [[A, -B], [B, A]]: products, sums and inverses are those of the real ones,
/// the conjugate transpose is the transpose, and numbers of rows stand twice, in both halves. Batches of them: (batch, rows, columns).
/// </summary>
internal static class EmbeddedMatrix
{
    /// <summary>How near to 1 all eigenvalues are when an iteration ends, but for its last step, which squares that.</summary>
    private const double Converged = 1e-8;

    public static Tensor Of(Tensor re, Tensor im) => re.Beside(2, -im).Beside(1, im.Beside(2, re));

    /// <summary>Real and imaginary part as a last dimension: (batch, rows, columns, 2).</summary>
    public static Tensor Parts(Tensor embedded)
    {
        (Tensor re, Tensor im) = embedded.Halves(2).First.Halves(1);
        return re.Unsqueeze(3).Beside(3, im.Unsqueeze(3));
    }

    /// <summary>A number of each row of the complex matrix, (batch, rows, 1), for the rows of the real one.</summary>
    public static Tensor OfRows(Tensor numbers) => numbers.Beside(1, numbers);

    /// <summary>The squared norms of the rows, (batch, 2 rows, 1).</summary>
    public static Tensor RowNorms(Tensor embedded) => (embedded * embedded).Sum(2);

    /// <summary>||A||_F^2, (batch, 1, 1).</summary>
    public static Tensor SquaredNorm(Tensor embedded) => 0.5 * (embedded * embedded).Sum(1, 2);

    /// <summary>I of the size of a square matrix of a batch, as float64.</summary>
    public static Tensor IdentityLike(Tensor square)
    {
        Tensor zeros = square.Shape().Slice(0, 1, 3).Apply("ConstantOfShape");
        return zeros.Apply("EyeLike", ("dtype", OnnxType.Real64));
    }

    /// <summary>
    /// A^(1/2) and A^(-1/2) of positive definite matrices by the coupled iteration of Newton and Schulz (Higham 2008, 6.35), scaled as by
    /// Chen and Chow (2014): from Y = A / bound and Z = I, T = (3 I - s^2 Z Y) s / 2, Y := Y T, Z := T Z. With the square roots of the
    /// eigenvalues of Z Y in [x, 1], s^2 = 3 / (1 + x + x^2) lifts x most.
    /// </summary>
    /// <param name="bound">At least the largest eigenvalue.</param>
    /// <param name="least">At most the smallest eigenvalue over the bound.</param>
    public static (Tensor Root, Tensor Inverse) Roots(Tensor a, Tensor identity, Tensor bound, double least)
    {
        Tensor y = a / bound, z = y;
        bool first = true;
        foreach (double scale in RootScales(least))
        {
            Tensor step = 1.5 * scale * identity - 0.5 * scale * scale * scale * (first ? y : z.MatMul(y));
            (y, z) = (y.MatMul(step), first ? step : step.MatMul(z));
            first = false;
        }

        Tensor root = bound.Sqrt();
        return (y * root, z / root);
    }

    /// <summary>
    /// A^(-1) of positive definite matrices: X := s X (2 I - s A X), s = 2 / (1 + x) with the eigenvalues of A X in [x, 1].
    /// </summary>
    /// <param name="bound">At least the largest eigenvalue.</param>
    /// <param name="least">At most the smallest eigenvalue over the bound.</param>
    public static Tensor Inverse(Tensor a, Tensor identity, Tensor bound, double least)
    {
        Tensor x = identity / bound;
        foreach (double scale in InverseScales(least)) x = x.MatMul(2 * scale * identity - scale * scale * a.MatMul(x));
        return x;
    }

    private static IEnumerable<double> RootScales(double least)
    {
        bool more = true;
        for (double x = Math.Sqrt(least); more;)
        {
            more = 1 - x > Converged;
            double scale = Math.Sqrt(3 / (1 + x + x * x));
            yield return scale;
            x = Math.Min(1, scale * x * (3 - scale * scale * x * x) / 2);
        }
    }

    private static IEnumerable<double> InverseScales(double least)
    {
        bool more = true;
        for (double x = least; more;)
        {
            more = 1 - x > Converged;
            double scale = 2 / (1 + x);
            yield return scale;
            x = Math.Min(1, scale * x * (2 - scale * x));
        }
    }
}
