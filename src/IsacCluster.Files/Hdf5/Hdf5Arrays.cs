using IsacCluster.Files.Storage;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace IsacCluster.Files.Hdf5;

/// <summary>
/// Datasets of an HDF5 file, those of MATLAB (`save -v7.3`) and Octave (`save -hdf5`) among them, which list their dimensions last to
/// first. A variable of Octave is a group of `type` and `value`.
/// </summary>
internal static class Hdf5Arrays
{
    private const string MatlabMark = "MATLAB_class", OctaveMark = "OCTAVE_NEW_FORMAT", OctaveValue = "value", OctaveType = "type";
    private const int MostDepth = 8;

    static Hdf5Arrays() => H5Filter.Register(new LzfFilter());

    /// <summary>Paths of the datasets of numbers; of a variable of Octave that of the variable.</summary>
    public static IReadOnlyList<string> Names(string path) => Guarded(() =>
    {
        using NativeFile file = H5File.OpenRead(path);
        return (IReadOnlyList<string>)[.. Paths(file, "", 0).Order(StringComparer.Ordinal)];
    });

    /// <param name="isMat">Whether the file's name ends as MATLAB's do, so that its dimensions are MATLAB's without a mark.</param>
    public static StoredArray Open(string path, string name, bool isMat) => Guarded(() =>
    {
        NativeFile file = H5File.OpenRead(path);
        try
        {
            IH5Object found = file.Get(name);
            bool octave = found is IH5Group group && IsOctave(group);
            IH5Dataset dataset = found as IH5Dataset ?? ((IH5Group)found).Dataset(OctaveValue);
            return new Hdf5Array((NativeDataset)dataset, name, octave || isMat || dataset.AttributeExists(MatlabMark));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Runs what PureHDF does: it reports what it cannot read by exceptions of many types, Exception itself among them.</summary>
    /// <exception cref="InvalidDataException">In their place.</exception>
    public static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not (OutOfMemoryException or InvalidDataException or IOException))
        {
            throw new InvalidDataException($"cannot be read as HDF5: {cause.Message}", cause);
        }
    }

    private static IEnumerable<string> Paths(IH5Group group, string path, int depth)
    {
        foreach (IH5Object child in group.Children())
        {
            string name = $"{path}/{child.Name}";
            if (child is IH5Group inner)
            {
                if (IsOctave(inner))
                {
                    if (inner.Get(OctaveValue) is IH5Dataset value && Hdf5Array.IsNumeric(value.Type)) yield return name;
                    continue;
                }

                if (depth == MostDepth) continue;
                foreach (string deeper in Paths(inner, name, depth + 1)) yield return deeper;
            }
            else if (child is IH5Dataset dataset && Hdf5Array.IsNumeric(dataset.Type))
            {
                yield return name;
            }
        }
    }

    private static bool IsOctave(IH5Group group) =>
        group.AttributeExists(OctaveMark) && group.LinkExists(OctaveValue) && group.LinkExists(OctaveType);
}
