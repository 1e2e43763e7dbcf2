using IsacCluster.Cli.Output;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Tests.Commands;

public sealed class ConsoleTableTests
{
    private static readonly SummaryTable Summary = new(
        ["point", "algorithm", "n", "mse", "ratio", "failed"],
        [
            ["a = 1", "sdr", "4000", "0.2497278 ± 0.0000021", "1", "0"],
            ["a = 1", "zf", "4000", "0.249886 ± 0.000027", "1.00063 [1.00053, 1.00074]", "0"],
            ["a = 2", "zf", "3998", "0.249929 ± 0.000033", "1.00068 [1.00058, 1.00077]", "2"],
        ])
    {
        Ranks = [0, 0, 1, 2, 0, 3],
        Grouped = true,
    };

    [Fact]
    public void A_wide_terminal_shows_every_column() => Assert.Equal(
        """
          algorithm  n     mse                    ratio                       failed
          ──────────────────────────────────────────────────────────────────────────
        a = 1
          sdr        4000  0.2497278 ± 0.0000021  1                           0
          zf         4000  0.249886 ± 0.000027    1.00063 [1.00053, 1.00074]  0
        a = 2
          zf         3998  0.249929 ± 0.000033    1.00068 [1.00058, 1.00077]  2

        """,
        SummaryView.Table(Summary).Format(80));

    [Fact]
    public void A_narrow_one_leaves_out_and_names_what_does_not_fit() => Assert.Equal(
        """
          algorithm  n     ratio
          ───────────────────────────────────────────
        a = 1
          sdr        4000  1
          zf         4000  1.00063 [1.00053, 1.00074]
        a = 2
          zf         3998  1.00068 [1.00058, 1.00077]
        (wider terminals show mse, failed too)

        """,
        SummaryView.Table(Summary).Format(60));

    [Fact]
    public void Remarks_become_stars_before_a_column_that_matters_goes()
    {
        SummaryTable remarked = Summary with
        {
            Rows =
            [
                Summary.Rows[0],
                [.. Summary.Rows[1].Select(cell => cell.Replace("]", "] (rests on 3)", StringComparison.Ordinal))],
            ],
        };
        string[] lines = SummaryView.Table(remarked).Format(50).Split('\n');
        Assert.Equal("  zf         4000  1.00063 [1.00053, 1.00074]*", lines[4]);
        Assert.Equal(["(* in words below; wider terminals show mse,", "  failed too)"], lines[5..7]);
        Assert.EndsWith(
            "1.00063 [1.00053, 1.00074] (rests on 3)", SummaryView.Table(remarked).Format(70).Split('\n')[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_star_is_explained_also_where_no_column_is_left_out_and_a_single_word_stays()
    {
        SummaryTable remarked = new(["a", "b"], [["1 (exact)", "2 [1, 3] (rests on 3)"]]);
        Assert.Equal(
            ["a          b", "────────────────────", "1 (exact)  2 [1, 3]*", "(* in words below)", ""],
            SummaryView.Table(remarked).Format(24).Split('\n'));
    }

    [Fact]
    public void Notes_are_broken_between_words() => Assert.Equal(
        "sdr rests on\n  about 3 of 200\nshort", ConsoleWidth.Wrap("sdr rests on about 3 of 200\nshort", 16));

    [Fact]
    public void Where_every_heading_has_one_row_it_is_a_column() => Assert.StartsWith(
        "point  algorithm",
        SummaryView.Table(Summary with { Rows = [Summary.Rows[0], Summary.Rows[2]] }).Format(80),
        StringComparison.Ordinal);
}
