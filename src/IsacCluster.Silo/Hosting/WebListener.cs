using System.Net;
using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Hosting;

/// <summary>Listening for HTTP on one address, behind a gate.</summary>
internal static class WebListener
{
    private const long MostBody = 4 << 20; // a specification has 1 MiB at most

    /// <summary>Streams to readers end with their board: nobody is waited for long.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <param name="port">0: a free one.</param>
    public static WebApplication Create(IPAddress address, int port, bool jsonLogs, CallerGate gate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSiloLogging(jsonLogs);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // a port that is taken is told by whoever asked for it
        builder.WebHost.UseShutdownTimeout(StopLimit);
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

    /// <exception cref="SpecificationException">The port cannot be listened on; the application is disposed.</exception>
    public static async Task StartAsync(WebApplication application, IPAddress address, int port)
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

    public static async ValueTask StopAsync(WebApplication application)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await application.StopAsync(limit.Token).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }
}
