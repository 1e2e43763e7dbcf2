using System.Runtime.InteropServices;
using IsacCluster.Files.Numpy;

namespace IsacCluster.Files.Tests;

/// <summary>Reading by blocks of rows, of files that are written here.</summary>
public sealed class FileRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>150,000 rows of 7 numbers in both orders: eight blocks and a part of one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_of_a_file_of_many_blocks_are_read_in_any_order(bool fortran)
    {
        const int rows = 150_000, width = 7;
        var values = new double[rows * width];
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < width; k++) values[fortran ? row + k * rows : row * width + k] = row + k / 8.0;
        }

        Write("x.npy", new NpyHeader(NpyHeader.RealElements, fortran, [rows, width]), values);
        FileRows file = FileRows.Open(_folder["x.npy"], null);
        Assert.Equal(rows, file.Count);
        var read = new double[width];
        foreach (int row in (int[])[0, rows - 1, 74_898, 18_724, 18_725, 1])
        {
            file.Read(row, read);
            Assert.Equal(Enumerable.Range(0, width).Select(k => row + k / 8.0), read);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(rows, read));
        Assert.Equal(rows - 1, file.FirstBeyond(rows - 1));
        Assert.Null(file.FirstBeyond(rows));
    }

    [Fact]
    public void A_file_is_opened_once_until_it_changes_and_one_that_changes_later_is_no_longer_read()
    {
        Write("x.npy", new NpyHeader(NpyHeader.RealElements, false, [2, 1]), [1, 2]);
        FileRows file = FileRows.Open(_folder["x.npy"], null);
        Assert.Same(file, FileRows.Open(_folder["x.npy"], null));
        Write("x.npy", new NpyHeader(NpyHeader.RealElements, false, [3, 1]), [1, 2, 3]);
        FileRows changed = FileRows.Open(_folder["x.npy"], null);
        Assert.NotEqual(file.Sha256, changed.Sha256);
        Assert.Contains("was changed", Assert.Throws<IOException>(() => file.Read(0, new double[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_array_is_refused_by_what_it_is()
    {
        File.WriteAllText(_folder["x.npy"], "no array");
        Assert.Contains("none of the files", Refusal(), StringComparison.Ordinal);
        Write("x.npy", new NpyHeader(NpyHeader.RealElements, false, [3, 2]), [1, 2, 3]);
        Assert.Contains("has 24 bytes of numbers where its shape (3, 2) takes 48", Refusal(), StringComparison.Ordinal);
        Write("x.npy", new NpyHeader(NpyHeader.RealElements, false, []), [1]);
        Assert.Contains("has the shape ()", Refusal(), StringComparison.Ordinal);
        File.WriteAllBytes(_folder["x.npy"], [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, 1, 2, 3]);
        Assert.Contains("HDF5", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.ThrowsAny<Exception>(() => FileRows.Open(_folder["x.npy"], null)).Message;

    private void Write(string name, NpyHeader header, double[] values) =>
        File.WriteAllBytes(_folder[name], [.. header.ToBytes(), .. MemoryMarshal.AsBytes(values.AsSpan())]);
}
