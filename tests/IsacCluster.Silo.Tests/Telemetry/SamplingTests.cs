using System.Diagnostics;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using IsacCluster.Silo.Telemetry;
using IsacCluster.Silo.Tests.Http;
using IsacCluster.Testing.Telemetry;

namespace IsacCluster.Silo.Tests.Telemetry;

/// <summary>Which traces are recorded, and that a job's is one.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class SamplingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_ratio_draws_whole_traces_and_follows_a_parent_that_has_decided()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(new TelemetryOptions { OtlpEndpoint = receiver.Endpoint, TraceRatio = 0.25 }))
        {
            for (int job = 0; job < 2000; job++)
            {
                using Activity? submit = ClusterTelemetry.Source.StartActivity("submit");
                for (int task = 0; task < 3; task++)
                    ClusterTelemetry.Source.StartActivity("task", ActivityKind.Internal, submit?.Id)?.Dispose();
            }

            ClusterTelemetry.Source.StartActivity("wanted", ActivityKind.Internal, Parent("01"))?.Dispose();
            ClusterTelemetry.Source.StartActivity("unwanted", ActivityKind.Internal, Parent("00"))?.Dispose();
        }

        ILookup<string, string> names = receiver.Spans.ToLookup(span => span.TraceId, span => span.Name);
        Assert.Single(receiver.Spans, span => span.Name == "wanted");
        Assert.DoesNotContain(receiver.Spans, span => span.Name == "unwanted");
        IGrouping<string, string>[] jobs = [.. names.Where(trace => trace.Contains("submit"))];
        Assert.All(jobs, trace => Assert.Equal(["submit", "task", "task", "task"], trace.Order()));
        Assert.InRange(jobs.Length, 400, 600); // 500, five standard deviations are 97
    }

    [Theory]
    [InlineData(TelemetrySignals.Metrics, false, true)]
    [InlineData(TelemetrySignals.Traces, true, false)]
    [InlineData(TelemetrySignals.Traces | TelemetrySignals.Metrics, true, true)]
    public async Task Signals_are_exported_as_asked(TelemetrySignals signals, bool traces, bool metrics)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(new TelemetryOptions { OtlpEndpoint = receiver.Endpoint, OtlpSignals = signals }))
        {
            Assert.Equal(traces, ClusterTelemetry.Source.HasListeners());
            ClusterTelemetry.Source.StartActivity("job")?.Dispose();
            ProjectTelemetry.Silo.Meter.CreateCounter<long>("isac.test.signals").Add(1);
        }

        Assert.Equal(traces, receiver.Spans.Any(span => span.Name == "job"));
        Assert.Equal(metrics, receiver.Metrics.Any(metric => metric.Name == "isac.test.signals"));
    }

    [Theory]
    [InlineData("spans")]
    [InlineData("")]
    [InlineData("traces,logs")]
    public void Other_signals_are_refused_with_what_is_allowed(string value)
    {
        var error = Assert.Throws<SpecificationException>(() => TelemetryOptions.ParseSignals(value));
        Assert.Equal($"--otlp-signals: '{value}' is not allowed; expected traces, metrics, or traces,metrics.", error.Message);
        Assert.Equal(TelemetrySignals.Traces | TelemetrySignals.Metrics, TelemetryOptions.ParseSignals("metrics, traces"));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_ratio_is_within_0_and_1(double ratio) => Assert.Contains(
        "is not within [0, 1]",
        Assert.Throws<SpecificationException>(() => TelemetrySession.Start(new TelemetryOptions { TraceRatio = ratio })).Message,
        StringComparison.Ordinal);

    /// <summary>Submitted over HTTP, as a user of a cluster does: client, endpoint, coordinator, agent, stages of a solver.</summary>
    [Fact]
    public async Task One_trace_leads_from_the_submission_to_the_stages_of_the_solvers()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (TelemetrySession.Start(new TelemetryOptions { OtlpEndpoint = receiver.Endpoint }))
        {
            await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
            using RemoteJobClient client = cluster.Connect(ServedCluster.SubmitToken);
            JobId id = await client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "traced", 40));
            await foreach (JobStatus _ in client.WatchAsync(id)) { }
        }

        OtlpSpan root = Assert.Single(receiver.Spans, span => span.Name == "submit" && span.ParentId.Length == 0);
        OtlpSpan[] trace = [.. receiver.Spans.Where(span => span.TraceId == root.TraceId)];
        Dictionary<string, OtlpSpan> byId = trace.ToDictionary(span => span.SpanId);
        OtlpSpan[] tasks = [.. trace.Where(span => span.Name == "task")], stages = [.. trace.Where(span => span.Name is "radar" or "zf")];
        Assert.NotEmpty(tasks);
        Assert.Equal(tasks.Length, receiver.Spans.Count(span => span.Name == "task"));
        Assert.Equal(receiver.Spans.Count(span => span.Name is "radar" or "zf"), stages.Length);
        Assert.Equal(["radar", "zf"], stages.Select(span => span.Name).Distinct().Order());
        Assert.All(stages, stage => Assert.Equal("task", byId[stage.ParentId].Name));
        Assert.Contains(trace, span => span.Scope.StartsWith("Microsoft.Orleans", StringComparison.Ordinal)); // the coordinator's call
    }

    private static string Parent(string flags) => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{flags}";
}
