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

    /// <summary>Path of a Chrome trace (--trace), opened by ui.perfetto.dev and chrome://tracing; null: none.</summary>
    public string? TraceFile { get; init; }

    /// <summary>How long the end of a session may wait for the last export; default 5 s. What is not sent by then is lost.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

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

    /// <exception cref="SpecificationException">A value is outside of what its property allows.</exception>
    internal void Validate()
    {
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
