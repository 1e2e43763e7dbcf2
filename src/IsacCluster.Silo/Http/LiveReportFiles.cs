using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Http;

namespace IsacCluster.Silo.Http;

/// <summary>The files of a job's report as it is now. Nothing outside of its folder can be named.</summary>
internal static class LiveReportFiles
{
    /// <summary>A report brings its style and its script in itself, and may do nothing but show itself.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; "
        + "sandbox allow-scripts allow-downloads";

    /// <param name="path">Of a file of the report; empty: of its page.</param>
    public static Task SendAsync(HttpContext context, LiveBoard board, string job, string path) =>
        LiveAnswer.GuardAsync(context, async stop =>
        {
            if (await board.FindAsync(job, stop).ConfigureAwait(false) is not { } view)
            {
                await LiveAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "the cluster holds no such job").ConfigureAwait(false);
                return;
            }

            WrittenReport report = await view.Report.GetAsync(stop).ConfigureAwait(false);
            string? file = FolderPath.Within(report.Folder, path.Length == 0 ? report.MainFile : path);
            if (file is null || !File.Exists(file))
            {
                await LiveAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "the report has no such file").ConfigureAwait(false);
                return;
            }

            byte[] bytes = await File.ReadAllBytesAsync(file, stop).ConfigureAwait(false);
            context.Response.ContentType = PageFiles.ContentTypeOf(file);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, stop).ConfigureAwait(false);
        });
}
