using IsacCluster.Files.Storage;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Specifications.Samples;

/// <summary>
/// Sector centres of a file: those of sample i are row i of a real array of shape (samples, targets), degrees in [-90, 90]. Two are equal
/// where dataset and digest are.
/// </summary>
public sealed record FileTargets : TargetModel
{
    private const double Most = 90;
    private const int MostTargets = 180;

    private readonly SampleFile _file;
    private readonly int _count;

    /// <param name="count">K of a file that is not here.</param>
    /// <exception cref="InvalidDataException">Another shape, or an angle beyond; the message goes on after the file's name.</exception>
    public FileTargets(SampleFile file, int count = 0)
    {
        _file = file ?? throw new ArgumentNullException(nameof(file));
        _count = file.Rows?.Array.Width ?? count;
        if (file.Rows is not { } rows) return;
        StoredArray array = rows.Array;
        if (array.IsComplex || array.Shape.Count is not (1 or 2) || array.Width > MostTargets)
        {
            throw new InvalidDataException(
                $"holds {(array.IsComplex ? "complex" : "real")} numbers of shape {array.ShapeText}; expected (samples, targets) of real "
                + $"ones, at most {MostTargets} targets");
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
    public override double[] Draw(ulong seed, ulong sample)
    {
        var angles = new double[_count];
        _file.Open().Read((long)sample, angles);
        return angles;
    }

    public bool Equals(FileTargets? other) => other is not null && other.Dataset == Dataset && other.Sha256 == Sha256;

    public override int GetHashCode() => HashCode.Combine(Dataset, Sha256);
}
