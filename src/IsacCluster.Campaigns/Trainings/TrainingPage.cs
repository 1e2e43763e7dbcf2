using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Html;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Html;
using IsacCluster.Reporting.Sweeps;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>report.html of a training, as a campaign's: one file without scripts and without anything fetched.</summary>
internal static class TrainingPage
{
    /// <summary>Of a digest: results.json and the card have it whole.</summary>
    private const int DigestShown = 18;

    /// <param name="cards">File name of each model's card, by point.</param>
    public static byte[] Write(
        TrainingResults results, IReadOnlyDictionary<string, string> cards, IReadOnlyList<RenderedFigure> figures) => ReportPage.Write(
        $"{results.Name}: training report", Header(results), Sections(results, cards, figures),
        ReportPage.Footer(results.Digest, "results.json", "curve.csv"));

    /// <summary>"sinr_db = 8", or the point's id where nothing is swept.</summary>
    public static string Label(ModelResults model) => model.Params.Count == 0
        ? model.Point
        : string.Join(", ", model.Params.Select(parameter => $"{parameter.Key} = {ParameterValue.Of(parameter.Value).Text}"));

    private static IEnumerable<XElement> Sections(
        TrainingResults results, IReadOnlyDictionary<string, string> cards, IReadOnlyList<RenderedFigure> figures)
    {
        yield return Section("models", "Models",
            WithClass("p", "note", "Loss, MSE and satisfaction are those of the kept weights on the test set."), Models(results, cards));
        if (figures.Count > 0)
        {
            yield return Section("curves", "Curves",
                WithClass("p", "note", "The vertical line marks the epoch whose weights were kept: the best on the validation set."),
                FigureMarkup.Legend(figures.SelectMany(figure => figure.Figure.Legend).DistinctBy(entry => entry.Text)),
                WithClass("div", "figures", figures.Select(FigureMarkup.One)));
        }

        if (results.Poisoned.Count > 0) yield return Missing(results.Poisoned);
        if (ScenarioSection.Of(results.Scenario, results.Models.Select(model => model.Params), results.Specification) is { } scenario)
            yield return scenario;
        yield return TimeSection.Of(results.Timing);
        if (HistorySection.Of(results.History, "model") is { } history) yield return history;
        yield return ManifestSection.Of(results.Manifest, results.Digest, results.Schema);
    }

    private static XElement Header(TrainingResults results) => Of("header",
        WithClass("p", "kind", "Training"),
        Of("h1", results.Name),
        WithClass("p", results.Complete ? "state ok" : "state bad", results.Complete ? "Complete" : "Incomplete"),
        WithClass("p", "lead", Lead(results)),
        results.Complete ? null : WithClass("p", "notice bad", new XAttribute("role", "note"),
            Of("strong", "This training is not complete."), " Run the same command again: it continues from the checkpoints."));

    private static string Lead(TrainingResults results)
    {
        string count = results.Models.Count == results.Points
            ? NumberText.Count(results.Points, "model")
            : $"{NumberText.Count(results.Models.Count)} of {NumberText.Count(results.Points, "model")}";
        if (results.Models.Count == 0) return $"{count}.";
        string work = $"{count}, {NumberText.Count(results.Models.Sum(model => (long)model.Epochs), "epoch")} in all.";
        if (results.Points > 1)
        {
            double[] satisfied = [.. results.Models.Select(model => model.Test.Satisfaction)];
            return $"{work} {NumberText.Share(satisfied.Min())} to {NumberText.Share(satisfied.Max())} of the test samples of a point meet "
                + "every SINR threshold. Each point is a problem of its own: losses and MSEs of different points do not compare.";
        }

        TestMetrics test = results.Models[0].Test;
        return $"{work} Its test loss is {NumberText.Value(test.Loss)}, its beampattern MSE {NumberText.Value(test.Mse)} W², "
            + $"and {NumberText.Share(test.Satisfaction)} of the test samples meet every SINR threshold.";
    }

    private static XElement Models(TrainingResults results, IReadOnlyDictionary<string, string> cards) => DenseTable("Models",
        [
            ColumnHeader("Point"), ColumnHeader("Loss", true), ColumnHeader("MSE (W²)", true), ColumnHeader("Satisfaction", true),
            ColumnHeader("Best epoch", true), ColumnHeader("Epochs", true), ColumnHeader("Rollbacks", true),
            ColumnHeader("Parameters", true),
            ColumnHeader("Files"), ColumnHeader("Digest"),
        ],
        results.Models.Select(model => Of("tr",
            RowHeader(Label(model)),
            Number(NumberText.Value(model.Test.Loss)), Number(NumberText.Value(model.Test.Mse)),
            Number(NumberText.Share(model.Test.Satisfaction)),
            Number(NumberText.Count(model.BestEpoch)),
            Number(NumberText.Count(model.Epochs) + (model.StoppedEarly ? " (stopped early)" : "")),
            LoudNumber(model.Rollbacks, "warn"), Number(NumberText.Count(model.Parameters)),
            WithClass("td", "name", Link(Address(model.File), "model"), ", ", Link(Address(cards[model.Point]), "card")),
            WithClass(
                "td", "name",
                Of("code", new XAttribute("title", model.Digest), AlgorithmStyle.Shorten(model.Digest, DigestShown))))));

    private static XElement Missing(IReadOnlyList<PoisonedTask> poisoned) => Section("missing", "Missing models",
        WithClass("p", "note", "Each of these trainings failed three times and was given up."),
        Table("Missing models", [ColumnHeader("Point"), ColumnHeader("Error")],
            poisoned.Select(task => Of("tr", RowHeader(task.Point), WithClass("td", "error", Of("code", task.Error))))));

    /// <summary>A relative address; names of points may hold '=' and ',', which need no escape, but folders may hold anything.</summary>
    private static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
