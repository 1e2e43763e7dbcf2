using System.Diagnostics.Metrics;
using System.Reflection;
using IsacCluster.Jobs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IsacCluster.Silo.Telemetry;

/// <summary>
/// The export of this process's spans and metrics, from <see cref="Start"/> to disposal. Sources and meters are static, so a
/// session covers the whole process: one for all silos in it, or every span would be exported once per session. A job
/// never fails or waits because its telemetry cannot be delivered: that is one warning.
/// </summary>
public sealed class TelemetrySession : IAsyncDisposable
{
    private const int MetricIntervalMilliseconds = 10_000;

    /// <summary>Spans that wait for export at most; more are dropped and counted, never waited for.</summary>
    private const int MaxQueuedSpans = 1 << 16;

    /// <summary>Combinations of tags of one metric, for which memory is set aside; ours and Orleans' have a few tens.</summary>
    private const int MostSeries = 200;

    private static int s_active;

    private readonly TimeSpan _flushTimeout;
    private ChromeTraceFile? _traceFile;
    private ExportFailureListener? _failures;
    private TracerProvider? _tracer;
    private MeterProvider? _meter;
    private int _disposed;

    /// <summary>What Prometheus asks for; null where the options do not say so.</summary>
    public MeterProvider? Metrics { get; private set; }

    private TelemetrySession(TimeSpan flushTimeout) => _flushTimeout = flushTimeout;

    /// <summary>Starts the export that the options ask for.</summary>
    /// <param name="warn">Receives each warning, one line, on any thread; default: standard error.</param>
    /// <param name="time">The clock that dates the trace; default: the system's.</param>
    /// <exception cref="SpecificationException">An option is invalid or the trace file cannot be created.</exception>
    /// <exception cref="InvalidOperationException">Another session of this process has not been disposed.</exception>
    public static TelemetrySession Start(TelemetryOptions options, Action<string>? warn = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (Interlocked.Exchange(ref s_active, 1) != 0)
            throw new InvalidOperationException("A telemetry session is active in this process; dispose it first.");
        var session = new TelemetrySession(options.FlushTimeout);
        try
        {
            session.Open(options, warn ?? Console.Error.WriteLine, time ?? TimeProvider.System);
            return session;
        }
        catch
        {
            session._failures?.Dispose();
            session._traceFile?.Dispose();
            Volatile.Write(ref s_active, 0);
            throw;
        }
    }

    /// <summary>Sends what is queued, for at most the flush timeout, and completes the trace file. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        int milliseconds = (int)_flushTimeout.TotalMilliseconds;

        // Shutdown blocks its thread while it waits for the receiver, so both run beside each other.
        bool[] delivered = await Task.WhenAll(
            Task.Run(() => _tracer?.Shutdown(milliseconds) ?? true),
            Task.Run(() => _meter?.Shutdown(milliseconds) ?? true)).ConfigureAwait(false);
        if (delivered.Contains(false)) _failures?.ReportLost($"no answer within {_flushTimeout.TotalSeconds:0.###} s");
        _tracer?.Dispose();
        _meter?.Dispose();
        _traceFile?.Dispose();
        _failures?.Dispose();
        Volatile.Write(ref s_active, 0);
    }

    private void Open(TelemetryOptions options, Action<string> warn, TimeProvider time)
    {
        if (options.TraceFile is not null) _traceFile = ChromeTraceFile.Create(options.TraceFile, warn, time);
        if (options.OtlpEndpoint is not null) _failures = new ExportFailureListener(options.OtlpEndpoint, warn);
        if (options.Traces) _tracer = BuildTracer(options, _traceFile);
        if (options.ExportsMetrics || options.Prometheus) _meter = BuildMeter(options);
        if (options.Prometheus) Metrics = _meter;
    }

    private static TracerProvider BuildTracer(TelemetryOptions options, ChromeTraceFile? traceFile)
    {
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
            .AddSource(TelemetrySources.Projects, TelemetrySources.OrleansSpans)
            .AddProcessor(new ThreadTagProcessor());
        if (traceFile is not null) builder.AddProcessor(new ChromeTraceProcessor(traceFile));
        if (options.ExportsTraces)
        {
            builder.AddOtlpExporter(exporter =>
            {
                Configure(exporter, options, "v1/traces");
                exporter.BatchExportProcessorOptions.MaxQueueSize = MaxQueuedSpans;
                exporter.BatchExportProcessorOptions.MaxExportBatchSize = 2048;
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 1000;
            });
        }

        return builder.Build();
    }

    private static MeterProvider BuildMeter(TelemetryOptions options)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(TelemetrySources.Projects, TelemetrySources.OrleansMeter)
            .AddView(ViewOf);
        if (options.ExportsMetrics)
        {
            builder.AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricIntervalMilliseconds;
            });
        }

        if (options.Prometheus) builder.AddPrometheusExporter();
        return builder.Build();
    }

    /// <summary>service.name = isac, service.version, service.instance.id, host.name and process.pid.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault()
        .AddService("isac", serviceVersion: Version)
        .AddAttributes([new("host.name", Environment.MachineName), new("process.pid", (long)Environment.ProcessId)]);

    private static string Version =>
        typeof(TelemetrySession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        bool grpc = options.ResolvedProtocol == OtlpProtocol.Grpc;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = grpc
            ? options.OtlpEndpoint!
            : new UriBuilder(options.OtlpEndpoint!) { Path = $"{options.OtlpEndpoint!.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
    }

    private static MetricStreamConfiguration ViewOf(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" }
            ? new ExplicitBucketHistogramConfiguration { Boundaries = SecondsBuckets, CardinalityLimit = MostSeries }
            : new MetricStreamConfiguration { CardinalityLimit = MostSeries };

    /// <summary>
    /// Buckets of 1, 2, 5 per decade from 10 us to 100 s for histograms in seconds: a solve takes 100 us, and OpenTelemetry's
    /// default buckets (0, 5, 10, ...) would put every one of them into the first.
    /// </summary>
    private static readonly double[] SecondsBuckets =
    [
        1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100,
    ];
}
