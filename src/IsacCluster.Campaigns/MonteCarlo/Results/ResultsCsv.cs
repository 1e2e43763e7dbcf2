using System.Globalization;
using System.Text;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Sweeps;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>
/// results.csv: RFC 4180 (comma, CRLF, quotes doubled), UTF-8, invariant culture, one row per point and algorithm.
/// </summary>
/// <remarks>
/// Columns, in this order: <c>point</c>; <c>param_NAME</c> per swept parameter (order of first appearance; lists in brackets);
/// <c>samples, stop_reason, algorithm, counted, infeasible, failed, own_infeasible, own_failed</c>; <c>mse_mean, mse_std,
/// mse_ci95_low, mse_ci95_high, mse_min, mse_p50, mse_p90, mse_p99, mse_max</c> in W²; <c>n_eff, interval_note, trajectories</c>;
/// <c>satisfaction, satisfaction_ci95_low, satisfaction_ci95_high</c> as fractions, <c>satisfied, feasible_channels</c>; then per
/// other algorithm NAME of the campaign <c>mse_ratio_to_NAME</c> and <c>mse_difference_to_NAME</c> (W²), each followed by
/// <c>_ci95_low</c> and <c>_ci95_high</c>;
/// <c>projection_usage, projection_usage_ci95_low, projection_usage_ci95_high</c>; <c>time_mean_s, time_p50_s, time_p99_s</c>; of
/// learned algorithms <c>time_inference_s, time_feasibility_s, time_projection_s</c>; then per metric NAME of the campaign
/// <c>metric_NAME_mean, metric_NAME_std, metric_NAME_ci95_low, metric_NAME_ci95_high, metric_NAME_n</c>, and per metric again
/// <c>metric_NAME_p50, metric_NAME_p90, metric_NAME_p99</c> and per other algorithm <c>metric_NAME_ratio_to_OTHER</c> and
/// <c>metric_NAME_difference_to_OTHER</c>, each followed by <c>_ci95_low</c> and <c>_ci95_high</c>. An undefined number is an empty field.
/// </remarks>
public static class ResultsCsv
{
    private sealed record Column(string Name, Func<PointResults, AlgorithmResults, string> Cell);

    public static byte[] Write(CampaignResults results)
    {
        using var stream = new MemoryStream();
        Write(stream, results);
        return stream.ToArray();
    }

    /// <summary>The same, piece by piece.</summary>
    public static void Write(Stream stream, CampaignResults results)
    {
        var columns = Columns(results).ToList();
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        Write(text, columns.Select(column => column.Name));
        foreach (var point in results.Points)
            foreach (var algorithm in point.Algorithms)
                Write(text, columns.Select(column => column.Cell(point, algorithm)));
    }

    private static IEnumerable<Column> Columns(CampaignResults results)
    {
        yield return new("point", (p, _) => p.Id);
        foreach (string name in results.Points.SelectMany(p => p.Params.Keys).Distinct())
            yield return new("param_" + name, (p, _) => p.Params.TryGetValue(name, out var value) ? ParameterValue.Of(value).Text : "");
        foreach (var column in CountColumns.Concat(MseColumns).Concat(SatisfactionColumns)) yield return column;
        foreach (string other in ReferenceAlgorithm.Names(results))
            foreach (var column in PairedColumns(other)) yield return column;
        foreach (var column in ProjectionColumns.Concat(TimeColumns)) yield return column;
        foreach (var metric in results.Metrics ?? [])
            foreach (var column in MetricColumns(metric.Name)) yield return column;
        foreach (var metric in results.Metrics ?? [])
            foreach (var column in MetricDetailColumns(metric.Name, results)) yield return column;
    }

    private static readonly Column[] CountColumns =
    [
        new("samples", (p, _) => Integer(p.Samples)),
        new("stop_reason", (p, _) => p.StopReason),
        new("algorithm", (_, a) => a.Name),
        new("counted", (_, a) => Integer(a.Counted)),
        new("infeasible", (_, a) => Integer(a.Infeasible)),
        new("failed", (_, a) => Integer(a.Failed)),
        new("own_infeasible", (_, a) => Integer(a.OwnInfeasible)),
        new("own_failed", (_, a) => Integer(a.OwnFailed)),
    ];

    private static readonly Column[] MseColumns =
    [
        new("mse_mean", (_, a) => Number(a.Mse.Mean)),
        new("mse_std", (_, a) => Number(a.Mse.Std)),
        new("mse_ci95_low", (_, a) => Number(End(a.Mse.Ci95, 0))),
        new("mse_ci95_high", (_, a) => Number(End(a.Mse.Ci95, 1))),
        new("mse_min", (_, a) => Number(a.Mse.Min)),
        new("mse_p50", (_, a) => Number(a.Mse.P50)),
        new("mse_p90", (_, a) => Number(a.Mse.P90)),
        new("mse_p99", (_, a) => Number(a.Mse.P99)),
        new("mse_max", (_, a) => Number(a.Mse.Max)),
        new("n_eff", (_, a) => Number(a.NEff)),
        new("interval_note", (_, a) => a.IntervalNote ?? ""),
        new("trajectories", (_, a) => a.Trajectories is { } trajectories ? Integer(trajectories) : ""),
    ];

    private static readonly Column[] SatisfactionColumns =
    [
        new("satisfaction", (_, a) => Number(a.Satisfaction)),
        new("satisfaction_ci95_low", (_, a) => Number(End(a.SatisfactionCi95, 0))),
        new("satisfaction_ci95_high", (_, a) => Number(End(a.SatisfactionCi95, 1))),
        new("satisfied", (_, a) => Integer(a.Satisfied)),
        new("feasible_channels", (_, a) => Integer(a.FeasibleChannels)),
    ];

    private static readonly Column[] ProjectionColumns =
    [
        new("projection_usage", (_, a) => Number(a.ProjectionUsage)),
        new("projection_usage_ci95_low", (_, a) => Number(End(a.ProjectionUsageCi95, 0))),
        new("projection_usage_ci95_high", (_, a) => Number(End(a.ProjectionUsageCi95, 1))),
    ];

    private static readonly Column[] TimeColumns =
    [
        new("time_mean_s", (_, a) => Number(a.TimeS.Mean)),
        new("time_p50_s", (_, a) => Number(a.TimeS.P50)),
        new("time_p99_s", (_, a) => Number(a.TimeS.P99)),
        new("time_inference_s", (_, a) => Number(a.PartsS?.Inference)),
        new("time_feasibility_s", (_, a) => Number(a.PartsS?.Feasibility)),
        new("time_projection_s", (_, a) => Number(a.PartsS?.Projection)),
    ];

    private static IEnumerable<Column> MetricColumns(string metric)
    {
        return
        [
            new($"metric_{metric}_mean", (_, a) => Number(Of(a)?.Mean)),
            new($"metric_{metric}_std", (_, a) => Number(Of(a)?.Std)),
            new($"metric_{metric}_ci95_low", (_, a) => Number(End(Of(a)?.Ci95, 0))),
            new($"metric_{metric}_ci95_high", (_, a) => Number(End(Of(a)?.Ci95, 1))),
            new($"metric_{metric}_n", (_, a) => Of(a) is { } of ? Integer(of.N) : ""),
        ];

        MetricResults? Of(AlgorithmResults algorithm) => algorithm.Metrics?.GetValueOrDefault(metric);
    }

    private static IEnumerable<Column> MetricDetailColumns(string metric, CampaignResults results)
    {
        yield return new($"metric_{metric}_p50", (_, a) => Number(Of(a)?.P50));
        yield return new($"metric_{metric}_p90", (_, a) => Number(Of(a)?.P90));
        yield return new($"metric_{metric}_p99", (_, a) => Number(Of(a)?.P99));
        foreach (string other in ReferenceAlgorithm.Names(results))
        {
            foreach (var column in EstimateColumns(
                $"metric_{metric}_ratio_to_{other}", a => Of(a)?.PairedRatioTo?.GetValueOrDefault(other))) yield return column;
            foreach (var column in EstimateColumns(
                $"metric_{metric}_difference_to_{other}", a => Of(a)?.PairedDifferenceTo?.GetValueOrDefault(other))) yield return column;
        }

        MetricResults? Of(AlgorithmResults algorithm) => algorithm.Metrics?.GetValueOrDefault(metric);
    }

    private static IEnumerable<Column> PairedColumns(string other) =>
        EstimateColumns("mse_ratio_to_" + other, a => a.PairedMseRatioTo.GetValueOrDefault(other))
            .Concat(EstimateColumns("mse_difference_to_" + other, a => a.PairedMseDifferenceTo.GetValueOrDefault(other)));

    private static IEnumerable<Column> EstimateColumns(string name, Func<AlgorithmResults, Estimate?> select) =>
    [
        new(name, (_, a) => Number(select(a)?.Mean)),
        new(name + "_ci95_low", (_, a) => Number(End(select(a)?.Ci95, 0))),
        new(name + "_ci95_high", (_, a) => Number(End(select(a)?.Ci95, 1))),
    ];

    private static double? End(double[]? interval, int index) => interval is { Length: 2 } ? interval[index] : null;

    private static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value) =>
        NumberText.IsDefined(value) ? value.Value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static void Write(TextWriter text, IEnumerable<string> fields)
    {
        text.Write(string.Join(',', fields.Select(Quoted)));
        text.Write("\r\n");
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 && field == field.Trim()
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
