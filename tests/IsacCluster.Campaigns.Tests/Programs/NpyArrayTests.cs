using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Files.Numpy;

namespace IsacCluster.Campaigns.Tests.Programs;

/// <summary>Arrays that are written and read back, whatever their shape and order; a head as NumPy writes it; what is no array.</summary>
public sealed class NpyArrayTests
{
    public static TheoryData<int[]> Shapes =>
        new((int[])[0], (int[])[1], (int[])[7], (int[])[3, 4], (int[])[2, 0, 5], (int[])[4, 3, 2], (int[])[2, 1, 3, 2]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task What_is_written_in_either_order_reads_back_to_the_same_bits(int[] shape)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        Complex[] numbers = [.. Enumerable.Range(0, count).Select(k => new Complex(Math.Sin(k), -1.0 / (k + 1)))];
        double[] reals = [.. numbers.Select(number => number.Real)];
        foreach (bool fortran in (bool[])[false, true])
        {
            byte[] written = NpyArray.ToBytes(shape, numbers, fortran), real = NpyArray.ToBytes(shape, reals, fortran);
            using var stream = new MemoryStream([.. written, .. written]);
            Assert.Equal(numbers, await NpyArray.ReadComplexAsync(stream, shape, TestContext.Current.CancellationToken));
            Assert.Equal(numbers, await NpyArray.ReadComplexAsync(stream, shape, TestContext.Current.CancellationToken));
            Assert.Equal(stream.Length, stream.Position);
            // Numbers that are real lie in the order of the complex ones, which read back.
            Complex[] inOrder = [.. MemoryMarshal.Cast<byte, Complex>(written.AsSpan(written.Length - 16 * count))];
            double[] alone = [.. MemoryMarshal.Cast<byte, double>(real.AsSpan(real.Length - 8 * count))];
            Assert.Equal(inOrder.Select(number => number.Real), alone);
        }
    }

    [Fact]
    public void In_Fortrans_order_the_first_index_varies_fastest()
    {
        double[] matrix = [1, 2, 3, 4, 5, 6]; // (2, 3): rows 1 2 3 and 4 5 6
        byte[] bytes = NpyArray.ToBytes([2, 3], matrix, fortran: true);
        double[] stored = [.. Enumerable.Range(0, 6).Select(k => BitConverter.ToDouble(bytes, bytes.Length - 48 + 8 * k))];
        Assert.Equal([1, 4, 2, 5, 3, 6], stored);
    }

    [Fact]
    public void A_head_is_NumPys_own()
    {
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 0x76, 0,
            .. Encoding.ASCII.GetBytes("{'descr': '<c16', 'fortran_order': False, 'shape': (64, 2, 10), }".PadRight(117) + "\n"),
        ];
        Assert.Equal(expected, new NpyHeader("<c16", false, [64, 2, 10]).ToBytes());
        Assert.Contains("'shape': (5,)", Encoding.ASCII.GetString(new NpyHeader("<f8", true, [5]).ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_too_long_for_version_1_is_written_in_version_2()
    {
        var header = new NpyHeader("<f8", false, [.. Enumerable.Repeat(1, 21_840)]);
        byte[] bytes = header.ToBytes();
        Assert.Equal(2, bytes[6]);
        Assert.Equal(0, bytes.Length % 64);
        NpyHeader read = await NpyHeader.ReadAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
        Assert.Equal(header.Shape, read.Shape);
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "holds complex64 (<c8); expected complex128 (<c16)")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (2, 1), }", "has the shape (2, 1); expected (2,)")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (-2,), }", "has the size '-2' in its shape")]
    [InlineData("{'descr': '<c16', 'shape': (2,), }", "has a header without one of descr, fortran_order and shape")]
    public async Task What_does_not_fit_is_said(string dictionary, string message)
    {
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)dictionary.Length, 0, .. Encoding.ASCII.GetBytes(dictionary), .. new byte[32]];
        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => NpyArray.ReadComplexAsync(new MemoryStream(bytes), [2], TestContext.Current.CancellationToken));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>No cut and no changed byte of an array ends in anything but the two exceptions that are promised, or in numbers.</summary>
    [Fact]
    public async Task Damaged_bytes_never_end_in_another_exception()
    {
        Complex[] numbers = [1, 2, 3, 4, 5, 6];
        byte[] bytes = NpyArray.ToBytes([2, 3], numbers);
        for (int length = 0; length < bytes.Length; length++)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => NpyArray.ReadComplexAsync(
                new MemoryStream(bytes[..length]), [2, 3], TestContext.Current.CancellationToken));
        }

        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                Complex[] read = await NpyArray.ReadComplexAsync(new MemoryStream(changed), [2, 3], TestContext.Current.CancellationToken);
                Assert.Equal(6, read.Length);
            }
            catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
            {
                // as promised
            }
        }
    }
}
