using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>How a campaign stands: its points with the estimates of its report, and its failures.</summary>
internal static class CampaignDetail
{
    /// <summary>Failures that are listed.</summary>
    private const int MostFailures = 1000;

    public static JobDetail Of(CampaignJob job, JobOutcome outcome, TraceBook traces)
    {
        CampaignSpecification specification = job.Specification;
        var listed = new FailureList(specification, outcome.Reach);
        var points = new List<PointDetail>(specification.Points.Count);
        var failures = new List<ListedFailure>();
        long count = 0;
        for (int lane = 0; lane < specification.Points.Count; lane++)
        {
            var statistics = (PointStatistics)outcome.Lanes[lane].Result;
            string? stopReason = outcome.Lanes[lane].StopReason;
            PointResults point = CampaignReport.Point(job, lane, statistics, stopReason);
            points.Add(Point(job, lane, point, stopReason, traces));
            count += point.Algorithms.Sum(algorithm => algorithm.OwnInfeasible + algorithm.OwnFailed);
            if (failures.Count < MostFailures)
                failures.AddRange(Failures(lane, listed.Fill(point, lane, statistics)));
        }

        List<MetricLine> metrics = [MetricLine.Mse, .. specification.Metrics.Select(MetricLine.Of)];
        return new JobDetail
        {
            Sections = Sections(points, metrics),
            Rows = [.. points.Select(point => point.Glance())],
            WithTracesOf = lanes => Sections(
                [.. points.Select(point => lanes.Contains(point.Index) ? point : point.WithoutTraces())], metrics),
            Failures = [.. failures.OrderBy(failure => failure.Status == Infeasible).Take(MostFailures)],
            FailureCount = count,
        };
    }

    private const string Infeasible = "infeasible";

    private static Dictionary<string, object> Sections(IReadOnlyList<PointDetail> points, IReadOnlyList<MetricLine> metrics) =>
        new() { ["points"] = points, ["metrics"] = metrics };

    private static PointDetail Point(CampaignJob job, int lane, PointResults point, string? stopReason, TraceBook traces)
    {
        int estimates = job.Specification.Points.Count * point.Algorithms.Count;
        return new PointDetail(
            lane, point.Id, PointText.Label(point), point.Params, point.Samples, job.Specification.Samples, stopReason,
            job.Specification.Stop,
            [
                .. point.Algorithms.Select(algorithm => AlgorithmDetail.Of(algorithm, half => traces.Take(
                    $"{lane}/{algorithm.Name}", estimates, algorithm.Counted, algorithm.NEff, algorithm.Mse.Mean, half))),
            ]);
    }

    private static IEnumerable<ListedFailure> Failures(int lane, PointResults point) =>
        from algorithm in point.Algorithms
        from failed in algorithm.Failures
        select new ListedFailure(
            failed.Sample, lane, point.Id, PointText.Label(point), algorithm.Name, failed.Status, failed.Message, failed.Replay);
}
