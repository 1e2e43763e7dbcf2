using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>A campaign in one paragraph of plain words, made from its numbers.</summary>
internal static class CampaignSummary
{
    public static string Paragraph(CampaignResults results) => string.Join(' ', Sentences(results));

    private static IEnumerable<string> Sentences(CampaignResults results)
    {
        var names = ReferenceAlgorithm.Names(results);
        if (results.Points.Count == 0 || names.Count == 0)
        {
            yield return "This campaign holds no results yet.";
            yield break;
        }
        yield return $"{(names.Count == 1 ? "One algorithm" : $"{Spelled(names.Count)} algorithms")} ({Listed(names)}) "
            + $"{(names.Count == 1 ? "was" : "were")} evaluated at {Where(results)}.";
        yield return Samples(results);
        yield return Exclusions.Sentence(results) ?? "No sample had to be excluded.";
        foreach (string sentence in Ratios(results, names)) yield return sentence;
        yield return Precision(results);
        if (IntervalNotes.Sentence(results) is { } unfounded) yield return unfounded;
    }

    private static string Spelled(int count) => count switch
    {
        2 => "Two",
        3 => "Three",
        4 => "Four",
        5 => "Five",
        6 => "Six",
        7 => "Seven",
        8 => "Eight",
        9 => "Nine",
        _ => NumberText.Count(count),
    };

    private static string Where(CampaignResults results)
    {
        if (results.Points.Count == 1) return "a single point";
        var swept = new SweepLayout(results).Parameters;
        string points = $"{NumberText.Count(results.Points.Count)} points";
        return swept.Count == 0 ? points : $"{points}, sweeping {Listed(swept.Select(Range).ToList())}";
    }

    private static string Range(SweepParameter parameter) => parameter.Scale == SweepScale.Categorical
        ? $"{parameter.Label} over {parameter.Values.Count} settings"
        : $"{parameter.Label} from {parameter.Values[0].Text} to {parameter.Values[^1].Text}";

    private static string Samples(CampaignResults results)
    {
        long least = results.Points.Min(p => p.Samples), most = results.Points.Max(p => p.Samples);
        string each = results.Points.Count == 1 ? ""
            : least == most ? $", {NumberText.Count(most)} at each point"
            : $", {NumberText.Count(least)} to {NumberText.Count(most)} a point";
        int precise = results.Points.Count(p => p.StopReason == "precision");
        string stopped = precise == 0
            ? ""
            : $" {precise} of {NumberText.Count(results.Points.Count, "point")} stopped early at the requested precision.";
        string state = results.Complete ? "The campaign is complete" : "The campaign is not complete";
        string common = ReferenceAlgorithm.Names(results).Count > 1 ? "; all algorithms of a point saw the same channels" : "";
        return $"{state}, with {NumberText.Count(results.Points.Sum(p => p.Samples), "sample")}{each}{common}.{stopped}";
    }

    private static IEnumerable<string> Ratios(CampaignResults results, IReadOnlyList<string> names)
    {
        if (ReferenceAlgorithm.Of(results) is not { } reference) yield break;
        var parts = names.Where(name => name != reference).Select(name => RatioRange(results, name, reference)).OfType<string>().ToList();
        if (parts.Count > 0) yield return $"Relative to the MSE of {reference}: {string.Join(", ", parts)}.";
    }

    private static string? RatioRange(CampaignResults results, string name, string reference)
    {
        var ratios = results.Points.SelectMany(p => p.Algorithms)
            .Where(a => a.Name == name && a.PairedMseRatioTo.TryGetValue(reference, out var ratio) && NumberText.IsDefined(ratio.Mean))
            .Select(a => a.PairedMseRatioTo[reference].Mean!.Value).ToList();
        if (ratios.Count == 0) return null;
        string low = NumberText.Fixed(ratios.Min(), 3), high = NumberText.Fixed(ratios.Max(), 3);
        return low == high ? $"{name} {low}" : $"{name} {low} to {high}";
    }

    private static string Precision(CampaignResults results)
    {
        var widths = from point in results.Points
                     from algorithm in point.Algorithms
                     let half = NumberText.HalfWidth(algorithm.Mse.Ci95)
                     where half is not null && algorithm.Mse.Mean > 0 && IntervalNotes.IsFounded(algorithm)
                     select half.Value / algorithm.Mse.Mean!.Value;
        var list = widths.ToList();
        bool counts = results.Points.Any(point => point.Algorithms.Any(algorithm => algorithm.Mse.Mean is not null));
        return !counts ? "No sample is left, so there is no mean."
            : list.Count == 0 ? "No mean MSE has enough samples that vary for a confidence interval."
            : $"Mean MSEs are known to within {NumberText.Share(list.Max())} or better (half width of the 95 % interval).";
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };
}
