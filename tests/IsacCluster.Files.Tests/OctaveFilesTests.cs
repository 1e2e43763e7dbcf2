namespace IsacCluster.Files.Tests;

/// <summary>Files that Octave wrote, whose layouts are MATLAB's (v6, v7) and its own (-hdf5).</summary>
public sealed class OctaveFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_array_has_in_every_format_the_order_of_dimensions_that_it_has_in_Octave()
    {
        await File.WriteAllTextAsync(_folder["write.m"], $"""
            {Example.Octave}
            save('-v6', 'v6.mat', 'H', 'T', 'W');
            save('-v7', 'v7.mat', 'H', 'T', 'W');
            save('-hdf5', 'own.h5', 'H', 'T', 'W');
            s.a = 1; c = 'text'; save('-v7', 'odd.mat', 's', 'c');
            """);
        ProgramRun? run = await ProgramRun.EndAsync(_folder.Path, "octave-cli", "--no-gui", "--quiet", "write.m");
        if (run is null) Assert.Skip("There is no octave-cli here (Debian: octave).");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (string file in (string[])["v6.mat", "v7.mat", "own.h5"])
        {
            FileRows rows = FileRows.Open(_folder[file], "H");
            Assert.Equal([5, 2, 3], rows.Array.Shape);
            Assert.Equal(Example.Channels, Example.Rows(rows));
            Assert.Equal(Example.Targets, Example.Rows(FileRows.Open(_folder[file], "/T")));
            Assert.Equal([1, 6, 2, 7, 3, 8, 4, 9, 5, 10], Example.Rows(FileRows.Open(_folder[file], "W")));
        }

        string refusal = Assert.Throws<InvalidDataException>(() => FileRows.Open(_folder["odd.mat"], "s")).Message;
        Assert.Contains("holds no array of numbers", refusal, StringComparison.Ordinal);
    }
}
