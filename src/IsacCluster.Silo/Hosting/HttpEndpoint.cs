using System.Security.Cryptography;
using System.Text;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Health and readiness for service managers, jobs and queue length for people and autoscalers. It lives as long as the process, over
/// leaving and joining again. /healthz and /readyz are open; the rest wants the token if there is one.
/// </summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private readonly WebApplication? _application;

    private HttpEndpoint(WebApplication? application) => _application = application;

    /// <summary>Listens if the settings name a port.</summary>
    /// <exception cref="SpecificationException">The port cannot be listened on.</exception>
    public static async Task<HttpEndpoint> StartAsync(SiloSettings settings, SiloState state)
    {
        if (settings.HttpPort is not { } port) return new HttpEndpoint(null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSiloLogging(settings.JsonLogs);
        System.Net.IPAddress address = settings.Endpoint.Bind;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port));
        WebApplication application = builder.Build();
        byte[]? token = settings.HttpToken is { } text ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;
        application.Use(
            (context, next) => IsOpen(context.Request.Path) || IsAuthorised(context.Request, token) ? next(context) : RefuseAsync(context));
        Map(application, settings, state);
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

    private static void Map(WebApplication application, SiloSettings settings, SiloState state)
    {
        application.MapGet("/healthz", () => Results.Text("alive\n"));
        application.MapGet(
            "/readyz", () => state.IsReady
                ? Results.Text("ready\n")
                : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        application.MapGet("/jobs", (CancellationToken stop) => AnswerAsync(state, async client => new
        {
            Silo = settings.Name,
            Cluster = settings.Address.Name,
            Jobs = await client.GetJobsAsync(stop).ConfigureAwait(false),
        }));
        application.MapGet(
            "/jobs/{job}",
            (string job, CancellationToken stop) => AnswerAsync(state, client => client.GetStatusAsync(new JobId(job), stop)));
        application.MapGet("/metrics/queued", (CancellationToken stop) => AnswerAsync(state, async client => new
        {
            QueuedTasks = (await client.GetJobsAsync(stop).ConfigureAwait(false)).Sum(job => job.OpenTasks ?? 0),
        }));
    }

    private static async Task<IResult> AnswerAsync<T>(SiloState state, Func<IJobClient, Task<T>> ask)
    {
        if (state.Client is not { } client) return Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        return Results.Json(await ask(client).ConfigureAwait(false), JobJson.Options);
    }

    private static bool IsOpen(PathString path) => path == "/healthz" || path == "/readyz";

    private static bool IsAuthorised(HttpRequest request, byte[]? token)
    {
        const string scheme = "Bearer ";
        if (token is null) return true;
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[scheme.Length..])), token);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.Response.WriteAsync("a bearer token is needed\n");
    }
}
