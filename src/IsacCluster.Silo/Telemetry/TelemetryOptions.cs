using IsacCluster.Jobs;

namespace IsacCluster.Silo.Telemetry;

/// <summary>Where spans and metrics go. With neither destination set nothing listens and spans cost nothing.</summary>
/// <remarks>
/// Headers (for example an API key) and the time limit of one export are taken from the standard variables
/// OTEL_EXPORTER_OTLP_HEADERS and OTEL_EXPORTER_OTLP_TIMEOUT; everything else is taken from here.
/// </remarks>
public sealed record TelemetryOptions
{
    /// <summary>
    /// Base address of an OTLP receiver (--otlp), http or https, for example http://localhost:4318; null: no export. Over
    /// HTTP the paths v1/traces and v1/metrics are appended to it.
    /// </summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Wire protocol of the OTLP export; default: chosen from the port.</summary>
    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.FromPort;

    /// <summary>What is exported by OTLP (--otlp-signals); default: both.</summary>
    public TelemetrySignals OtlpSignals { get; init; } = TelemetrySignals.Traces | TelemetrySignals.Metrics;

    /// <summary>
    /// Share of the traces that are recorded (--trace-ratio), 0 to 1; default 1. It is drawn once a job, from the id of the trace that its
    /// submission begins, and every silo follows: a job's trace is whole or not there. A submission that traces decides for all of them.
    /// </summary>
    public double TraceRatio { get; init; } = 1;

    /// <summary>Whether metrics are kept for Prometheus to ask for, see <see cref="TelemetrySession.Metrics"/>; default: no.</summary>
    public bool Prometheus { get; init; }

    /// <summary>Path of a Chrome trace (--trace), opened by ui.perfetto.dev and chrome://tracing; null: none.</summary>
    public string? TraceFile { get; init; }

    /// <summary>How long the end of a session may wait for the last export; default 5 s. What is not sent by then is lost.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether spans go anywhere.</summary>
    internal bool Traces => TraceFile is not null || ExportsTraces;

    internal bool ExportsTraces => OtlpEndpoint is not null && OtlpSignals.HasFlag(TelemetrySignals.Traces);

    internal bool ExportsMetrics => OtlpEndpoint is not null && OtlpSignals.HasFlag(TelemetrySignals.Metrics);

    /// <summary>The protocol in force: <see cref="OtlpProtocol.FromPort"/> resolved.</summary>
    internal OtlpProtocol ResolvedProtocol => OtlpProtocol != OtlpProtocol.FromPort
        ? OtlpProtocol
        : OtlpEndpoint?.Port == GrpcPort ? OtlpProtocol.Grpc : OtlpProtocol.HttpProtobuf;

    /// <summary>The port that the OTLP specification gives to gRPC; 4318 is the one for HTTP.</summary>
    private const int GrpcPort = 4317;

    /// <summary>Reads the value of --otlp.</summary>
    /// <exception cref="SpecificationException">It is not an absolute http or https address.</exception>
    public static Uri ParseEndpoint(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? endpoint) && IsHttp(endpoint)
            ? endpoint
            : throw InvalidEndpoint(value);

    /// <summary>Reads the value of --otlp-signals: traces, metrics, or both separated by a comma.</summary>
    /// <exception cref="SpecificationException">It is something else.</exception>
    public static TelemetrySignals ParseSignals(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        TelemetrySignals signals = default;
        foreach (string name in value.Split(','))
        {
            TelemetrySignals signal = name.Trim() switch
            {
                "traces" => TelemetrySignals.Traces,
                "metrics" => TelemetrySignals.Metrics,
                _ => throw new SpecificationException(
                    $"--otlp-signals: '{value}' is not allowed; expected traces, metrics, or traces,metrics."),
            };
            signals |= signal;
        }

        return signals;
    }

    /// <exception cref="SpecificationException">A value is outside of what its property allows.</exception>
    internal void Validate()
    {
        if (TraceRatio is not (>= 0 and <= 1))
            throw new SpecificationException(FormattableString.Invariant($"--trace-ratio: '{TraceRatio}' is not within [0, 1]."));
        if (OtlpEndpoint is not null && !(OtlpEndpoint.IsAbsoluteUri && IsHttp(OtlpEndpoint)))
            throw InvalidEndpoint(OtlpEndpoint.ToString());
        if (TraceFile is not null && string.IsNullOrWhiteSpace(TraceFile))
            throw new SpecificationException($"--trace: '{TraceFile}' is not a file name.");
        if (FlushTimeout <= TimeSpan.Zero || FlushTimeout > TimeSpan.FromHours(1))
            throw new SpecificationException($"Telemetry flush timeout: {FlushTimeout} is not within (0, 1 h].");
    }

    private static bool IsHttp(Uri endpoint) => endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps;

    private static SpecificationException InvalidEndpoint(string value) =>
        new($"--otlp: '{value}' is not an address; allowed: http://HOST:PORT or https://HOST:PORT (4317 is gRPC, other ports HTTP).");
}

/// <summary>Wire protocols of OTLP.</summary>
public enum OtlpProtocol
{
    /// <summary>gRPC on port 4317, HTTP with protobuf bodies on every other port.</summary>
    FromPort,

    /// <summary>HTTP/1.1 POST of protobuf bodies to {endpoint}/v1/traces and {endpoint}/v1/metrics.</summary>
    HttpProtobuf,

    /// <summary>gRPC over HTTP/2.</summary>
    Grpc,
}

/// <summary>What is exported.</summary>
[Flags]
public enum TelemetrySignals
{
    None = 0,
    Traces = 1,
    Metrics = 2,
}
