using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>A section of a study's figures.</summary>
internal sealed record StudyFigureGroup(string Id, string Title, string Note, IReadOnlyList<Figure> Figures);

/// <summary>All figures of a study. What it has no data for is left out.</summary>
internal static class StudyFigures
{
    private const int MostSlices = 12, MostContours = 3;

    public static IEnumerable<StudyFigureGroup> Of(StudyHistory history, StudyResults results)
    {
        var plotted = new PlottedStudy(history, results);
        if (plotted.Complete.Count == 0) yield break;
        yield return new StudyFigureGroup("optimisation", "Optimisation history", "", [.. HistoryFigure.Of(plotted)]);
        if (results.Metrics.Count > 1)
        {
            yield return new StudyFigureGroup(
                "pareto", "Pareto front",
                "Trials on the front are not dominated: no other is at least as good in every metric and better in one.",
                [.. ParetoFigures.Of(plotted)]);
        }

        IReadOnlyList<Figure> curves = [.. CurveFigure.Of(plotted)];
        if (curves.Count > 0) yield return new StudyFigureGroup("curves", "Learning curves", "", curves);
        Parameter[] important = [.. plotted.Space.Parameters.OrderByDescending(parameter => results.Importances[parameter.Name])];
        if (results.Importances.Values.Any(share => share > 0))
        {
            yield return new StudyFigureGroup(
                "importances", "Parameters", "", [ImportanceFigure.Of(results), .. ParallelFigure.Of(plotted)]);
        }

        yield return new StudyFigureGroup(
            "slices", "Slices", "The value of each complete trial against one parameter, coloured by its number. The ring marks the best.",
            [.. important.Take(MostSlices).Select(parameter => SliceFigures.Of(plotted, parameter)).OfType<Figure>()]);
        List<Figure> contours = [.. ContourFigures.Of(plotted, important, MostContours)];
        if (contours.Count > 0)
        {
            yield return new StudyFigureGroup(
                "contours", "Contours",
                "Colour interpolates the ranks of trials near by (dots): a guide for the eye, not a model. The ring marks the best.",
                contours);
        }
    }
}

/// <summary>What the figures of a study share.</summary>
internal sealed class PlottedStudy
{
    public PlottedStudy(StudyHistory history, StudyResults results)
    {
        (History, Results) = (history, results);
        Complete = [.. history.Study.Trials.Where(trial => trial.State == TrialState.Complete)];
        Trial? best = history.Study.Best;
        Shown = [.. EvenChoice.Of(Complete, MostDots).Concat(best is null ? [] : [best]).Distinct()];
        ValueAxis = FigureAxis.Over(Complete.Select(trial => trial.Values[0]));
    }

    /// <summary>Dots that a figure can hold.</summary>
    public const int MostDots = 1500;

    private const int LongestName = 160;

    public StudyHistory History { get; }

    public StudyResults Results { get; }

    public ParameterSpace Space => History.Study.Options.Space;

    public IReadOnlyList<Trial> Complete { get; }

    /// <summary>Those of them that fulfil every constraint.</summary>
    public IReadOnlyList<Trial> Feasible => [.. Complete.Where(trial => trial.IsFeasible)];

    /// <summary>The best first: feasible ones by cost, then the others by how much they violate.</summary>
    public IEnumerable<Trial> Ranked(IEnumerable<Trial> trials) =>
        trials.OrderBy(trial => trial.Violation).ThenBy(trial => Cost(trial.Values[0])).ThenBy(trial => trial.Number);

    /// <summary>Those of them that are drawn: of many an even choice, with the best.</summary>
    public IReadOnlyList<Trial> Shown { get; }

    /// <summary>Of the first metric of complete trials.</summary>
    public FigureAxis ValueAxis { get; }

    /// <summary>Of colours by rank: from the worst value to the best.</summary>
    public IReadOnlyList<LegendEntry> RankBar
    {
        get
        {
            Trial[] ranked = [.. Ranked(Complete)];
            return LegendEntry.ColorBar($"worst {Text(ranked[^1])}", $"best {Text(ranked[0])}");

            static string Text(Trial trial) => NumberText.Value(trial.Values[0]);
        }
    }

    public bool IsSingle => Results.Metrics.Count == 1;

    public string Metric => Results.Metrics[0];

    /// <summary>A trial with its parameters, for who points at it.</summary>
    public static string Name(Trial trial)
    {
        IEnumerable<string> parameters = trial.Parameters.Values.Select(pair => $"{pair.Key} = {Short(pair.Value)}");
        return AlgorithmStyle.Shorten($"trial {trial.Number}: {string.Join(", ", parameters)}", LongestName);
    }

    /// <summary>The same with the value of the first metric.</summary>
    public string NameWithValue(Trial trial)
    {
        string name = Name(trial);
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return $"{name[..colon]}, {Metric} {NumberText.Value(trial.Values[0])}{name[colon..]}";
    }

    private static string Short(ParameterValue value) =>
        value.Kind == ParameterKind.Real ? NumberText.Value(value.Number) : value.ToString();

    public double Cost(double value) => History.Study.Options.Directions[0] == Direction.Minimize ? value : -value;

    /// <summary>Shades of the ramp by rank among complete trials: the best have the last one.</summary>
    public static FigureColor Shade(int rank, int count)
    {
        int last = FigureTheme.Ramp.Count - 1;
        return FigureTheme.Ramp[last - Math.Min(last, rank * FigureTheme.Ramp.Count / Math.Max(1, count))];
    }
}
