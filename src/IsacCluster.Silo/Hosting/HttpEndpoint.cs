using System.Net;
using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Health and readiness for service managers, jobs and queue length for people and autoscalers, and the live page. It lives as long as the
/// process, over leaving and joining again. What a caller may do is decided by the token that it shows, see <see cref="CallerGate"/>.
/// </summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private const long MostBody = 4 << 20; // a specification has 1 MiB at most

    private readonly WebApplication? _application;

    private HttpEndpoint(WebApplication? application) => _application = application;

    /// <summary>Listens if the settings name a port.</summary>
    /// <param name="metrics">What /metrics serves in the text format of Prometheus; null: nothing.</param>
    /// <exception cref="SpecificationException">The port cannot be listened on.</exception>
    public static async Task<HttpEndpoint> StartAsync(SiloSettings settings, SiloState state, MeterProvider? metrics = null)
    {
        if (settings.HttpPort is not { } port) return new HttpEndpoint(null);
        var gate = new CallerGate(new HttpTokens(settings.HttpToken, settings.SubmitToken));
        WebApplication application = Create(settings.Endpoint.Bind, port, settings.JsonLogs, gate);
        MapHealth(application, state);
        if (metrics is not null) application.MapPrometheusScrapingEndpoint("/metrics", metrics, null, null);
        JobRoutes.Map(application, settings.Name, settings.Address.Name, () => state.Client);
        var board = new LiveBoard(
            new LiveSource
            {
                Client = () => state.Client,
                Jobs = new SpecificationJobFactory(TimeProvider.System, Path.GetFullPath(settings.DataFolder), mayLackFiles: true),
                Kind = "silo",
                Cluster = settings.Address.Name,
                Silo = settings.Name,
                Reach = $"--cluster {settings.Address.Name} --store {settings.Address.StoreHost}:{settings.Address.StorePort}",
            },
            TimeProvider.System);
        MapPage(application, board, gate.Tokens);
        await ListenAsync(application, settings.Endpoint.Bind, port).ConfigureAwait(false);
        return new HttpEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static WebApplication Create(IPAddress address, int port, bool jsonLogs, CallerGate gate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSiloLogging(jsonLogs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBody;
            kestrel.Listen(address, port);
        });
        WebApplication application = builder.Build();
        application.Use(async (context, next) =>
        {
            if (await gate.AdmitAsync(context).ConfigureAwait(false)) await next(context).ConfigureAwait(false);
        });
        return application;
    }

    private static void MapPage(WebApplication application, LiveBoard board, HttpTokens tokens)
    {
        PageFiles.Map(application);
        LiveRoutes.Map(application, board, tokens, TimeProvider.System);
    }

    private static async Task ListenAsync(WebApplication application, IPAddress address, int port)
    {
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new SpecificationException($"--http: {address}:{port} cannot be listened on: {e.Message}", e);
        }
    }

    private static void MapHealth(WebApplication application, SiloState state)
    {
        application.MapGet("/healthz", () => Results.Text("alive\n"));
        application.MapGet(
            "/readyz", () => state.Trouble is { } trouble
                ? Results.Text($"not ready: {trouble}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"));
    }
}
