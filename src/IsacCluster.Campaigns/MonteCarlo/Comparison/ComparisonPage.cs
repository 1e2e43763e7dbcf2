using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>comparison.html.</summary>
public static class ComparisonPage
{
    private const string Absent = "not there";

    /// <param name="comparisons">At least one; all with the same A.</param>
    public static byte[] Write(IReadOnlyList<ResultsComparison> comparisons)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        ComparedSide first = comparisons[0].A;
        string name = comparisons is [var one] ? $"{first.Name} and {one.B.Name}" : $"{first.Name} and {comparisons.Count} others";
        return ReportPage.Write(
            $"{name}: comparison", comparisons is [var only] ? Header(only) : Header(name, comparisons),
            comparisons.SelectMany((comparison, at) => Sections(comparison, comparisons.Count == 1 ? null : at)),
            Of("footer",
                Of("p", "Data: ", Link("comparison.json", "comparison.json"), "."),
                Of("p", "Digest of A ", Of("code", first.Digest)),
                comparisons.Select(comparison => Of("p", $"Digest of {comparison.B.Source} ", Of("code", comparison.B.Digest)))));
    }

    /// <summary>Of several: a row for each.</summary>
    private static XElement Header(string name, IReadOnlyList<ResultsComparison> comparisons) => Of("header",
        WithClass("p", "kind", "Comparison of campaigns"),
        Of("h1", name),
        Of("p", "A is ", Of("code", comparisons[0].A.Source), Incomplete(comparisons[0].A),
            " in each. Differences are B minus A, with intervals of 95 %."),
        Table(
            "Compared with A",
            [ColumnHeader("B"), ColumnHeader("Compared", true), ColumnHeader("Changed", true), ColumnHeader("In words")],
            comparisons.Select(comparison => Of("tr",
                RowHeader(comparison.B.Source + Incomplete(comparison.B)), Number(NumberText.Count(comparison.Compared)),
                LoudNumber(comparison.Changed, "warn"), WithClass("td", "name", ComparisonText.Summary(comparison))))));

    private static XElement Header(ResultsComparison comparison) => Of("header",
        WithClass("p", "kind", "Comparison of two campaigns"),
        Of("h1", $"{comparison.A.Name} and {comparison.B.Name}"),
        WithClass("p", "lead", ComparisonText.Summary(comparison)),
        Of("p", "A is ", Of("code", comparison.A.Source), Incomplete(comparison.A), ", B is ", Of("code", comparison.B.Source),
            Incomplete(comparison.B), ". Differences are B minus A, with intervals of 95 %."));

    private static string Incomplete(ComparedSide side) => side.Complete ? "" : " (incomplete)";

    /// <param name="number">Of the comparison where there are several.</param>
    private static IEnumerable<XElement> Sections(ResultsComparison comparison, int? number)
    {
        (string id, string which) = number is { } at0
            ? ($"b{(at0 + 1).ToString(CultureInfo.InvariantCulture)}-", $"{comparison.B.Source}: ") : ("", "");
        if (comparison.Differences.Count > 0) yield return Fields(comparison, id, which);
        foreach ((int at, ComparedPoint point) in comparison.Points.Index())
        {
            yield return Section(
                $"{id}point-{at}", which + ComparisonText.Label(point),
                WithClass("p", "note", ComparisonText.PointNote(point)), Numbers(point));
        }

        if (comparison.OnlyInA.Count + comparison.OnlyInB.Count > 0)
        {
            yield return Section(id + "only", which + "On one side only",
                Of("p", comparison.OnlyInA.Count > 0 ? $"A: {string.Join("; ", comparison.OnlyInA)}." : "A has nothing that B has not."),
                Of("p", comparison.OnlyInB.Count > 0 ? $"B: {string.Join("; ", comparison.OnlyInB)}." : "B has nothing that A has not."));
        }
    }

    private static XElement Fields(ResultsComparison comparison, string id, string which) => Section(
        id + "fields", which + "What differs in the specifications",
        Table("Fields that differ", [ColumnHeader("Field"), ColumnHeader("A"), ColumnHeader("B")],
            comparison.Differences.Select(field => Of("tr",
                RowHeader(field.Field), WithClass("td", "name", field.A ?? Absent), WithClass("td", "name", field.B ?? Absent)))));

    private static XElement Numbers(ComparedPoint point) => DenseTable(
        ComparisonText.Label(point),
        [
            ColumnHeader("Algorithm"), ColumnHeader("Number"), ColumnHeader("A", true), ColumnHeader("B", true),
            ColumnHeader("Difference", true), ColumnHeader("B is"), ColumnHeader("Note"),
        ],
        point.Algorithms.SelectMany(algorithm => algorithm.Quantities.Select((quantity, at) => Of("tr",
            at == 0 ? RowHeader(algorithm.Name, algorithm.Quantities.Count) : null,
            Of("td", quantity.Name), Number(ComparisonText.Value(quantity, quantity.A)),
            Number(ComparisonText.Value(quantity, quantity.B)), Number(ComparisonText.Difference(quantity)),
            WithClass("td", "name", quantity.Verdict is Verdict.Higher or Verdict.Lower
                ? Of("strong", ComparisonText.Of(quantity.Verdict)) : ComparisonText.Of(quantity.Verdict)),
            WithClass("td", "name", quantity.Note ?? "")))));
}
