using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>A dense complex matrix, row-major. Mutable; whoever creates one owns it until it is handed over.</summary>
public sealed class ComplexMatrix
{
    public ComplexMatrix(int rows, int columns) : this(rows, columns, new Complex[rows * columns]) { }

    /// <param name="data">The entries, row by row; not copied.</param>
    public ComplexMatrix(int rows, int columns, Complex[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length != rows * columns)
            throw new ArgumentException($"A {rows} x {columns} matrix has {rows * columns} entries, not {data.Length}.", nameof(data));
        (Rows, Columns, Data) = (rows, columns, data);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The entries, row by row.</summary>
    public Complex[] Data { get; }

    public Complex this[int row, int column]
    {
        get => Data[row * Columns + column];
        set => Data[row * Columns + column] = value;
    }

    public Span<Complex> Row(int row) => Data.AsSpan(row * Columns, Columns);

    public ComplexMatrix Clone() => new(Rows, Columns, (Complex[])Data.Clone());

    /// <summary>A A^H, Rows x Rows, exactly Hermitian.</summary>
    public ComplexMatrix Gram()
    {
        var gram = new ComplexMatrix(Rows, Rows);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Complex sum = Complex.Zero;
                for (int k = 0; k < Columns; k++) sum += this[i, k] * Complex.Conjugate(this[j, k]);
                gram[i, j] = i == j ? new Complex(sum.Real, 0) : sum;
                gram[j, i] = Complex.Conjugate(gram[i, j]);
            }
        }

        return gram;
    }

    /// <summary>The product A B.</summary>
    public static ComplexMatrix operator *(ComplexMatrix a, ComplexMatrix b)
    {
        if (a.Columns != b.Rows)
            throw new ArgumentException($"Cannot multiply {a.Rows} x {a.Columns} by {b.Rows} x {b.Columns}.");
        var product = new ComplexMatrix(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                Complex factor = a[i, k];
                for (int j = 0; j < b.Columns; j++) product[i, j] += factor * b[k, j];
            }
        }

        return product;
    }

    public static ComplexMatrix operator +(ComplexMatrix a, ComplexMatrix b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
            throw new ArgumentException($"Cannot add {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns}.");
        var sum = new ComplexMatrix(a.Rows, a.Columns);
        for (int i = 0; i < sum.Data.Length; i++) sum.Data[i] = a.Data[i] + b.Data[i];
        return sum;
    }
}
