using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Http;

namespace IsacCluster.Silo.Http;

/// <summary>How the page's numbers are sent: JSON, packed where it is long; an error is {"error": ...} with its code.</summary>
internal static class LiveAnswer
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Shorter documents are not worth packing.</summary>
    private const int LeastPacked = 4096;

    public static async Task SendAsync(HttpContext context, Func<CancellationToken, Task<byte[]>> ask) =>
        await GuardAsync(
            context, async stop => await SendAsync(context, await ask(stop).ConfigureAwait(false)).ConfigureAwait(false))
            .ConfigureAwait(false);

    /// <summary>Of a job; 404 where the cluster holds none of this id.</summary>
    public static Task SendOfAsync(HttpContext context, LiveBoard board, string job, Func<JobView, CancellationToken, Task<byte[]>> ask) =>
        GuardAsync(context, async stop =>
        {
            if (await board.FindAsync(job, stop).ConfigureAwait(false) is { } view)
                await SendAsync(context, await ask(view, stop).ConfigureAwait(false)).ConfigureAwait(false);
            else await RefuseAsync(context, StatusCodes.Status404NotFound, "the cluster holds no such job").ConfigureAwait(false);
        });

    /// <summary>Answers with what went wrong where a caller may expect that.</summary>
    public static async Task GuardAsync(HttpContext context, Func<CancellationToken, Task> answer)
    {
        try
        {
            await answer(context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (AnswerCode.Of(e) is { } code && !context.Response.HasStarted)
        {
            await RefuseAsync(context, code, e.Message).ConfigureAwait(false);
        }
    }

    public static async Task SendAsync(HttpContext context, byte[] document)
    {
        HttpResponse response = context.Response;
        response.ContentType = JsonType;
        response.Headers.CacheControl = "no-store";
        if (document.Length >= LeastPacked && PageFiles.AcceptsGzip(context.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            document = Packed.Of(document);
        }

        response.ContentLength = document.Length;
        await response.Body.WriteAsync(document, context.RequestAborted).ConfigureAwait(false);
    }

    public static Task RefuseAsync(HttpContext context, int code, string why)
    {
        context.Response.StatusCode = code;
        return SendAsync(context, LiveJson.Bytes(new { Error = why.ReplaceLineEndings(" ") }));
    }
}
