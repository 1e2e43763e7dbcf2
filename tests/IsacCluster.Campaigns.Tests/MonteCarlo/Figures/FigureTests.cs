using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Figures;

/// <summary>What the drawings say, read from their SVG.</summary>
public sealed partial class FigureTests
{
    private const string Blue = "#0072B2";

    [Fact]
    public void An_uneven_interval_is_drawn_to_its_own_sides()
    {
        var svg = Figures(OneAlgorithm(satisfaction: 0.5, low: 0.4, high: 0.8))["satisfaction-by-algorithm"];
        double dot = double.Parse(
            svg.Descendants().First(e => e.Name.LocalName == "ellipse").Attribute("cx")!.Value, CultureInfo.InvariantCulture);
        double[] xs = Coordinates(Bars(svg).Single()).Select(point => point.X).ToArray();
        Assert.Equal(3, (xs.Max() - dot) / (dot - xs.Min()), 1e-3);
    }

    [Fact]
    public void Intervals_of_a_sweep_are_drawn_to_their_own_sides()
    {
        var results = OneAlgorithm(satisfaction: 0.5, low: 0.4, high: 0.8);
        var points = new[] { 3L, 6L }
            .Select(db => results.Points[0] with { Params = new Dictionary<string, object> { ["sinr_db"] = db } }).ToList();
        var svg = Figures(results with { Points = points })["satisfaction-vs-sinr_db"];
        double dot = double.Parse(
            svg.Descendants().First(e => e.Name.LocalName == "ellipse").Attribute("cy")!.Value, CultureInfo.InvariantCulture);
        // Pixels count downwards: the upper end has the smaller coordinate.
        double[] ys = Coordinates(Bars(svg).Single()).Select(point => point.Y).ToArray();
        Assert.Equal(3, (dot - ys.Min()) / (ys.Max() - dot), 1e-3);
    }

    [Fact]
    public void What_others_published_stands_as_points_within_the_axes_and_no_line_joins_them()
    {
        var results = new ResultsBuilder().Algorithms("sdr").Sweep("sinr_db", 3L, 6L, 12L).Build();
        double most = 5 * results.Points.Max(point => point.Algorithms[0].Mse.Mean!.Value);
        var columns = new Dictionary<string, IReadOnlyList<double>> { ["mse"] = [most, most / 2] };
        var figures = Figures(results with { Published = [new("the paper", "sinr_db", [12, 3], columns)] });
        XElement with = figures["mse-vs-sinr_db"], without = Figures(results)["mse-vs-sinr_db"];
        Assert.Contains("the paper", Texts(with));
        Assert.DoesNotContain("the paper", Texts(figures["satisfaction-vs-sinr_db"]));
        Assert.True(Count(with, "ellipse") >= Count(without, "ellipse") + 3); // two points and the legend's

        static int Count(XElement svg, string name) => svg.Descendants().Count(e => e.Name.LocalName == name);
    }

    [Fact]
    public void Noise_gets_a_logarithmic_axis_with_powers_of_ten()
    {
        var svg = Figures(new ResultsBuilder().Algorithms("sdr").Sweep("noise", 1e-10, 1e-9, 1e-8).Build())["mse-vs-noise"];
        var labels = Texts(svg);
        Assert.Contains("10⁻¹⁰", labels);
        Assert.Contains("10⁻⁸", labels);
        Assert.Contains("Noise power σ² (W)", labels);
        Assert.Contains("Beampattern MSE (W²)", labels);
        double[] xs = svg.Descendants().Where(e => e.Name.LocalName == "ellipse").Take(3)
            .Select(e => double.Parse(e.Attribute("cx")!.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(xs[1] - xs[0], xs[2] - xs[1], 0.01);
    }

    [Fact]
    public void Thresholds_get_a_linear_axis_and_words_a_categorical_one()
    {
        Assert.Contains("12", Texts(Figures(new ResultsBuilder().Sweep("sinr_db", 3L, 6L, 12L).Build())["mse-vs-sinr_db"]));
        var words = Texts(Figures(new ResultsBuilder().Sweep("channel", "rayleigh", "rician").Build())["mse-vs-channel"]);
        Assert.Contains("rayleigh", words);
        Assert.Contains("rician", words);
    }

    [Fact]
    public void Two_parameters_give_a_panel_for_each_value_of_the_other()
    {
        var names = Figures(new ResultsBuilder().Sweep("noise", 1e-10, 1e-9, 1e-8).Sweep("sinr_db", 3L, 6L).Build()).Keys;
        Assert.Equal(["mse-vs-noise-1", "mse-vs-noise-2"], names.Where(n => n.StartsWith("mse-vs-noise", StringComparison.Ordinal)));
        Assert.Equal(
            ["mse-vs-sinr_db-1", "mse-vs-sinr_db-2", "mse-vs-sinr_db-3"],
            names.Where(n => n.StartsWith("mse-vs-sinr", StringComparison.Ordinal)));
    }

    [Fact]
    public void Fractions_are_drawn_in_percent_and_projection_only_where_something_projects()
    {
        var learned = Figures(ResultsBuilder.Quickstart());
        Assert.Subset(Texts(learned["satisfaction-vs-sinr_db"]).ToHashSet(), new HashSet<string> { "SINR satisfaction (%)", "100" });
        // Usage from 1.3 to 6.4 % has an axis of its own.
        Assert.Subset(
            Texts(learned["projection-usage-vs-sinr_db"]).ToHashSet(), new HashSet<string> { "Projected samples (%)", "zf-pinv", "6" });
        Assert.DoesNotContain("100", Texts(learned["projection-usage-vs-sinr_db"]));
        Assert.DoesNotContain("sdr", Texts(learned["projection-usage-vs-sinr_db"]));
        Assert.Contains("Parts of the time of learned algorithms", Page(ResultsBuilder.Quickstart()), StringComparison.Ordinal);

        var baselines = new ResultsBuilder().Algorithms("radar", "sdr").Sweep("sinr_db", 6L, 12L).Build();
        Assert.DoesNotContain(Figures(baselines).Keys, name => name.StartsWith("projection", StringComparison.Ordinal));
        Assert.DoesNotContain("Parts of the time", Page(baselines), StringComparison.Ordinal);
    }

    [Fact]
    public void Ratios_and_times_have_figures_and_each_other()
    {
        Dictionary<string, XElement> figures = Figures(ResultsBuilder.Quickstart());
        Assert.Contains("MSE / MSE of sdr", Texts(figures["ratio-vs-sinr_db"]));
        Assert.Contains("Mean time per design (logarithmic)", Texts(figures["time-vs-sinr_db"]));
        Assert.Subset(
            Texts(figures["ratio-vs-time"]).ToHashSet(),
            new HashSet<string> { "MSE / MSE of sdr", "Mean time per design (logarithmic)", "1 ms" });
        Assert.DoesNotContain("ratio-vs-sinr_db", Figures(new ResultsBuilder().Algorithms("sdr").Sweep("sinr_db", 3L, 6L).Build()).Keys);
    }

    [Fact]
    public void Maps_show_two_parameters_with_three_values_each()
    {
        var sweep = new ResultsBuilder().WithoutBeampatterns().Algorithms("sdr", "zf", "zf-pinv").Sweep("noise", 1e-10, 1e-9, 1e-8);
        Dictionary<string, XElement> figures = Figures(sweep.Sweep("users", 1L, 2L, 4L).Build());
        Assert.Subset(
            Texts(figures["heatmap-mse-zf-pinv"]).ToHashSet(), new HashSet<string> { "Noise power σ² (W)", "Users L", "4", "10⁻⁸" });
        Assert.DoesNotContain("heatmap-ratio-sdr", figures.Keys);
        Assert.DoesNotContain(
            Figures(new ResultsBuilder().Sweep("noise", 1e-10, 1e-9, 1e-8).Sweep("users", 1L, 2L).Build()).Keys,
            name => name.StartsWith("heatmap", StringComparison.Ordinal));
    }

    [Fact]
    public void Legends_carry_every_algorithm_and_dashes_tell_them_apart()
    {
        var svg = Figures(ResultsBuilder.Quickstart())["beampattern-linear-1"];
        Assert.Subset(Texts(svg).ToHashSet(), new HashSet<string> { "desired", "radar", "sdr", "zf", "zf-pinv" });
        var dashes = svg.Descendants().Where(e => e.Name.LocalName == "path" && e.Attribute("stroke-dasharray") is not null)
            .Select(e => e.Attribute("stroke-dasharray")!.Value).Distinct().ToList();
        Assert.Equal(3, dashes.Count);
    }

    [Fact]
    public void A_beampattern_in_decibel_survives_zeros()
    {
        var results = new ResultsBuilder().Algorithms("sdr").Build();
        var patterns = results.Points[0].Beampatterns!;
        var zeros =
            new Dictionary<string, IReadOnlyList<double>> { ["sdr"] = patterns.AnglesDeg.Select(angle => angle < 0 ? 0.0 : 1.0).ToList() };
        var svg = Figures(
            results with
            {
                Points = [results.Points[0] with { Beampatterns = patterns with { PatternByAlgorithm = zeros } }],
            })["beampattern-db"];
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("inf", Texts(svg).Aggregate("", string.Concat), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_ledger_that_does_not_close_is_said()
    {
        var results = ResultsBuilder.Quickstart();
        Assert.Contains("the ledger closes", Page(results), StringComparison.Ordinal);
        Assert.Contains(
            "the ledger does not close", Page(results with { Timing = results.Timing with { SlotsS = 40 } }), StringComparison.Ordinal);
    }

    private static CampaignResults OneAlgorithm(double satisfaction, double low, double high)
    {
        var results = new ResultsBuilder().Algorithms("sdr").Build();
        var algorithm = results.Points[0].Algorithms[0] with { Satisfaction = satisfaction, SatisfactionCi95 = [low, high] };
        return results with { Points = [results.Points[0] with { Algorithms = [algorithm] }] };
    }

    private static Dictionary<string, XElement> Figures(CampaignResults results) => Files(results)
        .Where(file => file.Key.EndsWith(".svg", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Key), file => XDocument.Load(new MemoryStream(file.Value)).Root!);

    private static string Page(CampaignResults results) =>
        Encoding.UTF8.GetString(Files(results).Single(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).Value);

    private static Dictionary<string, byte[]> Files(CampaignResults results)
    {
        using var folder = new TemporaryFolder();
        var files = new Dictionary<string, byte[]>();
        ReportWriter.Write(results, folder.Path, files.Add);
        return files;
    }

    private static List<string> Texts(XElement svg) =>
        svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();

    /// <summary>Error bars of the first series: thin strokes in its colour.</summary>
    private static IEnumerable<XElement> Bars(XElement svg) => svg.Descendants().Where(e =>
        e.Name.LocalName == "path" && e.Attribute("stroke")?.Value == Blue && e.Attribute("stroke-width")?.Value == "1.5");

    private static IEnumerable<(double X, double Y)> Coordinates(XElement path) => Pair().Matches(path.Attribute("d")!.Value)
        .Select(match => (
            double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"([-\d.]+) ([-\d.]+)")]
    private static partial Regex Pair();
}
