namespace IsacCluster.Files.Tests;

/// <summary>An array of no symmetry, (5, 2, 3): element [i, l, m] is 100 i + 10 l + m + j (l + m / 4 - i), exact in float32.</summary>
internal static class Example
{
    public const int Samples = 5, Users = 2, Antennas = 3;

    /// <summary>In NumPy.</summary>
    public const string Python = """
        import numpy as np
        i, l, m = np.meshgrid(np.arange(5), np.arange(2), np.arange(3), indexing="ij")
        H = (100 * i + 10 * l + m) + 1j * (l + m / 4 - i)
        T = np.stack([np.arange(5) - 40.0, 2 * np.arange(5) + 0.5], axis=1)
        """;

    /// <summary>In Octave and MATLAB.</summary>
    public const string Octave = """
        [i, l, m] = ndgrid(0:4, 0:1, 0:2);
        H = (100 * i + 10 * l + m) + 1j * (l + m / 4 - i);
        T = [(0:4)' - 40, 2 * (0:4)' + 0.5];
        W = reshape(int16(1:10), 5, 2);
        """;

    public static double[] Channels { get; } =
    [
        .. from i in Enumerable.Range(0, Samples)
           from l in Enumerable.Range(0, Users)
           from m in Enumerable.Range(0, Antennas)
           from part in (double[])[100 * i + 10 * l + m, l + m / 4.0 - i]
           select part,
    ];

    public static double[] Targets { get; } =
        [.. Enumerable.Range(0, Samples).SelectMany(i => (double[])[i - 40, 2 * i + 0.5])];

    /// <summary>All rows, each read alone.</summary>
    public static double[] Rows(FileRows rows)
    {
        int width = rows.Array.Width;
        var values = new double[rows.Count * width];
        for (int row = 0; row < rows.Count; row++) rows.Read(row, values.AsSpan(row * width, width));
        return values;
    }
}
