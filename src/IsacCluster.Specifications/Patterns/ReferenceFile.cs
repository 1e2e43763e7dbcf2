using IsacCluster.Files;
using IsacCluster.Files.Storage;
using IsacCluster.Isac.Arrays;

namespace IsacCluster.Specifications.Patterns;

/// <summary>The covariance of a reference design in a file: M x M complex numbers, or M x M x 2 real ones, Hermitian.</summary>
internal static class ReferenceFile
{
    private const double Tolerance = 1e-9;

    /// <exception cref="InvalidDataException">It holds another array; the message goes on after the file's name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReferencePattern Read(string path, string? dataset)
    {
        StoredArray array = ArrayFile.Open(path, dataset, "covariance");
        int size = array.Shape[0];
        bool fits = array.Shape.Count > 1 && array.Shape[1] == size
            && (array.IsComplex ? array.Shape.Count == 2 : array.Shape.Count == 2 || array.Shape is [_, _, 2]);
        if (!fits || size is < 1 or > 1024)
            throw new InvalidDataException($"holds numbers of shape {array.ShapeText}; expected a covariance, antennas x antennas");
        bool isReal = !array.IsComplex && array.Shape.Count == 2;
        double[] stored = new double[size * size * (isReal ? 1 : 2)], values = stored;
        array.ReadRows(0, size, stored);
        if (isReal) values = [.. stored.SelectMany(static value => (double[])[value, 0])];
        if (!values.All(double.IsFinite)) throw new InvalidDataException("has a number that is not finite");
        double scale = values.Max(Math.Abs);
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k <= i; k++)
            {
                int at = 2 * (i * size + k), mirror = 2 * (k * size + i);
                if (Math.Max(Math.Abs(values[at] - values[mirror]), Math.Abs(values[at + 1] + values[mirror + 1])) > Tolerance * scale)
                    throw new InvalidDataException($"is not Hermitian at [{i}, {k}]; expected the covariance of a design");
            }
        }

        return new ReferencePattern(size, new ValueList(values));
    }
}
