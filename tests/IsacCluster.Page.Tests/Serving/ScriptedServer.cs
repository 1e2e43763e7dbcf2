using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using IsacCluster.Silo.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Page.Tests.Serving;

/// <summary>
/// The page with its real files behind the real gate, and /api as a test says: for states that a cluster does not have at will.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, object> _documents = new();
    private readonly ConcurrentDictionary<Channel<string>, bool> _readers = new();
    private readonly ConcurrentQueue<string> _orders = new();
    private volatile bool _silent;

    private ScriptedServer(WebApplication application) => _application = application;

    public Uri Address { get; private set; } = null!;

    /// <summary>What was posted, "PATH BODY".</summary>
    public IReadOnlyCollection<string> Orders => _orders;

    /// <param name="documents">By path after /api/: about, jobs, silos, happened, jobs/ID, jobs/ID/failures, ...</param>
    public static async Task<ScriptedServer> StartAsync(IReadOnlyDictionary<string, object> documents, string? readToken = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        WebApplication application = builder.Build();
        var server = new ScriptedServer(application);
        foreach ((string path, object document) in documents) server._documents[path] = document;
        var gate = new CallerGate(new HttpTokens(readToken, "to submit"));
        application.Use(server.FailWhileSilentAsync);
        application.Use(async (context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) || await gate.AdmitAsync(context)) await next(context);
        });
        PageFiles.Map(application);
        application.MapGet("/api/events", server.StreamAsync);
        application.MapGet("/api/{**path}", server.AnswerAsync);
        application.MapPost("/api/{**path}", server.TakeAsync);
        await application.StartAsync();
        server.Address = new Uri(application.Urls.Single() + "/");
        return server;
    }

    /// <summary>Another document, and the event that tells of it where there is one.</summary>
    public void Set(string path, object document)
    {
        _documents[path] = document;
        if (path is "jobs" or "silos") Push(path, document);
        if (path.StartsWith("jobs/", StringComparison.Ordinal)) Push("job", new { id = path.Split('/')[1], version = 1 });
    }

    public void Push(string name, object data)
    {
        string text = $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
        foreach (Channel<string> reader in _readers.Keys) reader.Writer.TryWrite(text);
    }

    /// <summary>Connections break, and none is answered until it speaks again.</summary>
    public void FallSilent(bool silent)
    {
        _silent = silent;
        if (!silent) return;
        foreach (Channel<string> reader in _readers.Keys) reader.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        FallSilent(true);
        await _application.DisposeAsync();
    }

    private Task FailWhileSilentAsync(HttpContext context, RequestDelegate next)
    {
        if (!_silent) return next(context);
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        Channel<string> reader = Channel.CreateUnbounded<string>();
        _readers[reader] = true;
        try
        {
            await context.Response.WriteAsync("event: hello\ndata: {}\n\n", context.RequestAborted);
            await foreach (string line in reader.Reader.ReadAllAsync(context.RequestAborted))
                await context.Response.WriteAsync(line, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader left.
        }
        finally
        {
            _readers.TryRemove(reader, out _);
        }
    }

    private Task AnswerAsync(HttpContext context, string path)
    {
        if (_documents.TryGetValue(path, out object? document)) return context.Response.WriteAsJsonAsync(document);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsJsonAsync(new { error = "the cluster holds no such job" });
    }

    private async Task TakeAsync(HttpContext context, string path)
    {
        using var body = new StreamReader(context.Request.Body);
        _orders.Enqueue($"{path} {await body.ReadToEndAsync()}".TrimEnd());
        await context.Response.WriteAsJsonAsync(new { ok = true });
    }
}
