using System.Text.Json;
using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Live;
using IsacCluster.Specifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>What the buttons of the page do: the same as the verbs of `isac`.</summary>
internal static class LiveActions
{
    /// <summary>Of samples or trials, as 'isac extend' takes them.</summary>
    private const long MostExtent = 1_000_000_000;

    public static void Map(RouteGroupBuilder api, LiveBoard board)
    {
        void Post(string path, Func<IJobClient, JobId, HttpRequest, CancellationToken, Task> act) => api.MapPost(
            "/jobs/{job}/" + path, (HttpContext context, string job) => ActAsync(context, board, job, act));

        Post("pause", (jobs, id, _, stop) => jobs.PauseAsync(id, stop));
        Post("resume", (jobs, id, _, stop) => jobs.ResumeAsync(id, stop));
        Post("cancel", (jobs, id, _, stop) => jobs.CancelAsync(id, stop));
        Post("priority", async (jobs, id, request, stop) =>
            await jobs.SetPriorityAsync(id, (int)await NumberAsync(request, "priority", SubmitOptions.HighestPriority, stop)
                .ConfigureAwait(false), stop).ConfigureAwait(false));
        Post("extend", (jobs, id, request, stop) => board.Source.MayExtend
            ? ExtendAsync(jobs, id, request, stop)
            : throw new NotSupportedException("'isac run' ends with its job; 'isac extend' continues it then."));
    }

    private static Task ActAsync(
        HttpContext context, LiveBoard board, string job, Func<IJobClient, JobId, HttpRequest, CancellationToken, Task> act) =>
        LiveAnswer.SendOfAsync(context, board, job, async (_, stop) =>
        {
            await act(board.Client, new JobId(job), context.Request, stop).ConfigureAwait(false);
            board.Changed(job);
            return LiveJson.Bytes(new { Ok = true, Job = job });
        });

    /// <summary>The stored description with more samples or trials, submitted again.</summary>
    private static async Task ExtendAsync(IJobClient jobs, JobId id, HttpRequest request, CancellationToken stop)
    {
        JobDescription held = await jobs.GetDescriptionAsync(id, stop).ConfigureAwait(false)
            ?? throw new SpecificationException($"job {id} has no specification.");
        string field = JobKinds.Catalog.Get(held.Kind).ExtentField
            ?? throw new SpecificationException($"a job of kind {held.Kind} cannot be extended.");
        long wanted = await NumberAsync(request, field, MostExtent, stop).ConfigureAwait(false);
        string text = field == "trials"
            ? SpecificationText.WithTrials(held.SpecText, wanted)
            : SpecificationText.WithSamples(held.SpecText, wanted);
        await jobs.SubmitAsync(held with { SpecText = text }, cancellation: stop).ConfigureAwait(false);
    }

    /// <summary>The whole number of a field of the body, from 1 on.</summary>
    private static async Task<long> NumberAsync(HttpRequest request, string field, long most, CancellationToken stop)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(request.Body, cancellationToken: stop).ConfigureAwait(false);
        return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(field, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 1 && number <= most
                ? number
                : throw new SpecificationException($"{field}: expected {{\"{field}\": N}} with a whole number from 1 to {most}.");
    }
}
