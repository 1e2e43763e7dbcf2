namespace IsacCluster.Files.Storage;

/// <summary>Where the elements of a row are that lies in Fortran's order, whose first index varies fastest.</summary>
internal static class RowMajor
{
    /// <summary>For each element of a row in Fortran's order, its place in C's order.</summary>
    /// <param name="row">The shape without its first dimension.</param>
    public static int[] Places(IReadOnlyList<int> row)
    {
        var places = new int[row.Aggregate(1, static (product, size) => product * size)];
        var index = new int[row.Count];
        for (int f = 0; f < places.Length; f++)
        {
            int c = 0;
            for (int k = 0; k < row.Count; k++) c = c * row[k] + index[k];
            places[f] = c;
            for (int k = 0; k < row.Count && ++index[k] == row[k]; k++) index[k] = 0;
        }

        return places;
    }
}
