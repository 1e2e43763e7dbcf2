using System.Numerics;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Training.Tensors;
using TorchSharp;

namespace IsacCluster.Training.Tests;

public sealed class HermitianRootDiagonalTests
{
    /// <summary>
    /// The root is the one positive matrix whose square is A: found here by Denman and Beavers' iteration in double precision.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void Agrees_with_a_root_in_double_precision(int users)
    {
        const int samples = 5, antennas = 10;
        var re = new float[samples * users * antennas];
        var im = new float[re.Length];
        var stream = new RandomStream(3, StreamPurpose.Training, (ulong)users);
        for (int k = 0; k < re.Length; k++)
        {
            Complex draw = stream.NextComplexGaussian();
            (re[k], im[k]) = ((float)draw.Real, (float)draw.Imaginary);
        }

        float[] found = HermitianRootDiagonal.Of(
            torch.tensor(re, [samples, users, antennas]), torch.tensor(im, [samples, users, antennas]), 0).data<float>().ToArray();
        for (int s = 0; s < samples; s++)
        {
            var rows = new ComplexMatrix(users, antennas);
            for (int k = 0; k < users * antennas; k++)
                rows.Data[k] = new Complex(re[s * users * antennas + k], im[s * users * antennas + k]);
            ComplexMatrix root = Root(rows.Gram());
            for (int l = 0; l < users; l++) Assert.Equal(root[l, l].Real, found[s * users + l], 2e-3 * root[l, l].Real);
        }
    }

    private static ComplexMatrix Root(ComplexMatrix a)
    {
        int n = a.Rows;
        (ComplexMatrix y, ComplexMatrix z) = (a, Identity(n));
        for (int k = 0; k < 40; k++) (y, z) = (Half(y, Inverse(z)), Half(z, Inverse(y)));
        return y;
    }

    private static ComplexMatrix Half(ComplexMatrix a, ComplexMatrix b) =>
        new(a.Rows, a.Columns, [.. (a + b).Data.Select(entry => entry / 2)]);

    private static ComplexMatrix Identity(int n)
    {
        var identity = new ComplexMatrix(n, n);
        for (int k = 0; k < n; k++) identity[k, k] = 1;
        return identity;
    }

    private static ComplexMatrix Inverse(ComplexMatrix matrix)
    {
        int n = matrix.Rows;
        ComplexMatrix a = matrix.Clone(), inverse = Identity(n);
        for (int c = 0; c < n; c++)
        {
            Complex pivot = a[c, c];
            for (int j = 0; j < n; j++) (a[c, j], inverse[c, j]) = (a[c, j] / pivot, inverse[c, j] / pivot);
            for (int r = 0; r < n; r++)
            {
                if (r == c) continue;
                Complex factor = a[r, c];
                for (int j = 0; j < n; j++) (a[r, j], inverse[r, j]) = (a[r, j] - factor * a[c, j], inverse[r, j] - factor * inverse[c, j]);
            }
        }

        return inverse;
    }
}
