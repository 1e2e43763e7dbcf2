using System.Security.Cryptography;
using System.Text;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files;

/// <summary>
/// The rows of an array in a file, read by blocks of 1 MiB of which the last 32 stay in memory, so that a file may be larger than memory.
/// Opening hashes the file and looks at every number once; a process does so once for a file that does not change. Thread-safe.
/// </summary>
public sealed class FileRows
{
    private const int BlockNumbers = 1 << 17, MostBlocks = 32;
    private const double Least = 1e-35, Most = 1e35;

    private static readonly Dictionary<(string Path, string? Dataset, string? Usual), FileRows> Known = [];
    private static readonly Lock KnownLock = new();

    private readonly LinkedList<(long Block, double[] Values)> _blocks = [];
    private readonly FileStamp[] _stamps;
    private readonly int _rowsPerBlock;
    private readonly Lock _lock = new();

    private FileRows(FileStamp[] stamps, StoredArray array, string sha256)
    {
        (_stamps, Array, Sha256) = (stamps, array, sha256);
        _rowsPerBlock = Math.Clamp(BlockNumbers / array.Width, 1, Math.Max(array.Shape[0], 1));
    }

    public StoredArray Array { get; }

    /// <summary>Rows.</summary>
    public long Count => Array.Shape[0];

    /// <summary>sha256:... of the file; of a dataset of several shards that of the list of their digests.</summary>
    public string Sha256 { get; }

    /// <param name="path">A file, or a dataset's folder or manifest.</param>
    /// <param name="dataset">As <see cref="ArrayFile.Open"/> takes it.</param>
    /// <param name="usual">The same.</param>
    /// <exception cref="InvalidDataException">
    /// It is no such file, or a number in it is not finite; the message goes on after the file's name.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileRows Open(string path, string? dataset, string? usual = null)
    {
        string full = Path.GetFullPath(path);
        lock (KnownLock)
        {
            if (Known.TryGetValue((full, dataset, usual), out FileRows? known) && known.IsUnchanged()) return known;
            return Known[(full, dataset, usual)] = Read(full, dataset, usual);
        }
    }

    /// <summary>One row.</summary>
    /// <param name="values">As many as the array's width.</param>
    /// <exception cref="IOException">The file cannot be read or was changed after it was opened.</exception>
    public void Read(long row, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        lock (_lock)
        {
            double[] block = Block(row / _rowsPerBlock);
            block.AsSpan((int)(row % _rowsPerBlock) * Array.Width, Array.Width).CopyTo(values);
        }
    }

    /// <summary>The first row with a number whose magnitude is larger; null: there is none. Reads the whole file.</summary>
    public long? FirstBeyond(double most) => First(value => Math.Abs(value) > most);

    private static FileRows Read(string path, string? dataset, string? usual)
    {
        IReadOnlyList<string> shards = DatasetFiles.Find(path) ?? [path];
        // Before reading: a file that is replaced meanwhile is then seen to have changed.
        FileStamp[] stamps = [.. shards.Select(FileStamp.Of)];
        string[] digests = [.. shards.Select(Digest)];
        string digest = digests.Length == 1
            ? digests[0]
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', digests))));
        StoredArray[] arrays = [.. shards.Select(shard => ArrayFile.Open(shard, dataset, usual))];
        if (arrays.FirstOrDefault(array => array.Width != arrays[0].Width || array.IsComplex != arrays[0].IsComplex) is { } odd)
            throw new InvalidDataException($"has shards of shapes {arrays[0].ShapeText} and {odd.ShapeText}");
        if (arrays.All(array => array.Shape[0] == 0)) throw new InvalidDataException("holds no rows");
        var rows = new FileRows(stamps, arrays.Length == 1 ? arrays[0] : new JoinedArray(arrays), $"sha256:{digest}");
        rows.CheckNumbers();
        return rows;
    }

    private static string Digest(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private bool IsUnchanged() => _stamps.All(stamp => File.Exists(stamp.Path) && FileStamp.Of(stamp.Path) == stamp);

    /// <summary>
    /// Refuses what is no number of a channel or an angle. Numbers of big-endian compounds, which HDF5's reader does not turn, are beyond
    /// the range as good as always.
    /// </summary>
    private void CheckNumbers()
    {
        if (First(static value => !double.IsFinite(value)) is { } row)
            throw new InvalidDataException($"has a number that is not finite in row {row}");
        if (First(static value => value != 0 && Math.Abs(value) is < Least or > Most) is { } odd)
        {
            throw new InvalidDataException(
                $"has a number beyond {Least} to {Most} in row {odd}; it may be big-endian, which is read from .npy alone");
        }
    }

    private long? First(Predicate<double> odd)
    {
        for (long block = 0; block * _rowsPerBlock < Count; block++)
        {
            int found = System.Array.FindIndex(Load(block), odd);
            if (found >= 0) return block * _rowsPerBlock + found / Array.Width;
        }

        return null;
    }

    private double[] Block(long block)
    {
        for (LinkedListNode<(long Block, double[] Values)>? node = _blocks.First; node is not null; node = node.Next)
        {
            if (node.Value.Block != block) continue;
            _blocks.Remove(node);
            _blocks.AddFirst(node);
            return node.Value.Values;
        }

        if (!IsUnchanged()) throw new IOException($"{_stamps[0].Path} was changed after it was opened.");
        double[] values = Load(block);
        if (_blocks.Count == MostBlocks) _blocks.RemoveLast();
        _blocks.AddFirst((block, values));
        return values;
    }

    private double[] Load(long block)
    {
        long first = block * _rowsPerBlock;
        int count = (int)Math.Min(_rowsPerBlock, Count - first);
        var values = new double[count * Array.Width];
        Array.ReadRows(first, count, values);
        return values;
    }
}
