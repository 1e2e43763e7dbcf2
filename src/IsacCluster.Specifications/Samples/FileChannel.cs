using System.Numerics;
using System.Runtime.InteropServices;
using IsacCluster.Isac.Channels;
using IsacCluster.Numerics;

namespace IsacCluster.Specifications.Samples;

/// <summary>
/// Channels of a file: h_l of sample i is [i, l, :] of an array of shape (samples, users, antennas), complex or with a last axis of real
/// and imaginary part. Two are equal where dataset and digest are.
/// </summary>
public sealed record FileChannel : ChannelSource
{
    private readonly SampleFile _file;

    /// <exception cref="InvalidDataException">The array has another shape; the message goes on after the file's name.</exception>
    public FileChannel(SampleFile file)
    {
        _file = file ?? throw new ArgumentNullException(nameof(file));
        if (file.Rows?.Array is not { } array) return;
        bool fits = array.IsComplex ? array.Shape.Count == 3 : array.Shape is [_, _, _, 2];
        if (!fits)
        {
            throw new InvalidDataException(
                $"holds {(array.IsComplex ? "complex" : "real")} numbers of shape {array.ShapeText}; expected (samples, users, antennas) "
                + "of complex numbers, or (samples, users, antennas, 2) of real ones");
        }
    }

    /// <summary>Its name in the file; empty where that has but one without a name.</summary>
    public string Dataset => _file.Dataset;

    /// <summary>sha256:... of the file.</summary>
    public string Sha256 => _file.Sha256;

    /// <summary>The file.</summary>
    public SampleFile File() => _file;

    /// <summary>L; null: the file is not here.</summary>
    public int? Users() => _file.Rows?.Array.Shape[1];

    /// <summary>M; null: the file is not here.</summary>
    public int? Antennas() => _file.Rows?.Array.Shape[2];

    public override long? Samples() => _file.Rows?.Count;

    /// <exception cref="IOException">The file is not here, cannot be read or was changed.</exception>
    public override void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _file.Open().Read((long)sample, MemoryMarshal.Cast<Complex, double>(channel.Data.AsSpan()));
    }

    public bool Equals(FileChannel? other) => other is not null && other.Dataset == Dataset && other.Sha256 == Sha256;

    public override int GetHashCode() => HashCode.Combine(Dataset, Sha256);
}
