namespace IsacCluster.Reporting.Figures;

/// <summary>Cells of a grid put together to rectangles: a map of ten thousand has few shades, and neighbours often the same.</summary>
public static class CellBlocks
{
    /// <param name="cells">Column and row of each, each once.</param>
    /// <returns>First and last column and row of rectangles that cover the cells and nothing else, each cell once.</returns>
    public static List<(int Left, int Bottom, int Right, int Top)> Of(IEnumerable<(int Column, int Row)> cells)
    {
        var blocks = new List<(int Left, int Bottom, int Right, int Top)>();
        var growing = new Dictionary<(int Left, int Right), int>(); // blocks that reach the row before, by their columns
        int last = int.MinValue;
        foreach (var row in cells.GroupBy(cell => cell.Row).OrderBy(row => row.Key))
        {
            if (row.Key != last + 1) growing.Clear();
            last = row.Key;
            var here = new Dictionary<(int Left, int Right), int>();
            foreach ((int left, int right) in Runs([.. row.Select(cell => cell.Column).Order()]))
            {
                if (growing.TryGetValue((left, right), out int at))
                {
                    blocks[at] = blocks[at] with { Top = row.Key };
                }
                else
                {
                    at = blocks.Count;
                    blocks.Add((left, row.Key, right, row.Key));
                }

                here[(left, right)] = at;
            }

            growing = here;
        }

        return blocks;
    }

    private static IEnumerable<(int Left, int Right)> Runs(int[] columns)
    {
        for (int i = 0; i < columns.Length;)
        {
            int left = columns[i], right = left;
            while (++i < columns.Length && columns[i] == right + 1) right++;
            yield return (left, right);
        }
    }
}
