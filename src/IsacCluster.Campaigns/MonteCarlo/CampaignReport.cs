using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Turns the merged statistics of a campaign into results.json and the report.</summary>
internal sealed class CampaignReport(CampaignJob job, TimeProvider time) : IDisposable
{
    /// <summary>Sample 0 is solved again for the beampattern figures of so many points.</summary>
    private const int BeampatternPoints = 12;

    private readonly Dictionary<string, SampleEvaluator> _evaluators = new(StringComparer.Ordinal);

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

    private CampaignResults Results(JobOutcome outcome, FailureList failures) => new()
    {
        Name = Specification.Name,
        Digest = Digest(outcome),
        CommonSamples = Specification.CommonSamples ? null : false,
        Metrics = Specification.Metrics.Count == 0 ? null : [.. Specification.Metrics.Select(Describe)],
        Complete = outcome.Lanes.All(lane => lane.StopReason is not null) && outcome.Poisoned.Count == 0,
        Scenario = ScenarioValue.Of(Specification.Scenario, Specification.Sweep),
        Points = [.. Specification.Points.Select((point, lane) => failures.Fill(
            Drawn(point, lane, outcome.Lanes[lane]), lane, (PointStatistics)outcome.Lanes[lane].Result))],
        Timing = outcome.Timing,
        Tasks = outcome.Tasks,
        Poisoned = outcome.Poisoned,
        Manifest = Manifest.Of(outcome, job.Id, Specification.SpecSha256, Specification.Seed),
        Specification = outcome.SpecificationText,
        History = outcome.History,
    };

    /// <summary>
    /// SHA-256 over every point's identity, number of samples and exact statistics; the algorithms by name. Neither times, nor the
    /// campaign's name, nor why a point stopped enter, so 1000 samples extended to 2000 have the digest of 2000 at once.
    /// </summary>
    private string Digest(JobOutcome outcome)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append("isac-statistics-v1");
        foreach (AlgorithmSpecification algorithm in Specification.Algorithms) Append(algorithm.Label);
        foreach (DesignMetric metric in Specification.Metrics) Append($"metric {metric.Name}");
        for (int lane = 0; lane < outcome.Lanes.Count; lane++)
        {
            Append(Specification.Points[lane].Id);
            AppendBytes(((PointStatistics)outcome.Lanes[lane].Result).DigestedBytes());
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";

        void Append(string text) => AppendBytes(Encoding.UTF8.GetBytes(text));

        void AppendBytes(byte[] bytes)
        {
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }
    }

    private string Row(int point, long sample)
    {
        SweepPoint of = Specification.Points[point];
        return job.Rows!.Lines(of.Id, Evaluator(of).Evaluate(sample, new StageClock(time)));
    }

    private SampleEvaluator Evaluator(SweepPoint point) => _evaluators.TryGetValue(point.Id, out SampleEvaluator? made)
        ? made
        : _evaluators[point.Id] = SampleEvaluator.Of(Specification, point, _algorithms);

    private PointResults Drawn(SweepPoint point, int lane, LaneOutcome outcome) => Point(job, lane, outcome) with
    {
        Beampatterns = lane < BeampatternPoints ? Beampatterns(point) : null,
    };

    /// <summary>The estimates of a point, without its beampatterns and failures.</summary>
    public static PointResults Point(CampaignJob job, int lane, LaneOutcome outcome)
    {
        SweepPoint point = job.Specification.Points[lane];
        var statistics = (PointStatistics)outcome.Result;
        var estimates = new PointEstimates(job.Specification, point, statistics, job.Rules?[lane]);
        return new PointResults
        {
            Id = point.Id,
            Params = point.Params,
            Samples = statistics.Samples,
            StopReason = outcome.StopReason ?? StopReasons.Incomplete,
            Algorithms = [.. Enumerable.Range(0, job.Specification.Algorithms.Count).Select(estimates.Algorithm)],
        };
    }

    private static MetricDescription Describe(DesignMetric metric) =>
        new(metric.Name, metric.Title, metric.Symbol, metric.Unit, metric.Meaning);

    private SampleBeampatterns Beampatterns(SweepPoint point)
    {
        SampleBeampatternSet set = Evaluator(point).Beampatterns(0, new StageClock(time));
        return new SampleBeampatterns(
            0, set.Objective.AnglesDeg, set.Objective.Desired,
            set.PatternByAlgorithm.ToDictionary(pattern => pattern.Key, pattern => (IReadOnlyList<double>)pattern.Value));
    }
}
