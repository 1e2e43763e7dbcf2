using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IsacCluster.Jobs;
using IsacCluster.Silo.Telemetry;
using IsacCluster.Testing.Telemetry;

namespace IsacCluster.Silo.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class OtlpExportTests
{
    private readonly ConcurrentQueue<string> _warnings = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_arrive_with_names_parents_attributes_and_resource(bool grpc)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(grpc);
        await using (TelemetrySession.Start(Options(receiver, grpc), _warnings.Enqueue))
        {
            using Activity? job = ProjectTelemetry.Silo.Source.StartActivity("job");
            using (Activity? task = JobsTelemetry.Source.StartActivity("task"))
            {
                task?.SetTag("task.first", 40L).SetTag("isac.lane", "sinr_db=8");
                using Activity? solve = ProjectTelemetry.Solvers.Source.StartActivity(
                    "sdr", ActivityKind.Internal, default(ActivityContext));
                solve?.SetTag("residual", 0.5).SetTag("optimal", true);
            }

            job?.AddLink(
                new ActivityLink(
                    new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateFromString("0123456789abcdef"), 0)));
        }

        Assert.Empty(_warnings);
        OtlpSpan[] spans = [.. receiver.Spans.OrderBy(span => span.StartNanoseconds)];
        Assert.Equal(["job", "task", "sdr"], spans.Select(span => span.Name));
        Assert.Equal(["", spans[0].SpanId, spans[1].SpanId], spans.Select(span => span.ParentId));
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(["IsacCluster.Silo", "IsacCluster.Jobs", "IsacCluster.Solvers"], spans.Select(span => span.Scope));
        Assert.All(spans, span => Assert.True(span.EndNanoseconds >= span.StartNanoseconds));
        Assert.Equal((40L, "sinr_db=8"), (spans[1].Attributes["task.first"], spans[1].Attributes["isac.lane"]));
        Assert.Equal((0.5, true), (spans[2].Attributes["residual"], spans[2].Attributes["optimal"]));
        Assert.All(spans, span => Assert.Equal((long)Environment.CurrentManagedThreadId > 0, (long)span.Attributes["thread.id"] > 0));
        Assert.Equal(["0123456789abcdef"], spans[0].Links);
        AssertResource(spans[0].Resource);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metrics_arrive_with_units_and_buckets_for_short_times(bool grpc)
    {
        // Orleans' meter is one per silo; a meter of the same name stands for it here.
        using var orleans = new Meter("Microsoft.Orleans");
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(grpc);
        await using (TelemetrySession.Start(Options(receiver, grpc), _warnings.Enqueue))
        {
            Counter<long> samples = ProjectTelemetry.Silo.Meter.CreateCounter<long>("isac.test.samples", "{sample}");
            samples.Add(3, new KeyValuePair<string, object?>("stage", "sdr"));
            samples.Add(4, new KeyValuePair<string, object?>("stage", "sdr"));
            ProjectTelemetry.Solvers.Meter.CreateHistogram<double>("isac.test.duration", "s").Record(1.5e-4);
            orleans.CreateCounter<long>("orleans-test").Add(1);
        }

        Assert.Empty(_warnings);
        OtlpMetric counter = Assert.Single(receiver.Metrics, metric => metric.Name == "isac.test.samples");
        Assert.Equal(("{sample}", "IsacCluster.Silo", 7.0), (counter.Unit, counter.Scope, counter.Sum));
        Assert.Equal("sdr", counter.Attributes["stage"]);
        AssertResource(counter.Resource);
        OtlpMetric histogram = Assert.Single(receiver.Metrics, metric => metric.Name == "isac.test.duration");
        Assert.Equal(("s", 1UL, 1.5e-4), (histogram.Unit, histogram.Count, histogram.Sum));
        Assert.Equal((1e-5, 100.0, 22), (histogram.Bounds[0], histogram.Bounds[^1], histogram.Bounds.Count));
        Assert.Single(receiver.Metrics, metric => metric.Name == "orleans-test");
    }

    [Fact]
    public async Task Orleans_spans_are_exported_and_foreign_ones_are_not()
    {
        Assert.Equal(Orleans.Diagnostics.ActivitySources.AllActivitySourceName, TelemetrySources.OrleansSpans);
        using var orleans = new ActivitySource("Microsoft.Orleans.Application");
        using var foreign = new ActivitySource("Some.Other.Library");
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(Options(receiver), _warnings.Enqueue))
        {
            Assert.False(foreign.HasListeners());
            orleans.StartActivity("grain call")?.Dispose();
        }

        Assert.Equal(["grain call"], receiver.Spans.Select(span => span.Name));
        Assert.Contains("/v1/traces", receiver.Paths);
    }

    [Fact]
    public async Task A_path_of_the_endpoint_is_kept()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        TelemetryOptions options = Options(receiver) with { OtlpEndpoint = new Uri(receiver.Endpoint, "tenant/otlp/") };
        await using (TelemetrySession.Start(options, _warnings.Enqueue)) ProjectTelemetry.Silo.Source.StartActivity("job")?.Dispose();
        Assert.Contains("/tenant/otlp/v1/traces", receiver.Paths);
    }

    [Fact]
    public async Task Every_span_of_many_threads_arrives_once()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(Options(receiver), _warnings.Enqueue))
        {
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < 2500; i++) ProjectTelemetry.Silo.Source.StartActivity("task")?.Dispose();
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }

        Assert.Empty(_warnings);
        Assert.Equal(10_000, receiver.Spans.Count);
        Assert.Equal(10_000, receiver.Spans.Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task Two_sessions_in_sequence_export_their_own_spans()
    {
        await using OtlpReceiver first = await OtlpReceiver.StartAsync(), second = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(Options(first), _warnings.Enqueue))
            ProjectTelemetry.Silo.Source.StartActivity("one")?.Dispose();
        await using (TelemetrySession.Start(Options(second), _warnings.Enqueue))
            ProjectTelemetry.Silo.Source.StartActivity("two")?.Dispose();
        Assert.Equal(["one"], first.Spans.Select(span => span.Name));
        Assert.Equal(["two"], second.Spans.Select(span => span.Name));
    }

    [Theory]
    [InlineData(OtlpProtocol.HttpProtobuf)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task An_unreachable_endpoint_is_one_warning(OtlpProtocol protocol)
    {
        Uri endpoint;
        await using (OtlpReceiver receiver = await OtlpReceiver.StartAsync()) endpoint = receiver.Endpoint;
        var options = new TelemetryOptions { OtlpEndpoint = endpoint, OtlpProtocol = protocol };
        await using (TelemetrySession.Start(options, _warnings.Enqueue))
        {
            ProjectTelemetry.Silo.Source.StartActivity("job")?.Dispose();
            ProjectTelemetry.Silo.Meter.CreateCounter<long>("isac.test.unreachable").Add(1);
        }

        string warning = Assert.Single(_warnings);
        Assert.Contains(endpoint.ToString(), warning, StringComparison.Ordinal);
        Assert.Contains("refused", warning, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', warning);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusing_receiver_is_one_warning(bool grpc)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(grpc, statusCode: 403);
        await using (TelemetrySession.Start(Options(receiver, grpc), _warnings.Enqueue))
            ProjectTelemetry.Silo.Source.StartActivity("job")?.Dispose();
        Assert.Contains("403", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_does_not_hold_the_end_of_the_job()
    {
        // Without the bound, disposal would wait for the receiver, which answers only after it: the test would not end.
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(silent: true);
        TelemetryOptions options = Options(receiver) with { FlushTimeout = TimeSpan.FromMilliseconds(100) };
        await using (TelemetrySession.Start(options, _warnings.Enqueue)) ProjectTelemetry.Silo.Source.StartActivity("job")?.Dispose();
        Assert.Empty(receiver.Spans);
        Assert.Contains(receiver.Endpoint.ToString(), Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_beyond_the_queue_are_dropped_with_one_warning_and_nobody_waits()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(silent: true);
        TelemetryOptions options = Options(receiver) with { FlushTimeout = TimeSpan.FromMilliseconds(100) };
        await using (TelemetrySession.Start(options, _warnings.Enqueue))
        {
            for (int i = 0; i < 100_000; i++) ProjectTelemetry.Silo.Source.StartActivity("task")?.Dispose();
        }

        Assert.Single(_warnings);
    }

    private static TelemetryOptions Options(OtlpReceiver receiver, bool grpc = false) =>
        new() { OtlpEndpoint = receiver.Endpoint, OtlpProtocol = grpc ? OtlpProtocol.Grpc : OtlpProtocol.FromPort };

    private static void AssertResource(IReadOnlyDictionary<string, object> resource)
    {
        Assert.Equal("isac", resource["service.name"]);
        Assert.StartsWith("0.1.0", (string)resource["service.version"], StringComparison.Ordinal);
        Assert.Equal(Environment.MachineName, resource["host.name"]);
        Assert.Equal((long)Environment.ProcessId, resource["process.pid"]);
    }
}
