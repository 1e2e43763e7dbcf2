using System.Buffers.Binary;
using System.Numerics;

namespace IsacCluster.Statistics;

/// <summary>
/// The exact sum of doubles and of products of two or of four doubles, whatever their number, order, sign and size: a superaccumulator.
/// </summary>
/// <remarks>
/// <para>
/// The sum is sum_i c_i 2^(32 i - 2176) with 64-bit chunks c_i that overlap by 32 bits: an addition touches three chunks (five
/// for a product) and defers its carries, which are propagated after 2^29 additions, before a chunk could overflow. The chunks span
/// 2^-2176 to 2^2176: every product of two doubles down to 2^-2148, so products are exact where x * y would underflow or
/// overflow, and 2^63 terms of the largest size. A sum of products of four (<see cref="OfQuartics"/>) spans 2^-4352 to 2^4352. Only the
/// window of chunks in use is kept; it grows when a term falls outside, so Add allocates a few times in the life of an instance and
/// never in the steady state.
/// </para>
/// <para>Byte form: 2 n + s with n the number of magnitude bytes (first and last not 0) and s = 1 if negative; if n > 0 the
/// index of the lowest byte, counted from the lowest power of two, and the bytes, lowest first. 1000 values of one magnitude take some 12
/// bytes.</para>
/// <para>After R. M. Neal, "Fast exact summation using small and large superaccumulators", arXiv:1505.05571, 2015.</para>
/// </remarks>
public sealed class ExactSum : IExactStatistic<ExactSum>
{
    private const int ChunkBits = 32;
    private const long ChunkMask = 0xFFFF_FFFF;
    private const int ChunksOfProducts = 136, ChunksOfQuartics = 2 * ChunksOfProducts;

    /// <summary>Chunks hold at most this many terms of magnitude 2^32 each; a merge of two full sums is still far from 2^63.</summary>
    private const int MaxPending = 1 << 29;

    private readonly int _allChunks;
    private long[] _chunks = [];
    private int _first;

    /// <summary>No chunk exceeds _pending 2^32 in magnitude.</summary>
    private int _pending;

    public ExactSum() : this(ChunksOfProducts) { }

    private ExactSum(int allChunks) => _allChunks = allChunks;

    /// <summary>An empty sum that takes products of four doubles, <see cref="AddProduct(double, double, double, double)"/>.</summary>
    public static ExactSum OfQuartics() => new(ChunksOfQuartics);

    /// <summary>The power of two of the lowest bit of chunk 0.</summary>
    private int LowestExponent => -ChunkBits / 2 * _allChunks;

    /// <summary>Adds x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">x is NaN or infinite.</exception>
    public void Add(double x)
    {
        (ulong mantissa, int exponent, long sign) = Decompose(x);
        if (mantissa == 0) return;
        int position = exponent - LowestExponent, shift = position & (ChunkBits - 1);
        Span<long> chunks = Reserve(position / ChunkBits, 3);
        AddSigned(chunks, mantissa << shift, sign);
        chunks[2] += ((long)Overflow(mantissa, shift) ^ sign) - sign;
    }

    /// <summary>Adds x y, exactly, even where the double product would round, underflow or overflow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">x or y is NaN or infinite.</exception>
    public void AddProduct(double x, double y)
    {
        (ulong xMantissa, int xExponent, long xSign) = Decompose(x);
        (ulong yMantissa, int yExponent, long ySign) = Decompose(y);
        ulong high = Math.BigMul(xMantissa, yMantissa, out ulong low);
        if ((high | low) == 0) return;
        int position = xExponent + yExponent - LowestExponent, shift = position & (ChunkBits - 1);
        long sign = xSign ^ ySign;
        Span<long> chunks = Reserve(position / ChunkBits, 5);
        AddSigned(chunks, low << shift, sign);
        AddSigned(chunks[2..], (high << shift) | Overflow(low, shift), sign);
        chunks[4] += ((long)Overflow(high, shift) ^ sign) - sign;
    }

    /// <summary>Adds w x y z, exactly, to a sum made by <see cref="OfQuartics"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A factor is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The sum spans products of two only.</exception>
    public void AddProduct(double w, double x, double y, double z)
    {
        if (_allChunks != ChunksOfQuartics) throw new InvalidOperationException("This sum takes products of two doubles only.");
        (UInt128 left, int leftExponent, long leftSign) = Multiply(w, x);
        (UInt128 right, int rightExponent, long rightSign) = Multiply(y, z);
        if (left == 0 || right == 0) return;
        Span<ulong> words = stackalloc ulong[4];
        Multiply(left, right, words);
        int position = leftExponent + rightExponent - LowestExponent, shift = position & (ChunkBits - 1);
        long sign = leftSign ^ rightSign;
        Span<long> chunks = Reserve(position / ChunkBits, 2 * words.Length + 1);
        ulong carried = 0;
        for (int i = 0; i < words.Length; i++)
        {
            AddSigned(chunks[(2 * i)..], (words[i] << shift) | carried, sign);
            carried = Overflow(words[i], shift);
        }

        chunks[2 * words.Length] += ((long)carried ^ sign) - sign;
    }

    public void Merge(ExactSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._allChunks != _allChunks) throw new ArgumentException("Sums of different spans do not merge.", nameof(other));
        if (other._pending == 0) return;
        if (_pending + other._pending > MaxPending) Propagate();
        Cover(other._first, other._chunks.Length);
        ReadOnlySpan<long> source = other._chunks;
        Span<long> target = _chunks.AsSpan(other._first - _first, source.Length);
        _pending += other._pending;
        for (int i = 0; i < source.Length; i++) target[i] += source[i];
    }

    /// <summary>The sum, exactly.</summary>
    public Dyadic ToDyadic()
    {
        Span<byte> bytes = stackalloc byte[BytesOfMagnitude];
        ReadOnlySpan<byte> magnitude = Magnitude(bytes, out int lowestByte, out bool negative);
        var mantissa = new BigInteger(magnitude, isUnsigned: true);
        return new Dyadic(negative ? -mantissa : mantissa, LowestExponent + 8 * lowestByte);
    }

    /// <summary>The sum rounded once to the nearest double, ties to even; an infinity beyond the largest double.</summary>
    public double ToDouble() => ToDyadic().ToDouble();

    public void WriteTo(CanonicalWriter writer)
    {
        Span<byte> bytes = stackalloc byte[BytesOfMagnitude];
        ReadOnlySpan<byte> magnitude = Magnitude(bytes, out int lowestByte, out bool negative);
        writer.WriteUnsigned((uint)magnitude.Length * 2 + (negative ? 1u : 0u));
        if (magnitude.IsEmpty) return;
        writer.WriteUnsigned((uint)lowestByte);
        writer.WriteBytes(magnitude);
    }

    public static ExactSum ReadFrom(ref CanonicalReader reader) => Read(ref reader, new ExactSum());

    /// <summary>Reads the bytes of a sum made by <see cref="OfQuartics"/>.</summary>
    /// <exception cref="InvalidDataException">As <see cref="ReadFrom"/>.</exception>
    public static ExactSum ReadQuartics(ref CanonicalReader reader) => Read(ref reader, OfQuartics());

    private static ExactSum Read(ref CanonicalReader reader, ExactSum sum)
    {
        int mostBytes = sum._allChunks * 4;
        long header = reader.ReadCount(2 * mostBytes + 1);
        int length = (int)(header >> 1);
        bool negative = (header & 1) != 0;
        if (length == 0) return negative ? throw new InvalidDataException("An exact sum is a negative zero.") : sum;
        int lowestByte = (int)reader.ReadCount(mostBytes - length);
        ReadOnlySpan<byte> magnitude = reader.ReadBytes(length);
        if (magnitude[0] == 0 || magnitude[^1] == 0) throw new InvalidDataException("An exact sum is not in its shortest form.");
        int first = lowestByte / 4, last = (lowestByte + length - 1) / 4;
        sum.Cover(first, last - first + 1);
        sum._pending = 1;
        for (int i = 0; i < length; i++)
        {
            int position = lowestByte + i;
            long part = (long)magnitude[i] << (8 * (position & 3));
            sum._chunks[position / 4 - sum._first] += negative ? -part : part;
        }

        return sum;
    }

    /// <summary>|x| = mantissa 2^exponent, and 0 or -1 for its sign.</summary>
    private static (ulong Mantissa, int Exponent, long Sign) Decompose(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        ulong fraction = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        if (biased == 0x7FF) throw new ArgumentOutOfRangeException(nameof(x), x, "Only finite numbers can be summed.");
        return biased == 0 ? (fraction, -1074, bits >> 63) : (fraction | (1UL << 52), biased - 1075, bits >> 63);
    }

    /// <summary>|x y| = mantissa 2^exponent with less than 106 bits, and 0 or -1 for its sign.</summary>
    private static (UInt128 Mantissa, int Exponent, long Sign) Multiply(double x, double y)
    {
        (ulong xMantissa, int xExponent, long xSign) = Decompose(x);
        (ulong yMantissa, int yExponent, long ySign) = Decompose(y);
        ulong high = Math.BigMul(xMantissa, yMantissa, out ulong low);
        return (new UInt128(high, low), xExponent + yExponent, xSign ^ ySign);
    }

    /// <summary>The 256 bits of a product, lowest word first.</summary>
    private static void Multiply(UInt128 a, UInt128 b, Span<ulong> words)
    {
        ulong aHigh = (ulong)(a >> 64), aLow = (ulong)a, bHigh = (ulong)(b >> 64), bLow = (ulong)b;
        ulong lowHigh = Math.BigMul(aLow, bLow, out words[0]);
        ulong crossHigh = Math.BigMul(aLow, bHigh, out ulong crossLow), otherHigh = Math.BigMul(aHigh, bLow, out ulong otherLow);
        UInt128 middle = (UInt128)lowHigh + crossLow + otherLow;
        words[1] = (ulong)middle;
        UInt128 top = new UInt128(Math.BigMul(aHigh, bHigh, out ulong topLow), topLow) + crossHigh + otherHigh + (middle >> 64);
        (words[2], words[3]) = ((ulong)top, (ulong)(top >> 64));
    }

    /// <summary>The bits that value &lt;&lt; shift loses; two shifts because one by 64 would be one by 0.</summary>
    private static ulong Overflow(ulong value, int shift) => (value >> 1) >> (63 - shift);

    /// <summary>Adds a 64-bit word, negated if sign is -1, to the two chunks it overlaps.</summary>
    private static void AddSigned(Span<long> chunks, ulong word, long sign)
    {
        chunks[1] += ((long)(word >> ChunkBits) ^ sign) - sign;
        chunks[0] += (((long)word & ChunkMask) ^ sign) - sign;
    }

    /// <summary>The chunks [first, first + count), with room for one more term in each.</summary>
    private Span<long> Reserve(int first, int count)
    {
        if (_pending >= MaxPending) Propagate();
        if (first < _first || first + count > _first + _chunks.Length) Cover(first, count);
        _pending++;
        return _chunks.AsSpan(first - _first, count);
    }

    /// <summary>Widens the window to contain [first, first + count).</summary>
    private void Cover(int first, int count)
    {
        int end = first + count;
        if (_chunks.Length > 0)
        {
            if (first >= _first && end <= _first + _chunks.Length) return;
            end = Math.Max(end, _first + _chunks.Length);
            first = Math.Min(first, _first);
        }

        if (end > _allChunks) throw new OverflowException($"An exact sum exceeds 2^{-LowestExponent}.");
        var wider = new long[end - first];
        _chunks.CopyTo(wider, _chunks.Length > 0 ? _first - first : 0);
        (_chunks, _first) = (wider, first);
    }

    /// <summary>
    /// Moves carries up until every chunk is below 2^32 in magnitude; the sum does not change. The top chunk keeps the sign,
    /// so a negative sum does not spread to ever higher chunks.
    /// </summary>
    private void Propagate()
    {
        long carry = 0;
        int top = _chunks.Length - 1;
        for (int i = 0; i < top; i++)
        {
            long value = _chunks[i] + carry;
            _chunks[i] = value & ChunkMask;
            carry = value >> ChunkBits;
        }

        _chunks[top] += carry;
        if (Math.Abs(_chunks[top]) > ChunkMask)
        {
            Cover(_first + top + 1, 1);
            _chunks[top + 1] = _chunks[top] >> ChunkBits;
            _chunks[top] &= ChunkMask;
        }

        _pending = 1;
    }

    /// <summary>What <see cref="Magnitude"/> needs: its chunks and a carry, some ten words where the most are hundreds.</summary>
    private int BytesOfMagnitude => (_chunks.Length + 1) * sizeof(uint);

    /// <summary>The magnitude of the sum as bytes, lowest first, without zero bytes at either end; empty for zero.</summary>
    private ReadOnlySpan<byte> Magnitude(Span<byte> bytes, out int lowestByte, out bool negative)
    {
        long carry = 0;
        int length = 0;
        foreach (long chunk in _chunks) WriteWord(bytes, ref length, chunk, ref carry);
        WriteWord(bytes, ref length, 0, ref carry);
        negative = carry < 0;
        if (negative) Negate(bytes[..length]);
        ReadOnlySpan<byte> magnitude = bytes[..length].TrimEnd((byte)0);
        int zeros = magnitude.IndexOfAnyExcept((byte)0);
        lowestByte = zeros < 0 ? 0 : 4 * _first + zeros;
        return zeros < 0 ? default : magnitude[zeros..];
    }

    private static void WriteWord(Span<byte> bytes, ref int length, long chunk, ref long carry)
    {
        long value = chunk + carry;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[length..], (uint)value);
        length += sizeof(uint);
        carry = value >> ChunkBits;
    }

    /// <summary>Two's complement negation.</summary>
    private static void Negate(Span<byte> bytes)
    {
        int carry = 1;
        for (int i = 0; i < bytes.Length; i++)
        {
            carry += (byte)~bytes[i];
            bytes[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
