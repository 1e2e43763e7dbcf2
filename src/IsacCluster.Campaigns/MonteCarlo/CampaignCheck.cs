using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Tries the algorithms of a campaign on a few samples, before hours are given to it. Nothing is kept.</summary>
internal static class CampaignCheck
{
    private const int MostSamples = 4;

    /// <summary>Of the first point of every size (M, L, K).</summary>
    public static CheckReport Run(CampaignSpecification specification, TimeProvider time, CancellationToken cancellation)
    {
        long samples = Math.Min(MostSamples, specification.Samples);
        CheckedDesign[] designs =
        [
            .. specification.Points.DistinctBy(Size)
                .SelectMany(point => Point(specification, point, (int)samples, time, cancellation)),
        ];
        return new CheckReport(
            designs.All(design => design.Message is null),
            new { Schema = "isac-check-v1", Job = specification.JobId, Designs = designs },
            [.. designs.Select(Line)]);
    }

    /// <summary>Where one algorithm cannot be run here, each alone, so that the others are tried.</summary>
    private static IEnumerable<CheckedDesign> Point(
        CampaignSpecification campaign, SweepPoint point, int count, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return Evaluated(campaign, point, count, time, cancellation);
        }
        catch (IOException) when (campaign.Algorithms.Count > 1)
        {
            return campaign.Algorithms.SelectMany(
                algorithm => Point(campaign with { Algorithms = [algorithm] }, point, count, time, cancellation));
        }
        catch (IOException error)
        {
            return Enumerable.Range(0, count).Select(i => new CheckedDesign(
                campaign.Algorithms[0].Label, point.Id, i, SolveStatusNames.Of(SolveStatus.NumericalFailure), null, false, [], 0,
                OneLine.Escape(error.Message)));
        }
    }

    private static CheckedDesign[] Evaluated(
        CampaignSpecification campaign, SweepPoint point, int count, TimeProvider time, CancellationToken cancellation)
    {
        using SampleEvaluator evaluator = SampleEvaluator.Of(campaign, point);
        return
        [
            .. from sample in evaluator.Evaluate(0, count, new StageClock(time), cancellation)
               from algorithm in sample.Algorithms
               select new CheckedDesign(
                   algorithm.Name, point.Id, sample.Index, SolveStatusNames.Of(algorithm.Status),
                   algorithm.Design is null ? null : algorithm.Mse, algorithm.Satisfied,
                   [.. algorithm.Sinr.Select(ratio => ratio > 0 ? Decibel.FromLinear(ratio) : (double?)null)], algorithm.Seconds,
                   algorithm.Design is null ? algorithm.Why ?? "no design was returned" : null),
        ];
    }

    private static (int, int, int) Size(SweepPoint point)
    {
        Scenario scenario = point.Scenario;
        return (scenario.Antennas, scenario.Users, scenario.Targets.CountPerSample());
    }

    private static string Line(CheckedDesign design)
    {
        string place = $"{design.Algorithm,-12} point {design.Point} sample {design.Sample}: ";
        if (design.Message is { } why) return $"{place}{design.Status}: {why}";
        return FormattableString.Invariant(
            $"{place}mse {design.Mse:G6}  sinr [{ReplayNumbers.Decibels(design.SinrDb)}] dB  satisfied {(design.Satisfied ? "yes" : "no")}")
            + FormattableString.Invariant($"  {design.Seconds * 1e3:G3} ms");
    }
}

/// <summary>What an algorithm answered to a sample.</summary>
/// <param name="Message">Why there is no design; null with one.</param>
internal sealed record CheckedDesign(
    string Algorithm, string Point, long Sample, string Status, double? Mse, bool Satisfied, IReadOnlyList<double?> SinrDb, double Seconds,
    string? Message);
