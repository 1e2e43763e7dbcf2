using IsacCluster.Jobs;
using PureHDF;
using PureHDF.VOL.Native;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// An HDF5 file in memory, read with one clear message for each way in which it can differ from what is expected.
/// Shards are read whole, since their digest is checked over the whole, so they fit in memory by construction.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    private readonly NativeFile _file;
    private readonly string _path;

    private Hdf5File(NativeFile file, string path) => (_file, _path) = (file, path);

    public static byte[] ToBytes(H5File file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <param name="path">For messages.</param>
    /// <exception cref="SpecificationException">The bytes are not HDF5.</exception>
    public static Hdf5File Open(byte[] bytes, string path) =>
        new(Guard(path, "", "an HDF5 file", () => H5File.Open(new MemoryStream(bytes, writable: false))), path);

    public void RequireAttribute(string name, string expected)
    {
        string value = Guard(_path, $"attribute '{name}' ", $"'{expected}'", () => _file.Attribute(name).Read<string>());
        if (value != expected) throw new SpecificationException($"{_path}: attribute '{name}' is '{value}'; allowed: '{expected}'.");
    }

    /// <summary>A dataset of a given shape, row by row.</summary>
    /// <exception cref="SpecificationException">It is missing, or its shape or type is another.</exception>
    public T[] Read<T>(string name, ulong[] shape) where T : unmanaged
    {
        string expected = $"{string.Join(" x ", shape)} of {typeof(T).Name}";
        IH5Dataset dataset = Guard(_path, $"dataset '{name}' ", expected, () => _file.Dataset(name));
        if (!dataset.Space.Dimensions.AsSpan().SequenceEqual(shape))
        {
            throw new SpecificationException(
                $"{_path}: dataset '{name}' is {string.Join(" x ", dataset.Space.Dimensions)}; allowed: {expected}.");
        }

        return Guard(_path, $"dataset '{name}' ", expected, () => dataset.Read<T[]>());
    }

    public void Dispose() => _file.Dispose();

    private static T Guard<T>(string path, string what, string expected, Func<T> read)
    {
        try
        {
            return read();
        }
        // PureHDF reports foreign content by exceptions of many types, Exception itself among them.
        catch (Exception cause) when (cause is not (OutOfMemoryException or SpecificationException))
        {
            throw new SpecificationException($"{path}: {what}cannot be read; allowed: {expected}. {cause.Message}", cause);
        }
    }
}
