using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>kind: campaign.</summary>
public sealed class CampaignKind : JobKind
{
    public override string Name => CampaignSpecification.KindName;

    public override string LaneName => "point";

    public override string IndexName => "sample";

    public override bool WritesFiles => false;

    public override string? ExtentField => "samples";

    public override bool CanBeTimed => true;

    public override JobSpecification Read(SpecificationSource source) => CampaignReader.Read(source);

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return new CampaignJob(
            (CampaignSpecification)specification, surroundings.OutputFolder, surroundings.Time, surroundings.ProgramMemory);
    }

    /// <summary>With a stopping rule the most samples are those of the specification, not the rule's first look.</summary>
    public override long MostIndices(JobSpecification specification, IJob job, int lane) => ((CampaignSpecification)specification).Samples;

    public override IReadOnlyList<string> Notes(JobSpecification specification, IJob job)
    {
        var campaign = (CampaignSpecification)specification;
        return SizeNotes.Of(
            from point in campaign.Points
            from algorithm in campaign.Algorithms
            let scenario = point.Scenario
            select (algorithm.Label, scenario.Antennas, scenario.Users, algorithm.ExpectedWork(scenario.Antennas, scenario.Users)));
    }

    public override CheckReport Check(JobSpecification specification, TimeProvider time, CancellationToken cancellation) =>
        CampaignCheck.Run((CampaignSpecification)specification, time, cancellation);

    public override ReplayReport Replay(JobSpecification specification, string point, long sample, TimeProvider time)
    {
        ReplayedSample replayed = SampleReplay.Run((CampaignSpecification)specification, point, sample, time);
        string feasible = replayed.Feasible ? "" : " (infeasible: no design meets the thresholds)";
        return new ReplayReport(replayed,
        [
            $"{replayed.Job} point {replayed.Point} sample {replayed.Sample}{feasible}",
            .. replayed.Algorithms.Select(algorithm => $"{algorithm.Name,-10} {Describe(algorithm)}"),
        ]);
    }

    private static string Describe(ReplayedAlgorithm algorithm)
    {
        if (algorithm.Mse is not { } mse) return algorithm.Message is { } why ? $"{algorithm.Status}: {why}" : algorithm.Status;
        string sinr = ReplayNumbers.Decibels(algorithm.SinrDb);
        string satisfied = algorithm.Satisfied ? "yes" : "no";
        string metrics = string.Concat((algorithm.Metrics ?? new Dictionary<string, double?>())
            .Select(metric => $"{metric.Key} {metric.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "not defined"}  "));
        return $"mse {mse.ToString("R", CultureInfo.InvariantCulture)}  sinr [{sinr}] dB  satisfied {satisfied}  {metrics}"
            + algorithm.DesignDigest;
    }
}
