using System.Text.Json;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>The numbers of the live page, docs/api.md: JSON of shared snapshots; an error is {"error": ...} with its code.</summary>
internal static class LiveRoutes
{
    private const string JsonType = "application/json; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes, LiveBoard board, HttpTokens tokens, TimeProvider time)
    {
        RouteGroupBuilder api = routes.MapGroup("/api");
        api.MapGet("/about", (HttpContext context) => Answer(context, LiveJson.Bytes(new
        {
            AsOf = time.GetUtcNow(),
            Product = "IsacCluster",
            Version = RuntimeManifest.Build,
            board.Source.Cluster,
            board.Source.Silo,
            Source = board.Source.Kind,
            May = tokens.RoleOf(context.Request.Headers.Authorization.ToString()) == HttpRole.Submit ? "submit" : "read",
        })));
        api.MapGet("/jobs", context => AnswerAsync(
            context, async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).JobsDocument));
        api.MapGet("/silos", context => AnswerAsync(
            context, async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).SilosDocument));
        api.MapGet("/happened", context => AnswerAsync(
            context, async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).HappenedDocument));
        api.MapFallback(context => RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such address"));
    }

    private static async Task AnswerAsync(HttpContext context, Func<CancellationToken, Task<byte[]>> ask)
    {
        byte[] document;
        try
        {
            document = await ask(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (CodeOf(e) is { } code)
        {
            await RefuseAsync(context, code, e.Message).ConfigureAwait(false);
            return;
        }

        await Answer(context, document).ConfigureAwait(false);
    }

    private static async Task Answer(HttpContext context, byte[] document)
    {
        HttpResponse response = context.Response;
        response.ContentType = JsonType;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(document, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Of an error that a caller may expect; null of others.</summary>
    private static int? CodeOf(Exception e) => e switch
    {
        SpecificationException or ArgumentException or JsonException or BadHttpRequestException => StatusCodes.Status400BadRequest,
        NotReadyException or ClusterException or TimeoutException => StatusCodes.Status503ServiceUnavailable,
        DataFolderException => StatusCodes.Status500InternalServerError,
        _ => null,
    };

    private static Task RefuseAsync(HttpContext context, int code, string why)
    {
        context.Response.StatusCode = code;
        return Answer(context, LiveJson.Bytes(new { Error = why.ReplaceLineEndings(" ") }));
    }
}
