using System.Xml.Linq;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>comparison.html.</summary>
public static class ComparisonPage
{
    private const string Absent = "not there";

    public static byte[] Write(ResultsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return ReportPage.Write(
            $"{comparison.A.Name} and {comparison.B.Name}: comparison", Header(comparison), Sections(comparison),
            Of("footer",
                Of("p", "Data: ", Link("comparison.json", "comparison.json"), "."),
                Of("p", "Digest of A ", Of("code", comparison.A.Digest), ", of B ", Of("code", comparison.B.Digest))));
    }

    private static XElement Header(ResultsComparison comparison) => Of("header",
        WithClass("p", "kind", "Comparison of two campaigns"),
        Of("h1", $"{comparison.A.Name} and {comparison.B.Name}"),
        WithClass("p", "lead", ComparisonText.Summary(comparison)),
        Of("p", "A is ", Of("code", comparison.A.Source), Incomplete(comparison.A), ", B is ", Of("code", comparison.B.Source),
            Incomplete(comparison.B), ". Differences are B minus A, with intervals of 95 %."));

    private static string Incomplete(ComparedSide side) => side.Complete ? "" : " (incomplete)";

    private static IEnumerable<XElement> Sections(ResultsComparison comparison)
    {
        if (comparison.Differences.Count > 0) yield return Fields(comparison);
        foreach ((int at, ComparedPoint point) in comparison.Points.Index())
        {
            yield return Section(
                $"point-{at}", ComparisonText.Label(point), WithClass("p", "note", ComparisonText.PointNote(point)), Numbers(point));
        }

        if (comparison.OnlyInA.Count + comparison.OnlyInB.Count > 0)
        {
            yield return Section("only", "On one side only",
                Of("p", comparison.OnlyInA.Count > 0 ? $"A: {string.Join("; ", comparison.OnlyInA)}." : "A has nothing that B has not."),
                Of("p", comparison.OnlyInB.Count > 0 ? $"B: {string.Join("; ", comparison.OnlyInB)}." : "B has nothing that A has not."));
        }
    }

    private static XElement Fields(ResultsComparison comparison) => Section("fields", "What differs in the specifications",
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
