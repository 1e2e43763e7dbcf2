using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Health and readiness for service managers, jobs and queue length for people and autoscalers. It lives as long as the process, over
/// leaving and joining again. /healthz and /readyz are open; what else a caller may do is decided by the token that it shows.
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
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSiloLogging(settings.JsonLogs);
        System.Net.IPAddress address = settings.Endpoint.Bind;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBody;
            kestrel.Listen(address, port);
        });
        WebApplication application = builder.Build();
        var tokens = new HttpTokens(settings.HttpToken, settings.SubmitToken);
        application.Use((context, next) => Refusal(context.Request, tokens) is var (code, why) && code != StatusCodes.Status200OK
            ? RefuseAsync(context, code, why)
            : next(context));
        MapHealth(application, state);
        if (metrics is not null) application.MapPrometheusScrapingEndpoint("/metrics", metrics, null, null);
        JobRoutes.Map(application, settings.Name, settings.Address.Name, () => state.Client);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new SpecificationException($"--http: {address}:{port} cannot be listened on: {e.Message}", e);
        }

        return new HttpEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static void MapHealth(WebApplication application, SiloState state)
    {
        application.MapGet("/healthz", () => Results.Text("alive\n"));
        application.MapGet(
            "/readyz", () => state.Trouble is { } trouble
                ? Results.Text($"not ready: {trouble}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"));
    }

    private static (int Code, string Why) Refusal(HttpRequest request, HttpTokens tokens)
    {
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads && (request.Path == "/healthz" || request.Path == "/readyz")) return (StatusCodes.Status200OK, "");
        HttpRole role = tokens.RoleOf(request.Headers.Authorization.ToString());
        if (role >= (reads ? HttpRole.Read : HttpRole.Submit)) return (StatusCodes.Status200OK, "");
        if (!reads && !tokens.TakesJobs)
            return (StatusCodes.Status403Forbidden, "this silo takes no orders over HTTP: it has no ISAC_SUBMIT_TOKEN");
        return role == HttpRole.Read && request.Headers.Authorization.Count > 0
            ? (StatusCodes.Status403Forbidden, "this token may read only; changes want the silo's ISAC_SUBMIT_TOKEN")
            : (StatusCodes.Status401Unauthorized, "a bearer token is needed");
    }

    private static Task RefuseAsync(HttpContext context, int code, string why)
    {
        context.Response.StatusCode = code;
        if (code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.Response.WriteAsync(why + "\n");
    }
}
