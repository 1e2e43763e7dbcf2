using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.Studies.Figures;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.Studies;

/// <summary>report.html of a study, as a campaign's: one file without scripts and without anything fetched.</summary>
internal static class StudyPage
{
    private const int MostRows = 200;

    /// <param name="parameters">Names, in the order of the space.</param>
    /// <param name="ranked">Numbers of trials, the best first.</param>
    public static byte[] Write(
        StudyResults results, IReadOnlyList<string> parameters, IReadOnlyList<long> ranked,
        IReadOnlyList<(StudyFigureGroup Group, IReadOnlyList<RenderedFigure> Figures)> figures) => ReportPage.Write(
        $"{results.Name}: study report", Header(results), Sections(results, parameters, ranked, figures),
        ReportPage.Footer(results.Digest, "study.json", "results.csv"));

    /// <summary>A value of a parameter as a reader wants it.</summary>
    public static string Text(object value) =>
        value is double real ? NumberText.Value(real) : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static IEnumerable<XElement> Sections(
        StudyResults results, IReadOnlyList<string> parameters, IReadOnlyList<long> ranked,
        IReadOnlyList<(StudyFigureGroup Group, IReadOnlyList<RenderedFigure> Figures)> figures)
    {
        yield return Section("leaderboard", "Leaderboard",
            ranked.Count > 0 ? Leaderboard(results, parameters, ranked) : WithClass("p", "note", "No trial is complete."));
        foreach ((StudyFigureGroup group, IReadOnlyList<RenderedFigure> drawn) in figures)
        {
            yield return Section(group.Id, group.Title,
                group.Note.Length == 0 ? null : WithClass("p", "note", group.Note),
                WithClass("div", "figures", drawn.Select(One)));
        }

        List<TrialResult> failed = [.. results.Trials.Where(trial => trial.Error is not null)];
        if (failed.Count > 0) yield return Failures(failed);
        if (results.Poisoned.Count > 0) yield return Missing(results.Poisoned);
        if (SpecificationSection.Of("What was run", "", [], results.Specification) is { } specification) yield return specification;
        yield return TimeSection.Of(results.Timing);
        if (HistorySection.Of(results.History, "trial") is { } history) yield return history;
        yield return ManifestSection.Of(results.Manifest, results.Digest, results.Schema);
    }

    private static XElement One(RenderedFigure figure)
    {
        XElement markup = FigureMarkup.One(figure);
        if (figure.Figure.Width > MetricFigures.Width) markup.SetAttributeValue("class", "wide");
        if (figure.Figure.Legend.Count > 0) markup.Add(FigureMarkup.Legend(figure.Figure.Legend));
        if (figure.Figure.Caption.Length > 0) markup.Add(WithClass("p", "note", figure.Figure.Caption));
        return markup;
    }

    private static XElement Header(StudyResults results) => Of("header",
        WithClass("p", "kind", "Hyperparameter study"),
        Of("h1", results.Name),
        WithClass(
            "p", results.Complete && results.Failure is null ? "state ok" : "state bad",
            !results.Complete ? "Incomplete" : results.Failure is null ? "Complete" : "Failed"),
        WithClass("p", "lead", Lead(results)),
        results.Complete && results.Stopped is { } ended ? WithClass("p", "note", $"It ended before its last trial: {ended}.") : null,
        results.Complete ? null : WithClass("p", "notice bad", new XAttribute("role", "note"),
            Of("strong", "This study is not complete."),
            results.Stopped is { } stopped ? $" It was stopped: {stopped}." : " Run the same command again: it continues."),
        results.Failure is { } failure
            ? WithClass("p", "notice bad", new XAttribute("role", "note"), Of("strong", "Nothing succeeded:"), $" {failure}.")
            : null,
        results.Notes.Select(note => WithClass("p", "note", note)),
        Tiles(results));

    private static string Lead(StudyResults results)
    {
        string how = $"{NumberText.Count(results.Trials.Count, "trial")} by {results.Sampler}, pruner {results.Pruner}, "
            + $"{results.Mode} mode with {NumberText.Count(results.Parallel, "trial")} at a time.";
        if (results.ParetoFront is { } front)
        {
            return $"{how} {NumberText.Count(front.Count, "trial")} of them on the Pareto front of "
                + $"{string.Join(" and ", results.Metrics)}.";
        }

        if (results.Best is not { } best)
            return $"{how} None {(results.Trials.Any(trial => trial.State == "complete") ? "fulfils the constraints" : "is complete")}.";
        string with = string.Join(", ", best.Params.Select(pair => $"{pair.Key} = {Text(pair.Value)}"));
        return $"{how} The best is trial {best.Trial}: {results.Metrics[0]} {NumberText.Value(best.Value)} with {with}.";
    }

    private static XElement Tiles(StudyResults results) => WithClass("dl", "tiles",
        Tile("Trials", NumberText.Count(results.Trials.Count)),
        Tile("Complete", NumberText.Count(results.Trials.Count(trial => trial.State == "complete"))),
        results.Constraints is null ? null : Tile("Feasible", NumberText.Count(results.Trials.Count(trial => trial.Feasible == true))),
        Tile("Pruned", NumberText.Count(results.Trials.Count(trial => trial.State == "pruned"))),
        Tile("Failed", NumberText.Count(results.Trials.Count(trial => trial.State == "failed"))),
        results.Best is { } best ? Tile("Best", NumberText.Value(best.Value))
            : results.Hypervolume is { } volume ? Tile("Hypervolume", NumberText.Value(volume)) : null,
        results.Steps is { Full: > 0 } steps ? Tile("Cost of full trials", NumberText.Share((double)steps.Run / steps.Full)) : null,
        Tile("Slot time", NumberText.Seconds(results.Timing.SlotsS)));

    private static XElement Tile(string term, string value) => WithClass("div", "tile", Of("dt", term), Of("dd", value));

    private static XElement Leaderboard(StudyResults results, IReadOnlyList<string> parameters, IReadOnlyList<long> ranked)
    {
        Dictionary<long, TrialResult> trials = results.Trials.ToDictionary(trial => trial.Number);
        bool seeds = results.Trials.Any(trial => trial.Seeds is { Count: > 1 });
        string[] measured =
        [
            .. (results.Trials.FirstOrDefault(trial => trial.Measured is not null)?.Measured!.Keys ?? []).Except(results.Metrics),
        ];
        HashSet<string> words =
            [.. parameters.Where(name => results.Trials.Any(trial => trial.Params.GetValueOrDefault(name) is string))];
        string caption = ranked.Count > MostRows ? $"Leaderboard: the best {MostRows} of {ranked.Count} complete trials"
            : "Leaderboard: complete trials";
        return DenseTable(caption,
            [
                ColumnHeader("Trial", true), .. results.Metrics.Select(metric => ColumnHeader(metric, true)),
                .. measured.Select(name => ColumnHeader(name, true)),
                .. results.Constraints is null ? [] : (XElement[])[ColumnHeader("Feasible")],
                .. seeds ? (XElement[])[ColumnHeader("95 % interval", true), ColumnHeader("Seeds", true)] : [],
                .. parameters.Select(name => ColumnHeader(name, number: !words.Contains(name))),
            ],
            ranked.Take(MostRows).Select(number => trials[number]).Select(trial => Of("tr",
                Number(trial.Number.ToString(CultureInfo.InvariantCulture)),
                (trial.Values ?? [trial.Value!.Value]).Select(value => Number(NumberText.Value(value))),
                measured.Select(name => Number(trial.Measured is { } numbers ? NumberText.Value(numbers[name]) : "–")),
                trial.Feasible is { } feasible ? Of("td", feasible ? "yes" : "no") : null,
                seeds ? new[] { Number(Interval(trial)), Number(NumberText.Count(trial.Seeds?.Count ?? 1)) } : null,
                parameters.Select(name => WithClass("td", words.Contains(name) ? "name" : "n", Chosen(trial, name))))));
    }

    private static string Chosen(TrialResult trial, string parameter) =>
        trial.Params.TryGetValue(parameter, out object? value) ? Text(value) : "–";

    private static string Interval(TrialResult trial) =>
        trial.Ci95 is { } interval ? $"{NumberText.Value(interval[0])} to {NumberText.Value(interval[1])}" : "–";

    private static XElement Failures(List<TrialResult> failed) => Section("failures", "Failed trials",
        WithClass("p", "note", "These failed on their last attempt. Samplers leave them out."),
        Table("Failed trials", [ColumnHeader("Trial", true), ColumnHeader("Attempts", true), ColumnHeader("Error")],
            failed.Take(MostRows).Select(trial => Of("tr",
                Number(trial.Number.ToString(CultureInfo.InvariantCulture)), Number(NumberText.Count(trial.Attempts)),
                WithClass("td", "error", Of("code", trial.Error))))));

    private static XElement Missing(IReadOnlyList<PoisonedTask> poisoned) => Section("missing", "Missing trials",
        WithClass("p", "note", "Each of these could not be run at all, three times, and was given up."),
        Table("Missing trials", [ColumnHeader("Trial", true), ColumnHeader("Error")],
            poisoned.Select(task => Of("tr",
                Number(task.First.ToString(CultureInfo.InvariantCulture)), WithClass("td", "error", Of("code", task.Error))))));
}
