using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Health and readiness for service managers, jobs and queue length for people and autoscalers, and the live page. It lives as long as the
/// process, over leaving and joining again. What a caller may do is decided by the token that it shows, see <see cref="CallerGate"/>.
/// </summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private readonly WebApplication? _application;
    private readonly LiveBoard? _board;

    private HttpEndpoint(WebApplication? application, LiveBoard? board) => (_application, _board) = (application, board);

    /// <summary>Listens if the settings name a port.</summary>
    /// <param name="metrics">What /metrics serves in the text format of Prometheus; null: nothing.</param>
    /// <exception cref="SpecificationException">The port cannot be listened on.</exception>
    public static async Task<HttpEndpoint> StartAsync(SiloSettings settings, SiloState state, MeterProvider? metrics = null)
    {
        if (settings.HttpPort is not { } port) return new HttpEndpoint(null, null);
        var gate = new CallerGate(new HttpTokens(settings.HttpToken, settings.SubmitToken));
        WebApplication application = WebListener.Create(settings.Endpoint.Bind, port, settings.JsonLogs, gate);
        MapHealth(application, state);
        if (metrics is not null) application.MapPrometheusScrapingEndpoint("/metrics", metrics, null, null);
        JobRoutes.Map(application, settings.Name, settings.Address.Name, () => state.Client);
        PageFiles.Map(application);
        var board = new LiveBoard(SourceOf(settings, state), TimeProvider.System);
        LiveRoutes.Map(application, board, gate.Tokens, TimeProvider.System);
        try
        {
            await WebListener.StartAsync(application, settings.Endpoint.Bind, port).ConfigureAwait(false);
        }
        catch
        {
            await board.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new HttpEndpoint(application, board);
    }

    public async ValueTask DisposeAsync()
    {
        if (_board is not null) await _board.DisposeAsync().ConfigureAwait(false);
        if (_application is not null) await WebListener.StopAsync(_application).ConfigureAwait(false);
    }

    private static LiveSource SourceOf(SiloSettings settings, SiloState state) => new()
    {
        Client = () => state.Client,
        Jobs = new SpecificationJobFactory(TimeProvider.System, Path.GetFullPath(settings.DataFolder), mayLackFiles: true),
        Kind = "silo",
        Cluster = settings.Address.Name,
        Silo = settings.Name,
        Reach = $"--cluster {settings.Address.Name} --store {settings.Address.StoreHost}:{settings.Address.StorePort}",
        Log = state.Log,
    };

    private static void MapHealth(WebApplication application, SiloState state)
    {
        application.MapGet("/healthz", () => Results.Text("alive\n"));
        application.MapGet(
            "/readyz", () => state.Trouble is { } trouble
                ? Results.Text($"not ready: {trouble}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"));
    }
}
