using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Turns the merged statistics of a campaign into results.json and the report.</summary>
internal sealed class CampaignReport(CampaignJob job, TimeProvider time) : IDisposable
{
    /// <summary>Sample 0 is solved again for the beampatterns of so many points, and further ones where there are fewer points.</summary>
    private const int BeampatternPoints = 12, BeampatternSamples = 24, BeampatternsOfPoint = 4;

    private (string Point, SampleEvaluator Evaluator)? _last;

    private readonly WordPool _words = new();

    private readonly ThreadAlgorithms _algorithms = new(job.Specification.Algorithms, job.ProgramMemory);

    private CampaignSpecification Specification => job.Specification;

    public void Dispose() => _algorithms.Dispose();

    public JobReport Write(JobOutcome outcome, string folder)
    {
        using var activity = JobsTelemetry.Source.StartActivity("write-report");
        CampaignResults results = Results(outcome);
        ReportWriter.Write(results, folder);
        if (!outcome.IsGlance) WriteRows(results, folder);
        return new JobReport(
            results.Complete, results.Digest, Path.Combine(folder, "report.html"), Path.Combine(folder, "results.json"),
            CampaignTable.Of(results));
    }

    private void WriteRows(CampaignResults results, string folder)
    {
        job.Rows?.Merge(folder, [.. results.Points.Select(point => point.Samples)], Specification.Algorithms.Count, Row);
        if (Specification.RowsAsParquet)
        {
            RowsParquet.Write(
                Path.Combine(folder, "rows.csv"), Path.Combine(folder, "rows.parquet"),
                Specification.Points.Max(point => point.Scenario.Users));
        }
    }

    private CampaignResults Results(JobOutcome outcome) => Results(outcome, new FailureList(Specification, outcome.Reach));

    /// <summary>Lane after lane, each for the digest and for its point at once: ten thousand need the memory of one.</summary>
    private CampaignResults Results(JobOutcome outcome, FailureList failures)
    {
        using var digest = new StatisticsDigest(Specification);
        List<PointResults> points = [];
        foreach ((int lane, SweepPoint point) in Specification.Points.Index())
        {
            var statistics = (PointStatistics)outcome.Lanes[lane].Result;
            digest.Add(point, statistics);
            points.Add(failures.Fill(Drawn(point, lane, statistics, outcome.Lanes[lane].StopReason), lane, statistics));
        }

        return Results(outcome, points, digest.ToString());
    }

    private CampaignResults Results(JobOutcome outcome, List<PointResults> points, string digest) => new()
    {
        Name = Specification.Name,
        Digest = digest,
        CommonSamples = Specification.CommonSamples ? null : false,
        Metrics = Specification.Metrics.Count == 0 ? null : [.. Specification.Metrics.Select(Describe)],
        Complete = outcome.Lanes.All(lane => lane.StopReason is not null) && outcome.Poisoned.Count == 0,
        Scenario = ScenarioValue.Of(Specification.Scenario, Specification.Sweep),
        Points = points,
        Published = Specification.Published,
        Timing = outcome.Timing,
        Tasks = outcome.Tasks,
        Poisoned = outcome.Poisoned,
        Manifest = Manifest.Of(outcome, job.Id, Specification.SpecSha256, Specification.Seed),
        Specification = outcome.SpecificationText,
        History = outcome.History,
    };

    private string Row(int point, long sample)
    {
        SweepPoint of = Specification.Points[point];
        return job.Rows!.Lines(of.Id, Evaluator(of).Evaluate(sample, new StageClock(time)));
    }

    /// <summary>Points are asked for one after the other, so one is kept and not ten thousand.</summary>
    private SampleEvaluator Evaluator(SweepPoint point)
    {
        if (_last?.Point != point.Id) _last = (point.Id, SampleEvaluator.Of(Specification, point, _algorithms));
        return _last.Value.Evaluator;
    }

    private HashSet<int> BeampatternLanes =>
        field ??= [.. EvenChoice.Of([.. Enumerable.Range(0, Specification.Points.Count)], BeampatternPoints)];

    private PointResults Drawn(SweepPoint point, int lane, PointStatistics statistics, string? stopReason)
    {
        List<SampleBeampatterns> patterns =
            [.. Enumerable.Range(0, PatternsOf(lane, statistics.Samples)).Select(sample => Beampatterns(point, sample))];
        return Point(job, lane, statistics, stopReason, _words) with
        {
            Beampatterns = patterns.FirstOrDefault(),
            FurtherBeampatterns = [.. patterns.Skip(1)],
        };
    }

    /// <summary>The estimates of a point, without its beampatterns and failures.</summary>
    public static PointResults Point(CampaignJob job, int lane, LaneOutcome outcome) =>
        Point(job, lane, (PointStatistics)outcome.Result, outcome.StopReason);

    /// <inheritdoc cref="Point(CampaignJob, int, LaneOutcome)"/>
    /// <param name="words">Shared by the points of a report, many of which say the same of their numbers.</param>
    public static PointResults Point(
        CampaignJob job, int lane, PointStatistics statistics, string? stopReason, WordPool? words = null)
    {
        SweepPoint point = job.Specification.Points[lane];
        var estimates = new PointEstimates(job.Specification, point, statistics, job.Rules?[lane], words ?? new WordPool());
        return new PointResults
        {
            Id = point.Id,
            Params = point.Params,
            Samples = statistics.Samples,
            StopReason = stopReason ?? StopReasons.Incomplete,
            Algorithms = [.. Enumerable.Range(0, job.Specification.Algorithms.Count).Select(estimates.Algorithm)],
        };
    }

    /// <summary>How many samples of a point have their patterns in the report; beyond the computed ones there may be no channels.</summary>
    private int PatternsOf(int lane, long samples) => !BeampatternLanes.Contains(lane) ? 0
        : (int)Math.Clamp(samples, 1, Math.Clamp(BeampatternSamples / BeampatternLanes.Count, 1, BeampatternsOfPoint));

    private static MetricDescription Describe(DesignMetric metric) =>
        new(metric.Name, metric.Title, metric.Symbol, metric.Unit, metric.Meaning);

    private SampleBeampatterns Beampatterns(SweepPoint point, int sample)
    {
        SampleBeampatternSet set = Evaluator(point).Beampatterns(sample, new StageClock(time));
        bool isMap = set.Objective.Array.SeesElevation;
        return new SampleBeampatterns(
            sample, isMap ? [.. set.Objective.AnglesDeg.Distinct()] : set.Objective.AnglesDeg, set.Objective.Desired,
            set.PatternByAlgorithm.ToDictionary(pattern => pattern.Key, pattern => (IReadOnlyList<double>)pattern.Value))
        {
            ElevationsDeg = isMap ? [.. set.Objective.Grid.Select(direction => direction.ElevationDeg).Distinct()] : null,
            Targets = isMap ? [.. set.Objective.Targets.Select(target => (target.AzimuthDeg, target.ElevationDeg))] : [],
            Weights = set.Objective.Pattern is null ? null : set.Objective.Weights,
        };
    }
}
