using System.Security.Cryptography;
using System.Text;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Reporting.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    public void Bytes_and_streams_are_written_whole_with_their_digest(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));

        Assert.Equal(new WrittenFile(_folder["a"], length, sha256), AtomicFile.Write(_folder["a"], content));
        Assert.Equal(new WrittenFile(_folder["b"], length, sha256), AtomicFile.Write(_folder["b"], new MemoryStream(content)));

        Assert.Equal(content, File.ReadAllBytes(_folder["a"]));
        Assert.Equal(content, File.ReadAllBytes(_folder["b"]));
        Assert.Equal(["a", "b"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_file_is_replaced()
    {
        AtomicFile.Write(_folder["a"], "a long first version"u8);
        AtomicFile.Write(_folder["a"], "second"u8);
        Assert.Equal("second", File.ReadAllText(_folder["a"]));
    }

    public static TheoryData<Exception> FullDisks =>
    [
        new IOException("No space left on device", 28),
        // What .NET 10 throws where a write exceeds the file-size limit of the process (EFBIG).
        new ArgumentOutOfRangeException("value", "Specified file length was too large for the file system."),
    ];

    [Theory]
    [MemberData(nameof(FullDisks))]
    public void A_full_disk_names_the_file_and_changes_nothing(Exception failsBy)
    {
        AtomicFile.Write(_folder["a"], "old"u8);

        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a"], new FullDisk(good: 300_000, failsBy)));

        Assert.Contains($"'{_folder["a"]}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no space is left", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.Path, "missing", "a");
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(path, "x"u8));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_by_a_folder_is_named_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder["a"]);
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a"], "x"u8));
        Assert.Contains($"'{_folder["a"]}'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_and_files_in_use_are_not()
    {
        AtomicFile.Write(_folder["a"], "kept"u8);
        string dead = _folder["a.0123" + AtomicFile.LeftoverSuffix], living = _folder["b.4567" + AtomicFile.LeftoverSuffix];
        File.WriteAllText(dead, "half a fi");
        using (var writer = new FileStream(living, FileMode.CreateNew, FileAccess.Write, FileShare.Delete))
        {
            writer.Write(Encoding.UTF8.GetBytes("being written"));
            writer.Flush();
            Assert.Equal(1, AtomicFile.RemoveLeftovers(_folder.Path));
            Assert.False(File.Exists(dead));
            Assert.True(File.Exists(living));
        }

        Assert.Equal(1, AtomicFile.RemoveLeftovers(_folder.Path));
        Assert.Equal("kept", File.ReadAllText(_folder["a"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Cleaning_a_folder_does_not_disturb_a_writer_at_work()
    {
        int removed = -1;
        var content = new Interrupted(new byte[1000], () => removed = AtomicFile.RemoveLeftovers(_folder.Path));
        Assert.Equal(1000, AtomicFile.Write(_folder["a"], content).Bytes);
        Assert.Equal(0, removed);
        Assert.Equal(new byte[1000], File.ReadAllBytes(_folder["a"]));
    }

    [Fact]
    public void Concurrent_writers_of_one_file_leave_one_whole_version()
    {
        byte[][] versions = [.. Enumerable.Range(0, 8).Select(v => Enumerable.Repeat((byte)('a' + v), 50_000 + v).ToArray())];
        Parallel.ForEach(versions, version => AtomicFile.Write(_folder["a"], version));
        byte[] winner = File.ReadAllBytes(_folder["a"]);
        Assert.Contains(versions, version => version.AsSpan().SequenceEqual(winner));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    /// <summary>Gives some bytes and then fails as a write to a full disk does.</summary>
    private sealed class FullDisk(int good, Exception failsBy) : MemoryStream(new byte[good])
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            return read > 0 ? read : throw failsBy;
        }
    }

    /// <summary>Content during whose reading something else happens.</summary>
    private sealed class Interrupted(byte[] content, Action interrupt) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            interrupt();
            return base.Read(buffer, offset, count);
        }
    }
}
