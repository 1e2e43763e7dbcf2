using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Silo.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>
/// The lifecycle of jobs over HTTP: what <see cref="IJobClient"/> does, as JSON. A job that nobody has submitted is 404, and asking for
/// it leaves no trace in the cluster.
/// </summary>
internal static class JobRoutes
{
    /// <param name="client">Null while the silo is not ready.</param>
    public static void Map(IEndpointRouteBuilder routes, string silo, string cluster, Func<IJobClient?> client)
    {
        routes.MapGet("/jobs", (CancellationToken stop) => AnswerAsync(client, async jobs => Json(new
        {
            Silo = silo,
            Cluster = cluster,
            Jobs = await jobs.GetJobsAsync(stop).ConfigureAwait(false),
        })));
        routes.MapGet("/cluster", (CancellationToken stop) => AnswerAsync(
            client, async jobs => Json(await jobs.GetClusterAsync(stop).ConfigureAwait(false))));
        routes.MapGet("/metrics/queued", (CancellationToken stop) => AnswerAsync(client, async jobs => Json(new
        {
            QueuedTasks = (await jobs.GetJobsAsync(stop).ConfigureAwait(false)).Sum(job => job.OpenTasks ?? 0),
        })));
        routes.MapPost("/jobs", (HttpRequest request, CancellationToken stop) => AnswerAsync(client, async jobs =>
        {
            Submission submission = await ReadAsync(request, stop).ConfigureAwait(false);
            JobId id = await jobs.SubmitAsync(submission.Description, submission.Options, stop).ConfigureAwait(false);
            return Json(new { Job = id });
        }));
        MapOne(routes.MapGroup("/jobs/{job}"), client);
    }

    private static void MapOne(RouteGroupBuilder job, Func<IJobClient?> client)
    {
        void Get<T>(string path, Func<IJobClient, JobId, CancellationToken, Task<T>> ask) => job.MapGet(
            path,
            (string job, CancellationToken stop) => KnownAsync(
                client, job, async (jobs, id) => Json(await ask(jobs, id, stop).ConfigureAwait(false)), stop));

        void Post(string path, Func<IJobClient, JobId, CancellationToken, Task> act) => job.MapPost(
            path, (string job, CancellationToken stop) => KnownAsync(client, job, async (jobs, id) =>
            {
                await act(jobs, id, stop).ConfigureAwait(false);
                return Json(await SoundAsync(jobs, id, stop).ConfigureAwait(false));
            }, stop));

        Get("", (jobs, id, stop) => jobs.GetStatusAsync(id, stop));
        Get("/description", (jobs, id, stop) => jobs.GetDescriptionAsync(id, stop));
        Get("/summary", (jobs, id, stop) => jobs.GetSummaryAsync(id, stop));
        Get("/results", (jobs, id, stop) => jobs.GetResultsAsync(id, stop));
        job.MapGet("/watch", (string job, CancellationToken stop) => KnownAsync(
            client, job,
            (jobs, id) => Task.FromResult(Results.Stream(body => WatchAsync(jobs, id, body, stop), "application/x-ndjson")), stop));
        Post("/pause", (jobs, id, stop) => jobs.PauseAsync(id, stop));
        Post("/resume", (jobs, id, stop) => jobs.ResumeAsync(id, stop));
        Post("/cancel", (jobs, id, stop) => jobs.CancelAsync(id, stop));
        job.MapPost("/priority", (string job, HttpRequest request, CancellationToken stop) => KnownAsync(client, job, async (jobs, id) =>
        {
            Weight? weight = await JsonSerializer.DeserializeAsync<Weight>(request.Body, Submission.Json, stop).ConfigureAwait(false);
            await jobs.SetPriorityAsync(id, weight?.Priority ?? 0, stop).ConfigureAwait(false);
            return Json(await SoundAsync(jobs, id, stop).ConfigureAwait(false));
        }, stop));
        job.MapDelete("", (string job, CancellationToken stop) => KnownAsync(
            client, job, async (jobs, id) => Json(new { Deleted = await jobs.DeleteAsync(id, stop).ConfigureAwait(false) }), stop));
    }

    /// <summary>How a job stands after an order.</summary>
    /// <exception cref="DamagedJobException">It is damaged, which may show only now.</exception>
    private static async Task<JobStatus> SoundAsync(IJobClient jobs, JobId id, CancellationToken stop)
    {
        JobStatus status = await jobs.GetStatusAsync(id, stop).ConfigureAwait(false);
        return status is { Phase: JobPhase.Damaged, Failure: { } damage } ? throw DamagedJob.Refusal(id, damage.Message) : status;
    }

    private static Task<IResult> KnownAsync(
        Func<IJobClient?> client, string job, Func<IJobClient, JobId, Task<IResult>> answer, CancellationToken stop) =>
        AnswerAsync(client, async jobs => await jobs.ExistsAsync(new JobId(job), stop).ConfigureAwait(false)
            ? await answer(jobs, new JobId(job)).ConfigureAwait(false)
            : Refuse(StatusCodes.Status404NotFound, "the cluster holds no such job"));

    private static async Task<IResult> AnswerAsync(Func<IJobClient?> client, Func<IJobClient, Task<IResult>> answer)
    {
        if (client() is not { } jobs) return Refuse(StatusCodes.Status503ServiceUnavailable, "not ready");
        try
        {
            return await answer(jobs).ConfigureAwait(false);
        }
        catch (Exception e) when (AnswerCode.Of(e) is { } code)
        {
            return Refuse(code, e.Message);
        }
    }

    private static async Task<Submission> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        Submission submission = await JsonSerializer.DeserializeAsync<Submission>(request.Body, Submission.Json, stop).ConfigureAwait(false)
            ?? throw new JsonException("the body is null; expected a submission.");
        return submission.Description.SpecPath.Length > 0 && submission.Description.OutputFolder.Length > 0
            ? submission
            : throw new JsonException("description: paths are not empty.");
    }

    /// <summary>A line of JSON for each status as it comes.</summary>
    private static async Task WatchAsync(IJobClient jobs, JobId id, Stream body, CancellationToken stop)
    {
        async Task WriteAsync(JobStatus status)
        {
            await JsonSerializer.SerializeAsync(body, status, Submission.Json, stop).ConfigureAwait(false);
            await body.WriteAsync("\n"u8.ToArray(), stop).ConfigureAwait(false);
            await body.FlushAsync(stop).ConfigureAwait(false);
        }

        try
        {
            await foreach (JobStatus status in jobs.WatchAsync(id, stop).ConfigureAwait(false))
                await WriteAsync(status).ConfigureAwait(false);
        }
        catch (DataFolderException)
        {
            await WriteAsync(await jobs.GetStatusAsync(id, stop).ConfigureAwait(false)).ConfigureAwait(false); // it says what failed
        }
    }

    private static IResult Json<T>(T value) => Results.Json(value, JobJson.Options);

    private static IResult Refuse(int code, string why) => Results.Text(why.ReplaceLineEndings(" ") + "\n", statusCode: code);
}

/// <summary>What is posted to /jobs.</summary>
internal sealed record Submission(JobDescription Description, SubmitOptions? Options = null)
{
    /// <summary>A message on one line; what is missing from it is an error.</summary>
    public static JsonSerializerOptions Json { get; } = new(JobJson.Options)
    {
        WriteIndented = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>What is posted to /jobs/ID/priority.</summary>
internal sealed record Weight(int Priority);
