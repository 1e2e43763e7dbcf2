namespace IsacCluster.Files.Tests;

/// <summary>Files that NumPy and h5py wrote.</summary>
public sealed class NumpyFilesTests : IDisposable
{
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_layout_of_NumPy_is_read_as_the_same_numbers()
    {
        await RunAsync("numpy", """
            np.save("c.npy", H)
            np.save("f.npy", np.asfortranarray(H))
            np.save("single.npy", H.astype("c8"))
            np.save("big.npy", H.astype(">c16"))
            np.save("pairs.npy", np.stack([H.real, H.imag], axis=-1))
            np.save("pairs-f.npy", np.asfortranarray(np.stack([H.real, H.imag], axis=-1).astype("f4")))
            np.savez("two.npz", H=H, T=T)
            np.savez_compressed("packed.npz", H=np.asfortranarray(H))
            np.save("whole.npy", np.arange(6, dtype="i2").reshape(3, 2))
            np.save("nan.npy", np.array([[1.0, 2], [3, np.nan]]))
            np.save("text.npy", np.array(["a", "b"]))
            """);
        foreach (string file in (string[])["c.npy", "f.npy", "single.npy", "big.npy", "pairs.npy", "pairs-f.npy", "packed.npz"])
            Assert.Equal(Example.Channels, Example.Rows(FileRows.Open(_folder[file], null)));
        Assert.True(FileRows.Open(_folder["f.npy"], null).Array.IsComplex);
        Assert.Equal([5, 2, 3, 2], FileRows.Open(_folder["pairs-f.npy"], null).Array.Shape);
        Assert.Equal(Example.Channels, Example.Rows(FileRows.Open(_folder["two.npz"], "H")));
        Assert.Equal(Example.Targets, Example.Rows(FileRows.Open(_folder["two.npz"], null, "T")));
        Assert.Equal([0, 1, 2, 3, 4, 5], Example.Rows(FileRows.Open(_folder["whole.npy"], null)));
        Assert.Contains("holds H, T; name one", Refusal("two.npz", null), StringComparison.Ordinal);
        Assert.Contains("has no array 'G'; it holds H, T", Refusal("two.npz", "G"), StringComparison.Ordinal);
        Assert.Contains("not finite in row 1", Refusal("nan.npy", null), StringComparison.Ordinal);
        Assert.Contains("'<U1'", Refusal("text.npy", null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_layout_of_HDF5_is_read_as_the_same_numbers()
    {
        await RunAsync("h5py", """
            import h5py
            with h5py.File("plain.h5", "w") as f:
                f["a/H"] = H
                f["note"] = "text"
                f.create_dataset("gz", data=H, chunks=(2, 1, 2), compression="gzip", shuffle=True)
                f.create_dataset("lzf", data=np.tile(H, (1, 9, 1)), chunks=(2, 18, 2), compression="lzf", shuffle=True)
                f["half"] = np.array([[0.5, -2]], "f2")
                f["single"] = H.astype("c8")
                f["pairs"] = np.stack([H.real, H.imag], axis=-1)
                f["T"] = T.astype("f4")
                f["big"] = T.astype(">f8")
                f["bigc"] = H.astype(">c16")
            with h5py.File("v73.mat", "w", userblock_size=512) as f:   # as MATLAB's save -v7.3
                pairs = np.empty(H.T.shape, dtype=[("real", "f8"), ("imag", "f8")])
                pairs["real"], pairs["imag"] = H.T.real, H.T.imag
                f["H"] = pairs
                f["H"].attrs["MATLAB_class"] = np.bytes_("double")
                f["T"] = T.T
                f["T"].attrs["MATLAB_class"] = np.bytes_("double")
            """);
        foreach (string dataset in (string[])["/a/H", "gz", "single", "/pairs"])
            Assert.Equal(Example.Channels, Example.Rows(FileRows.Open(_folder["plain.h5"], dataset)));
        Assert.Equal([0.5, -2], Example.Rows(FileRows.Open(_folder["plain.h5"], "half")));
        double[] nine = Example.Rows(FileRows.Open(_folder["plain.h5"], "lzf"));
        int row = Example.Channels.Length / 5;
        Assert.Equal(Enumerable.Range(0, nine.Length).Select(i => Example.Channels[i / (9 * row) * row + i % row]), nine);
        Assert.Equal(Example.Targets, Example.Rows(FileRows.Open(_folder["plain.h5"], "T")));
        Assert.Equal(Example.Channels, Example.Rows(FileRows.Open(_folder["v73.mat"], "H")));
        Assert.Equal([5, 2], FileRows.Open(_folder["v73.mat"], "T").Array.Shape);
        Assert.Equal(Example.Targets, Example.Rows(FileRows.Open(_folder["v73.mat"], "T")));
        foreach (string big in (string[])["big", "bigc"]) Assert.Matches("Byte order|big-endian", Refusal("plain.h5", big));
        Assert.Contains("it holds /T, /a/H", Refusal("plain.h5", "note"), StringComparison.Ordinal);
    }

    private string Refusal(string file, string? dataset) =>
        Assert.Throws<InvalidDataException>(() => FileRows.Open(_folder[file], dataset)).Message;

    private async Task RunAsync(string module, string script)
    {
        foreach (string python in Pythons)
        {
            if (await ProgramRun.EndAsync(_folder.Path, python, "-c", $"import {module}") is not { ExitCode: 0 }) continue;
            ProgramRun run = (await ProgramRun.EndAsync(_folder.Path, python, "-c", $"{Example.Python}\n{script}"))!;
            Assert.True(run.ExitCode == 0, run.Error);
            return;
        }

        Assert.Skip($"No python3 here has {module} (Debian: python3-{module}).");
    }
}
