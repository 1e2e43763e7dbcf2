using IsacCluster.Files.Hdf5;
using IsacCluster.Files.Matlab;
using IsacCluster.Files.Numpy;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files;

/// <summary>
/// A file with arrays of numbers: .npy and .npz of NumPy, .mat of MATLAB and Octave (v6, v7 and v7.3), .h5. The format is told by how the
/// file begins, not by its name; only that HDF5 in a file named .mat has MATLAB's order of dimensions is told by the name.
/// </summary>
public static class ArrayFile
{
    private const string Formats = ".npy, .npz, .mat and .h5";

    private static ReadOnlySpan<byte> Npy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Opens an array.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="dataset">Name of the variable or dataset, a slash before it or not; null: the only one, or the usual one.</param>
    /// <param name="usual">The name that is meant where there are several and none is given; null: none is.</param>
    /// <exception cref="InvalidDataException">No such file, or no such array in it; the message goes on after the file's name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static StoredArray Open(string path, string? dataset, string? usual = null)
    {
        byte[] start = Start(path);
        if (start.AsSpan().StartsWith(Npy))
            return dataset is null ? NpyArrays.Open(path) : throw new InvalidDataException("is an .npy file, whose one array has no name");
        if (start.AsSpan().StartsWith("PK"u8)) return NpyArrays.OpenMember(path, Named(dataset, usual, NpyArrays.Names(path)));
        if (IsHdf5(path, start))
        {
            bool isMat = path.EndsWith(".mat", StringComparison.OrdinalIgnoreCase);
            return Hdf5Arrays.Open(path, Named(dataset, usual, Hdf5Arrays.Names(path)), isMat);
        }

        return start.AsSpan().StartsWith("MATLAB 5.0"u8)
            ? MatArrays.Open(path, Named(dataset, usual, MatArrays.Names(path)))
            : throw new InvalidDataException($"is none of the files that are read: {Formats}");
    }

    private static string Named(string? dataset, string? usual, IReadOnlyList<string> names)
    {
        if (names.Count == 0) throw new InvalidDataException("holds no array of numbers");
        string all = string.Join(", ", names);
        if (dataset is null)
        {
            return names.Count == 1
                ? names[0]
                : Find(names, usual) ?? throw new InvalidDataException($"holds {all}; name one of them as dataset");
        }

        return Find(names, dataset) ?? throw new InvalidDataException($"has no array '{dataset}'; it holds {all}");
    }

    private static string? Find(IReadOnlyList<string> names, string? name) =>
        names.FirstOrDefault(known => known.TrimStart('/') == name?.TrimStart('/'));

    private static byte[] Start(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[16];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..read];
    }

    /// <summary>HDF5 begins at byte 0, 512, 1024, ...: MATLAB puts text before it.</summary>
    private static bool IsHdf5(string path, byte[] start)
    {
        if (start.AsSpan().StartsWith(Hdf5)) return true;
        using FileStream file = File.OpenRead(path);
        byte[] signature = new byte[Hdf5.Length];
        for (long at = 512; at + signature.Length <= file.Length && at <= 1 << 20; at *= 2)
        {
            file.Position = at;
            file.ReadExactly(signature);
            if (signature.AsSpan().SequenceEqual(Hdf5)) return true;
        }

        return false;
    }
}
