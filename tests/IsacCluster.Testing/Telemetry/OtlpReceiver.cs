using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IsacCluster.Testing.Telemetry;

/// <summary>An OTLP collector on a free loopback port that keeps what it receives.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefixLength = 5;

    private readonly WebApplication _app;
    private readonly bool _grpc;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(WebApplication app, bool grpc) => (_app, _grpc) = (app, grpc);

    /// <summary>The answer to every request; 200 accepts.</summary>
    public int StatusCode { get; init; } = StatusCodes.Status200OK;

    /// <summary>Accepts connections and requests and answers none of them until it is disposed.</summary>
    public bool Silent { get; init; }

    public Uri Endpoint => new(_app.Urls.Single());

    public IReadOnlyList<string> Paths => [.. _requests.Select(request => request.Path)];

    public IReadOnlyList<OtlpSpan> Spans =>
        [.. _requests.Where(request => IsTraces(request.Path)).SelectMany(request => OtlpSpan.Read(new ProtobufMessage(request.Body)))];

    public IReadOnlyList<OtlpMetric> Metrics =>
        [.. _requests.Where(request => !IsTraces(request.Path)).SelectMany(request => OtlpMetric.Read(new ProtobufMessage(request.Body)))];

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false, int statusCode = StatusCodes.Status200OK, bool silent = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var receiver = new OtlpReceiver(builder.Build(), grpc) { StatusCode = statusCode, Silent = silent };
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _app.DisposeAsync();
    }

    private static bool IsTraces(string path) => path.Contains("trace", StringComparison.OrdinalIgnoreCase);

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (Silent) await _released.Task;
        context.Response.StatusCode = StatusCode;
        if (StatusCode != StatusCodes.Status200OK) return;
        _requests.Enqueue((context.Request.Path, body.ToArray()[(_grpc ? GrpcPrefixLength : 0)..]));
        if (!_grpc) return;
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefixLength]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
