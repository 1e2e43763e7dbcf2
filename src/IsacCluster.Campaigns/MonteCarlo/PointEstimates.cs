using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>What results.json says of the algorithms of one point: estimates, 95 % intervals and on how many samples these rest.</summary>
/// <param name="rule">Null where the number of samples was fixed.</param>
/// <param name="pool">Of the words beside intervals.</param>
internal sealed class PointEstimates(
    CampaignSpecification specification, SweepPoint at, PointStatistics point, StoppingRule? rule, WordPool pool)
{
    private const double Confidence = 0.95;

    private static readonly StudentCriticalValue Student = new(Confidence);

    /// <summary>With a stopping rule the number of samples is random: only a confidence sequence covers then.</summary>
    private readonly ICriticalValue _critical = rule is null ? Student : rule.CriticalAt(Confidence);

    private readonly IntervalWords _words = new(at.Scenario.Slots > 1 ? "trajectory" : "sample");

    public AlgorithmResults Algorithm(int index)
    {
        AlgorithmSpecification specified = specification.Algorithms[index];
        AlgorithmStatistics algorithm = point.Algorithms[index];
        RatioEstimate mean = point.Mse.Mean(index);
        bool constant = specified.IsConstantAt(at);
        Proportion satisfaction = algorithm.Satisfaction(point.FeasibleChannels), projection = algorithm.Projection;
        return new AlgorithmResults
        {
            Name = specified.Label,
            Counted = point.CountedOf(index),
            Infeasible = point.InfeasibleOf(index),
            Failed = point.FailedOf(index),
            ExcludedAlone = specification.CommonSamples && point.Counted < point.Samples ? algorithm.MissingAlone : null,
            OwnInfeasible = algorithm.OwnInfeasible,
            OwnFailed = algorithm.OwnFailed,
            Mse = Mse(point.Mse.Variables[index], constant ? null : mean.Interval(_critical), algorithm.MseQuantiles),
            NEff = constant ? null : mean.EffectiveUnits,
            IntervalNote = constant ? IntervalWords.Constant : pool.One(_words.Of(mean)),
            Trajectories = at.Scenario.Slots > 1 ? mean.Units : null,
            Satisfaction = satisfaction.Ratio,
            SatisfactionCi95 = Ends(Interval(satisfaction)),
            SatisfactionNote = pool.One(_words.Of(satisfaction)),
            Satisfied = algorithm.Satisfied,
            FeasibleChannels = point.FeasibleChannels,
            PairedMseRatioTo = Others(index, other => Estimate(point.Mse.Ratio(index, other))),
            PairedMseDifferenceTo = Others(index, other => Estimate(point.Mse.Difference(index, other))),
            ProjectionUsage = projection.Ratio,
            ProjectionUsageCi95 = Ends(Interval(projection)),
            ProjectionUsageNote = pool.One(_words.Of(projection)),
            Metrics = specification.Metrics.Count == 0 ? null : Metrics(index, algorithm),
            TimeS = new TimeDistribution(
                algorithm.Seconds.Mean, algorithm.SecondsQuantiles.Quantile(0.5), algorithm.SecondsQuantiles.Quantile(0.99)),
            PartsS = algorithm.Parts is { } parts
                ? new PartMeans(parts.Inference.Mean, parts.Feasibility.Mean, parts.Projection.Mean)
                : null,
            Model = specified.ModelDigest(at),
        };
    }

    private Dictionary<string, MetricResults> Metrics(int index, AlgorithmStatistics algorithm) => specification.Metrics
        .Select((metric, m) => (metric.Name, Result: Metric(index, algorithm.Metrics[m], point.Details?[m])))
        .ToDictionary(pair => pair.Name, pair => pair.Result);

    private MetricResults Metric(int index, MeanStatistics statistics, MetricDetails? details)
    {
        Moments samples = statistics.Samples;
        RatioEstimate mean = statistics.Mean;
        return new(samples.Mean, samples.StandardDeviation, Ends(mean.Interval(_critical)), samples.Min, samples.Max, samples.Count)
        {
            P50 = Quantile(details?.Quantiles(index), samples, 0.5),
            P90 = Quantile(details?.Quantiles(index), samples, 0.9),
            P99 = Quantile(details?.Quantiles(index), samples, 0.99),
            NEff = mean.EffectiveUnits,
            IntervalNote = pool.One(_words.Of(mean)),
            PairedRatioTo = details is null ? null : Others(index, other => Estimate(details.Ratio(index, other))),
            PairedDifferenceTo = details is null ? null : Others(index, other => Estimate(details.Difference(index, other))),
        };
    }

    private Dictionary<string, Estimate> Others(int index, Func<int, Estimate> compare) =>
        Enumerable.Range(0, specification.Algorithms.Count).Where(other => other != index)
            .ToDictionary(other => specification.Algorithms[other].Label, compare);

    private static Distribution Mse(Moments samples, Interval? interval, QuantileSketch quantiles)
    {
        return new Distribution(
            samples.Mean, samples.StandardDeviation, Ends(interval), samples.Min, Quantile(quantiles, samples, 0.5),
            Quantile(quantiles, samples, 0.9), Quantile(quantiles, samples, 0.99), samples.Max);
    }

    /// <summary>The middle of an outer bucket may lie beyond the exact extremes; they are the better bound.</summary>
    private static double? Quantile(QuantileSketch? quantiles, Moments samples, double q) =>
        quantiles?.Quantile(q) is { } estimate ? Math.Clamp(estimate, samples.Min!.Value, samples.Max!.Value) : null;

    private Estimate Estimate(RatioEstimate pair) => new(pair.Value, Ends(pair.Interval(_critical)))
    {
        NEff = pair.EffectiveUnits,
        IntervalNote = pool.One(_words.Of(pair)),
    };

    private Interval? Interval(Proportion proportion) => proportion.Interval(Confidence, anytime: rule is not null);

    private static double[]? Ends(Interval? interval) => interval is { } ends ? [ends.Lower, ends.Upper] : null;
}
