using IsacCluster.Campaigns.MonteCarlo.Comparison;

namespace IsacCluster.Cli.Output;

/// <summary>A comparison on stdout: what differs in the specifications, then the numbers.</summary>
internal static class ComparisonView
{
    public static void Show(ResultsComparison comparison)
    {
        Line($"A  {comparison.A.Source}{(comparison.A.Complete ? "" : " (incomplete)")}");
        Line($"B  {comparison.B.Source}{(comparison.B.Complete ? "" : " (incomplete)")}");
        if (comparison.Differences.Count > 0)
        {
            Console.WriteLine();
            new ConsoleTable(
                [new("field"), new("A"), new("B")],
                [.. comparison.Differences.Select(field => (IReadOnlyList<string>)[field.Field, field.A ?? "-", field.B ?? "-"])]).Write();
        }

        if (comparison.Points.Count > 0)
        {
            Console.WriteLine();
            new ConsoleTable(
                [new("point"), new("algorithm"), new("number"), new("A", 2), new("B", 1), new("B - A"), new("B is")],
                [.. from point in comparison.Points
                    from algorithm in point.Algorithms
                    from quantity in algorithm.Quantities
                    select (IReadOnlyList<string>)
                    [
                        ComparisonText.Label(point), algorithm.Name, quantity.Name, ComparisonText.Value(quantity, quantity.A),
                        ComparisonText.Value(quantity, quantity.B), ComparisonText.Difference(quantity),
                        ComparisonText.Of(quantity.Verdict),
                    ]])
            {
                Grouped = true,
            }.Write();
        }

        Console.WriteLine();
        foreach (string why in comparison.Points.Select(point => point.Unpaired).OfType<string>().Distinct()) Line($"Not paired: {why}.");
        if (comparison.OnlyInA.Count > 0) Line($"Only in A: {string.Join("; ", comparison.OnlyInA)}.");
        if (comparison.OnlyInB.Count > 0) Line($"Only in B: {string.Join("; ", comparison.OnlyInB)}.");
        Line(ComparisonText.Summary(comparison));
    }

    private static void Line(string text) => Console.WriteLine(ConsoleWidth.Wrap(text, ConsoleWidth.OfOutput));
}
