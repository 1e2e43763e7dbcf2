using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns.MonteCarlo.Results;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>
/// Compares the results of two campaigns point by point. Where both have rows of the same channels, differences are taken sample by sample;
/// else from the two means and their intervals.
/// </summary>
public static class ResultsComparer
{
    /// <summary>Fields of a scenario that say which channels and targets sample i has; with the seed they decide it.</summary>
    private static readonly string[] ChannelFields = ["antennas", "users", "channel", "targets", "targets_deg", "slots"];

    /// <exception cref="InvalidDataException">A rows.csv is not one.</exception>
    public static ResultsComparison Compare(SideFile a, SideFile b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (pointsA, pointsB) = (a.Results.Points.ToDictionary(point => point.Id), b.Results.Points.ToDictionary(point => point.Id));
        string[] common = [.. a.Results.Points.Select(point => point.Id).Where(pointsB.ContainsKey)];
        RowFile? rowsA = a.RowsFile is null ? null : new RowFile(a.RowsFile), rowsB = b.RowsFile is null ? null : new RowFile(b.RowsFile);
        List<ComparedPoint> points = [.. common.Select(id =>
        {
            string? unpaired = Unpaired(a, pointsA[id], b, pointsB[id]);
            var pairs = unpaired is null ? new RowPairs(rowsA!, rowsB!, id, Slots(a, pointsA[id])) : null;
            return new ComparedPoint(
                id, pointsA[id].Params, unpaired is null, unpaired,
                [.. from one in pointsA[id].Algorithms
                    join other in pointsB[id].Algorithms on one.Name equals other.Name
                    select new ComparedAlgorithm(one.Name, [.. QuantityComparer.Compare(one, other, a.Results.Metrics, pairs)])]);
        })];
        var quantities = points.SelectMany(point => point.Algorithms).SelectMany(algorithm => algorithm.Quantities).ToList();
        return new ResultsComparison
        {
            A = Side(a),
            B = Side(b),
            Identical = a.Results.Digest == b.Results.Digest,
            Differences = SpecificationDifferences.Of(a.Results, b.Results),
            Points = points,
            OnlyInA = Only(pointsA, pointsB, a.Results.Points),
            OnlyInB = Only(pointsB, pointsA, b.Results.Points),
            Compared = quantities.Count(quantity => quantity.Verdict != Verdict.Unknown),
            Changed = quantities.Count(quantity => quantity.Verdict is Verdict.Higher or Verdict.Lower),
        };
    }

    private static ComparedSide Side(SideFile side) => new(side.Source, side.Results.Name, side.Results.Digest, side.Results.Complete);

    /// <summary>Why samples of the point cannot be paired; null where they can.</summary>
    private static string? Unpaired(SideFile a, PointResults one, SideFile b, PointResults other)
    {
        if (a.Results.Manifest.Seed != b.Results.Manifest.Seed) return "the seeds differ, so the channels do";
        if (a.Results.Scenario is null || b.Results.Scenario is null) return "an older file does not say its scenario";
        foreach (string field in ChannelFields)
        {
            if (Text(a.Results, one, field) != Text(b.Results, other, field)) return $"{field} differs, so the channels do";
        }

        if (one.StopReason != "samples" || other.StopReason != "samples")
            return "the number of samples followed from the results, so the intervals of the two means are used, which allow for it";
        return a.RowsFile is null || b.RowsFile is null
            ? "the channels are the same, but without rows.csv (rows: true) on both sides the samples are not known" : null;
    }

    private static int Slots(SideFile side, PointResults point) =>
        int.TryParse(Text(side.Results, point, "slots"), CultureInfo.InvariantCulture, out int slots) ? Math.Max(1, slots) : 1;

    private static string Text(CampaignResults results, PointResults point, string field) =>
        point.Params.TryGetValue(field, out object? swept) ? JsonSerializer.Serialize(swept)
        : results.Scenario!.TryGetValue(field, out ScenarioValue? value) ? JsonSerializer.Serialize(value.Value) : "";

    private static List<string> Only(
        Dictionary<string, PointResults> mine, Dictionary<string, PointResults> theirs, IReadOnlyList<PointResults> order)
    {
        var only = new List<string>();
        foreach (PointResults point in order)
        {
            if (!theirs.TryGetValue(point.Id, out PointResults? other))
            {
                only.Add(point.Id);
                continue;
            }

            only.AddRange(point.Algorithms.Where(one => other.Algorithms.All(two => two.Name != one.Name))
                .Select(one => $"{one.Name} at {point.Id}"));
        }

        return only;
    }
}
