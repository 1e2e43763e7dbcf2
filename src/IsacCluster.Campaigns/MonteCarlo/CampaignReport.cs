using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Turns the merged statistics of a campaign into results.json and the report.</summary>
internal sealed class CampaignReport(CampaignJob job, TimeProvider time)
{
    private const double Confidence = 0.95;

    /// <summary>Sample 0 is solved again for the beampattern figures of so many points.</summary>
    private const int BeampatternPoints = 12;

    /// <summary>With a stopping rule the number of samples is random: only a confidence sequence covers then.</summary>
    private readonly ICriticalValue _critical = job.Rule is { } rule
        ? new ConfidenceSequence(Confidence, 2 * rule.MinSamples)
        : new StudentCriticalValue(Confidence);

    private readonly Dictionary<string, SampleEvaluator> _evaluators = new(StringComparer.Ordinal);

    private CampaignSpecification Specification => job.Specification;

    public JobReport Write(JobOutcome outcome, string folder)
    {
        using var activity = JobsTelemetry.Source.StartActivity("write-report");
        CampaignResults results = Results(outcome);
        ReportWriter.Write(results, folder);
        job.Rows?.Merge(folder, [.. results.Points.Select(point => point.Samples)], Specification.Algorithms.Count, Row);
        return new JobReport(
            results.Complete, results.Digest, Path.Combine(folder, "report.html"), Path.Combine(folder, "results.json"),
            CampaignTable.Of(results));
    }

    private CampaignResults Results(JobOutcome outcome) => new()
    {
        Name = Specification.Name,
        Digest = Digest(outcome),
        CommonSamples = Specification.CommonSamples ? null : false,
        Metrics = Specification.Metrics.Count == 0 ? null : [.. Specification.Metrics.Select(Describe)],
        Complete = outcome.Lanes.All(lane => lane.StopReason is not null) && outcome.Poisoned.Count == 0,
        Scenario = ScenarioValue.Of(Specification.Scenario, Specification.Sweep),
        Points = [.. Specification.Points.Select((point, lane) => Point(point, lane, outcome.Lanes[lane]))],
        Timing = outcome.Timing,
        Tasks = outcome.Tasks,
        Poisoned = outcome.Poisoned,
        Manifest = Manifest.Of(outcome, job.Id, Specification.SpecSha256, Specification.Seed),
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
        : _evaluators[point.Id] = SampleEvaluator.Of(Specification, point);

    private PointResults Point(SweepPoint point, int lane, LaneOutcome outcome)
    {
        var statistics = (PointStatistics)outcome.Result;
        return new PointResults
        {
            Id = point.Id,
            Params = point.Params,
            Samples = statistics.Samples,
            StopReason = outcome.StopReason ?? StopReasons.Incomplete,
            Algorithms = [.. Specification.Algorithms.Select((algorithm, index) => Algorithm(algorithm, index, point, statistics))],
            Beampatterns = lane < BeampatternPoints ? Beampatterns(point) : null,
        };
    }

    private AlgorithmResults Algorithm(AlgorithmSpecification specified, int index, SweepPoint at, PointStatistics point)
    {
        AlgorithmStatistics algorithm = point.Algorithms[index];
        var satisfaction = new RatioCounter(algorithm.Satisfied, point.FeasibleChannels);
        var projection = new RatioCounter(algorithm.Projected, algorithm.ProjectionKnown);
        return new AlgorithmResults
        {
            Name = specified.Label,
            Counted = point.CountedOf(index),
            Infeasible = point.InfeasibleOf(index),
            Failed = point.FailedOf(index),
            ExcludedAlone = Specification.CommonSamples && point.Counted < point.Samples ? algorithm.MissingAlone : null,
            OwnInfeasible = algorithm.OwnInfeasible,
            OwnFailed = algorithm.OwnFailed,
            Mse = Mse(point.Mse.Variables[index], algorithm.MseQuantiles),
            Satisfaction = satisfaction.Ratio,
            SatisfactionCi95 = Ends(satisfaction.WilsonInterval(Confidence)),
            Satisfied = algorithm.Satisfied,
            FeasibleChannels = point.FeasibleChannels,
            PairedMseRatioTo = Others(index, other => Ratio(point.Mse.Compare(index, other))),
            PairedMseDifferenceTo = Others(index, other => Difference(point.Mse.Compare(index, other))),
            ProjectionUsage = projection.Ratio,
            ProjectionUsageCi95 = Ends(projection.WilsonInterval(Confidence)),
            Metrics = Specification.Metrics.Count == 0 ? null : Metrics(algorithm),
            TimeS = new TimeDistribution(
                algorithm.Seconds.Mean, algorithm.SecondsQuantiles.Quantile(0.5), algorithm.SecondsQuantiles.Quantile(0.99)),
            PartsS = algorithm.Parts is { } parts
                ? new PartMeans(parts.Inference.Mean, parts.Feasibility.Mean, parts.Projection.Mean)
                : null,
            Model = specified.ModelDigest(at),
        };
    }

    private Dictionary<string, MetricResults> Metrics(AlgorithmStatistics algorithm) => Specification.Metrics.Zip(algorithm.Metrics)
        .ToDictionary(pair => pair.First.Name, pair => Metric(pair.Second));

    private MetricResults Metric(Moments moments) => new(
        moments.Mean, moments.StandardDeviation, Ends(moments.MeanInterval(_critical)), moments.Min, moments.Max, moments.Count);

    private static MetricDescription Describe(DesignMetric metric) =>
        new(metric.Name, metric.Title, metric.Symbol, metric.Unit, metric.Meaning);

    private Dictionary<string, Estimate> Others(int index, Func<int, Estimate> compare) =>
        Enumerable.Range(0, Specification.Algorithms.Count).Where(other => other != index)
            .ToDictionary(other => Specification.Algorithms[other].Label, compare);

    private Distribution Mse(Moments moments, QuantileSketch quantiles)
    {
        return new Distribution(
            moments.Mean, moments.StandardDeviation, Ends(moments.MeanInterval(_critical)), moments.Min, Quantile(0.5), Quantile(0.9),
            Quantile(0.99), moments.Max);

        // The middle of an outer bucket may lie beyond the exact extremes; they are the better bound.
        double? Quantile(double q) =>
            quantiles.Quantile(q) is { } estimate ? Math.Clamp(estimate, moments.Min!.Value, moments.Max!.Value) : null;
    }

    private Estimate Ratio(PairedComparison pair) => new(pair.RatioOfMeans, Ends(pair.RatioOfMeansInterval(_critical)));

    private Estimate Difference(PairedComparison pair) => new(pair.MeanDifference, Ends(pair.MeanDifferenceInterval(_critical)));

    private static double[]? Ends(Interval? interval) => interval is { } ends ? [ends.Lower, ends.Upper] : null;

    private SampleBeampatterns Beampatterns(SweepPoint point)
    {
        SampleBeampatternSet set = Evaluator(point).Beampatterns(0, new StageClock(time));
        return new SampleBeampatterns(
            0, set.Objective.AnglesDeg, set.Objective.Desired,
            set.PatternByAlgorithm.ToDictionary(pattern => pattern.Key, pattern => (IReadOnlyList<double>)pattern.Value));
    }
}
