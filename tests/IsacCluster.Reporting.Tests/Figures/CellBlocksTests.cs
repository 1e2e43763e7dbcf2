using IsacCluster.Reporting.Figures;

namespace IsacCluster.Reporting.Tests.Figures;

public class CellBlocksTests
{
    [Fact]
    public void Blocks_cover_the_cells_each_once_and_nothing_else()
    {
        for (int pattern = 0; pattern < 1 << 12; pattern += 37)
        {
            HashSet<(int, int)> cells = [.. Enumerable.Range(0, 12).Where(i => (pattern >> i & 1) == 1).Select(i => (i % 4, i / 4))];

            List<(int, int)> covered = [];
            foreach (var (left, bottom, right, top) in CellBlocks.Of(cells))
            {
                for (int column = left; column <= right; column++)
                    for (int row = bottom; row <= top; row++) covered.Add((column, row));
            }

            Assert.Equal(cells.Count, covered.Count);
            Assert.Equal(cells, covered.ToHashSet());
        }
    }

    [Fact]
    public void A_map_of_one_shade_is_one_block_and_a_gap_between_rows_parts_it()
    {
        var full = from column in Enumerable.Range(3, 100) from row in Enumerable.Range(-2, 100) select (column, row);

        Assert.Equal([(3, -2, 102, 97)], CellBlocks.Of(full));
        Assert.Equal([(0, 0, 1, 0), (0, 2, 1, 2)], CellBlocks.Of([(0, 2), (1, 0), (0, 0), (1, 2)]));
    }
}
