using IsacCluster.Files.Storage;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Specifications.Samples;

/// <summary>
/// Sector centres of a file: those of sample i are row i of a real array of shape (samples, targets), azimuths in degrees in [-90, 90], or
/// of (samples, targets, 2) with an elevation beside each. Two are equal where dataset and digest are.
/// </summary>
public sealed record FileTargets : TargetModel
{
    private const double Most = 90;
    private const int MostTargets = 180;

    private readonly SampleFile _file;
    private readonly int _count;
    private readonly bool _hasElevations;

    /// <param name="count">K of a file that is not here.</param>
    /// <param name="hasElevations">Whether such a file has elevations.</param>
    /// <exception cref="InvalidDataException">Another shape, or an angle beyond; the message goes on after the file's name.</exception>
    public FileTargets(SampleFile file, int count = 0, bool hasElevations = false)
    {
        _file = file ?? throw new ArgumentNullException(nameof(file));
        _hasElevations = file.Rows is { } known ? known.Array.Shape is [_, _, 2] : hasElevations;
        _count = file.Rows is { } here ? here.Array.Width / (_hasElevations ? 2 : 1) : count;
        if (file.Rows is not { } rows) return;
        StoredArray array = rows.Array;
        if (array.IsComplex || !(array.Shape.Count is 1 or 2 || _hasElevations) || _count > MostTargets)
        {
            throw new InvalidDataException(
                $"holds {(array.IsComplex ? "complex" : "real")} numbers of shape {array.ShapeText}; expected (samples, targets) of real "
                + $"ones, or (samples, targets, 2), at most {MostTargets} targets");
        }

        if (rows.FirstBeyond(Most) is { } row)
            throw new InvalidDataException($"has an angle beyond -{Most} to {Most} degrees in row {row}");
    }

    /// <summary>Its name in the file; empty where that has but one without a name.</summary>
    public string Dataset => _file.Dataset;

    /// <summary>sha256:... of the file.</summary>
    public string Sha256 => _file.Sha256;

    /// <summary>The file.</summary>
    public SampleFile File() => _file;

    public override int CountPerSample() => _count;

    public override long? Samples() => _file.Rows?.Count;

    /// <exception cref="IOException">The file is not here, cannot be read or was changed.</exception>
    public override double[] Draw(ulong seed, ulong sample) => [.. Directions(seed, sample).Select(static target => target.AzimuthDeg)];

    public override bool HasElevations() => _hasElevations;

    /// <exception cref="IOException">The file is not here, cannot be read or was changed.</exception>
    public override Direction[] Directions(ulong seed, ulong sample)
    {
        int width = _hasElevations ? 2 : 1;
        var angles = new double[_count * width];
        _file.Open().Read((long)sample, angles);
        return [.. Enumerable.Range(0, _count).Select(k => new Direction(angles[k * width], _hasElevations ? angles[k * width + 1] : 0))];
    }

    public bool Equals(FileTargets? other) => other is not null && other.Dataset == Dataset && other.Sha256 == Sha256;

    public override int GetHashCode() => HashCode.Combine(Dataset, Sha256);
}
