using System.Globalization;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>The numbers of the live page, docs/api.md: JSON of shared snapshots.</summary>
internal static class LiveRoutes
{
    public static void Map(IEndpointRouteBuilder routes, LiveBoard board, HttpTokens tokens, TimeProvider time)
    {
        RouteGroupBuilder api = routes.MapGroup("/api");
        void Get(string path, Func<CancellationToken, Task<byte[]>> ask) =>
            api.MapGet(path, (HttpContext context) => LiveAnswer.SendAsync(context, ask));
        void GetOf(string path, Func<JobView, string, CancellationToken, Task<byte[]>> ask) => api.MapGet(
            "/jobs/{job}" + path,
            (HttpContext context, string job) => LiveAnswer.SendOfAsync(context, board, job, (view, stop) => ask(view, job, stop)));

        api.MapGet("/about", (HttpContext context) => LiveAnswer.SendAsync(context, LiveJson.Bytes(new
        {
            AsOf = time.GetUtcNow(),
            Product = "IsacCluster",
            Version = RuntimeManifest.Build,
            board.Source.Cluster,
            board.Source.Silo,
            Source = board.Source.Kind,
            May = tokens.RoleOf(context.Request.Headers.Authorization.ToString()) == HttpRole.Submit ? "submit" : "read",
            board.Source.MayExtend,
        })));
        Get("/jobs", async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).JobsDocument);
        Get("/silos", async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).SilosDocument);
        Get("/happened", async stop => (await board.OverviewAsync(stop).ConfigureAwait(false)).HappenedDocument);
        api.MapGet("/jobs/{job}", (HttpContext context, string job) => LiveAnswer.SendOfAsync(
            context, board, job,
            async (view, stop) =>
            {
                IReadOnlySet<int>? traces = TracesOf(context.Request.Query["traces"]);
                return (await view.DetailAsync(stop).ConfigureAwait(false)).Document(traces);
            }));
        GetOf("/failures", async (view, _, stop) => (await view.DetailAsync(stop).ConfigureAwait(false)).Failures);
        GetOf("/log", async (_, job, stop) => Log(board, job, await board.OverviewAsync(stop).ConfigureAwait(false)));
        GetOf("/figures", async (view, _, stop) =>
        {
            WrittenReport report = await view.Report.GetAsync(stop).ConfigureAwait(false);
            return LiveJson.Bytes(new { report.AsOf, Report = "report/" + report.MainFile, Figures = report.Figures() });
        });
        api.MapGet("/jobs/{job}/report/{**path}", (HttpContext context, string job, string? path) =>
            LiveReportFiles.SendAsync(context, board, job, path ?? ""));
        api.MapGet("/events", context => LiveEvents.SendAsync(context, board, time));
        LiveActions.Map(api, board);
        StudyRoutes.Map(api, board, time);
        api.MapFallback(context => LiveAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such address"));
    }

    /// <summary>none, or positions of points separated by commas; null: all.</summary>
    private static HashSet<int>? TracesOf(string? text)
    {
        if (text is null) return null;
        if (text is "none" or "") return [];
        return [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int lane)
            ? lane
            : throw new SpecificationException($"traces: '{part}' is not allowed; expected none, or positions of points: 0,3,7."))];
    }

    /// <summary>What this process said of a job, and what the cluster tells of it, in the order of time.</summary>
    private static byte[] Log(LiveBoard board, string job, Overview overview)
    {
        IEnumerable<LogLine> told = overview.Events.Where(happened => happened.Job == job)
            .Select(happened => new LogLine(happened.Time, "information", happened.Text));
        IEnumerable<LogLine> said = board.Source.Log?.Of(job) ?? [];
        return LiveJson.Bytes(new { overview.AsOf, Lines = said.Concat(told).OrderBy(line => line.Time) });
    }
}
