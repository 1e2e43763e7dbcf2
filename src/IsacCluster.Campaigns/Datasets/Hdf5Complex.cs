using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// A complex number as HDF5 holds it: a compound of two float64, r and i, which h5py reads as complex128 and MATLAB as a
/// struct with those fields. It has the memory layout of <see cref="Complex"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage(
    "Style", "IDE1006:Naming Styles", Justification = "PureHDF takes the members' names from the fields, and h5py expects r and i.")]
internal readonly struct Hdf5Complex
{
    public readonly double r;
    public readonly double i;

    public static Hdf5Complex[] From(ReadOnlySpan<Complex> values) => MemoryMarshal.Cast<Complex, Hdf5Complex>(values).ToArray();
}
