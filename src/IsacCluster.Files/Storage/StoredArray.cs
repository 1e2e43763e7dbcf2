namespace IsacCluster.Files.Storage;

/// <summary>An array of numbers in a file, read by blocks of rows: its first index is that of the row. Reading is thread-safe.</summary>
public abstract class StoredArray
{
    protected StoredArray(string name, IReadOnlyList<int> shape, bool isComplex)
    {
        (Name, Shape, IsComplex) = (name, shape, isComplex);
        long width = shape.Skip(1).Aggregate(isComplex ? 2L : 1L, static (product, size) => product * size);
        Width = width is > 0 and <= MostWidth && shape.Count > 0
            ? (int)width
            : throw new InvalidDataException($"has the shape {ShapeText}; rows of 1 to {MostWidth} numbers are read");
    }

    private const int MostWidth = 1 << 24;

    /// <summary>Of the variable or dataset; empty where a file holds one array without a name.</summary>
    public string Name { get; }

    /// <summary>The sizes of its dimensions as the user wrote them: a file of MATLAB has MATLAB's, first to last.</summary>
    public IReadOnlyList<int> Shape { get; }

    public bool IsComplex { get; }

    /// <summary>float64 numbers of a row: two for each complex element.</summary>
    public int Width { get; }

    public string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Count == 1 ? "," : "")})";

    /// <summary>Rows [first, first + count) in C's order; of a complex array the real and the imaginary part of each element.</summary>
    /// <param name="values">count x <see cref="Width"/>.</param>
    /// <exception cref="IOException">The file cannot be read, or ends before.</exception>
    public abstract void ReadRows(long first, int count, Span<double> values);
}
