using IsacCluster.Search.Randomness;

namespace IsacCluster.Search.Sampling.Sobol;

/// <summary>
/// Sobol's sequence with a random linear scramble (a lower triangular binary matrix with a unit diagonal) and a digital shift, both keyed
/// by the seed: every point is uniform on the cube, and 2^k points keep the equidistribution of the plain sequence.
/// </summary>
/// <remarks>Matousek, "On the L2-discrepancy for anchored boxes", J. Complexity 14, 1998 (the scramble of affine type).</remarks>
internal sealed class SobolSequence
{
    private readonly uint[][] _vectors;
    private readonly uint[] _shift;

    /// <param name="dimensions">1 to <see cref="DirectionNumbers.Dimensions"/>.</param>
    public SobolSequence(int dimensions, ulong seed)
    {
        _vectors = new uint[dimensions][];
        _shift = new uint[dimensions];
        for (int d = 0; d < dimensions; d++)
        {
            var stream = new SearchStream(seed, DrawPurpose.Scramble, d, 0);
            uint[] rows = new uint[DirectionNumbers.Bits];
            for (int b = 0; b < rows.Length; b++)
            {
                // Row b, counted from the leading bit, mixes the bits before it and keeps its own.
                uint own = 1u << (DirectionNumbers.Bits - 1 - b);
                rows[b] = own | ((uint)stream.NextBits() & ~(own | (own - 1)));
            }

            _shift[d] = (uint)stream.NextBits();
            _vectors[d] = [.. DirectionNumbers.Vectors[d].Select(v => Multiply(rows, v))];
        }
    }

    /// <summary>Coordinate d of point n, in (0, 1).</summary>
    public double Coordinate(long n, int d)
    {
        uint bits = _shift[d];
        uint index = (uint)n;
        for (int k = 0; index != 0; k++, index >>= 1)
        {
            if ((index & 1) != 0) bits ^= _vectors[d][k];
        }

        return (bits + 0.5) * (1.0 / (1L << 32));
    }

    private static uint Multiply(uint[] rows, uint v)
    {
        uint product = 0;
        for (int b = 0; b < rows.Length; b++)
        {
            if ((uint.PopCount(rows[b] & v) & 1) != 0) product |= 1u << (DirectionNumbers.Bits - 1 - b);
        }

        return product;
    }
}
