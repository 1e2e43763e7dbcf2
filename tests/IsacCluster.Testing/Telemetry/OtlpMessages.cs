namespace IsacCluster.Testing.Telemetry;

/// <summary>A span as received. Field numbers: opentelemetry/proto/trace/v1/trace.proto.</summary>
public sealed record OtlpSpan(
    string Name, string TraceId, string SpanId, string ParentId, string Scope, ulong StartNanoseconds, ulong EndNanoseconds,
    IReadOnlyDictionary<string, object> Attributes, IReadOnlyList<string> Links, IReadOnlyDictionary<string, object> Resource)
{
    internal static IEnumerable<OtlpSpan> Read(ProtobufMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new OtlpSpan(
            span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), scope.Message(1).Text(1), span.Number(7), span.Number(8),
            OtlpAttributes.Read(span.Messages(9)), [.. span.Messages(13).Select(link => link.Hex(2))],
            OtlpAttributes.Read(resource.Message(1).Messages(1)));
}

/// <summary>A metric as received, its points merged. Field numbers: opentelemetry/proto/metrics/v1/metrics.proto.</summary>
public sealed record OtlpMetric(
    string Name, string Unit, string Scope, double Sum, ulong Count, IReadOnlyList<double> Bounds,
    IReadOnlyDictionary<string, object> Attributes, IReadOnlyDictionary<string, object> Resource)
{
    internal static IEnumerable<OtlpMetric> Read(ProtobufMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        where metric.Has(7) || metric.Has(9)
        from point in metric.Message(metric.Has(7) ? 7 : 9).Messages(1)
        let histogram = metric.Has(9)
        select new OtlpMetric(
            metric.Text(1), metric.Text(3), scope.Message(1).Text(1),
            histogram ? point.Double(5) : point.Has(6) ? point.Number(6) : point.Double(4),
            histogram ? point.Number(4) : 0, histogram ? point.Doubles(7) : [],
            OtlpAttributes.Read(point.Messages(histogram ? 9 : 7)), OtlpAttributes.Read(resource.Message(1).Messages(1)));
}

internal static class OtlpAttributes
{
    /// <summary>KeyValue messages; values are string, bool, long or double.</summary>
    public static IReadOnlyDictionary<string, object> Read(IEnumerable<ProtobufMessage> pairs) =>
        pairs.ToDictionary(pair => pair.Text(1), pair => Value(pair.Message(2)));

    private static object Value(ProtobufMessage any) =>
        any.Has(2) ? any.Number(2) == 1 : any.Has(3) ? (long)any.Number(3) : any.Has(4) ? any.Double(4) : any.Text(1);
}
