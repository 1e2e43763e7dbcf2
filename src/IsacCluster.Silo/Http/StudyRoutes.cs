using System.Globalization;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Live;
using IsacCluster.Specifications.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>Ask and tell, docs/api.md: workers outside of the cluster take trials of a study and tell what came of them.</summary>
internal static class StudyRoutes
{
    private const double UsualWait = 5, MostWait = 60;
    private const int MostName = 200;
    private static readonly string[] Asked = ["worker", "request", "resume", "wait_s"];
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder api, LiveBoard board, TimeProvider time)
    {
        api.MapPost("/studies/{job}/ask", (HttpContext context, string job) =>
            AnswerAsync(context, board, job, (body, id, stop) => AskAsync(board, id, body, time, stop)));
        foreach (string verb in (string[])["tell", "report", "heartbeat"])
            api.MapPost($"/studies/{{job}}/{verb}", (HttpContext context, string job) =>
                AnswerAsync(context, board, job, (body, id, stop) => SayAsync(board, id, verb, body, stop)));
    }

    private static Task AnswerAsync(
        HttpContext context, LiveBoard board, string job, Func<JsonElement, JobId, CancellationToken, Task<OutsideAnswer>> answer) =>
        LiveAnswer.GuardAsync(context, async stop =>
        {
            if (await board.FindAsync(job, stop).ConfigureAwait(false) is null)
            {
                await LiveAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, $"the cluster holds no study '{job}'")
                    .ConfigureAwait(false);
                return;
            }

            JsonElement body = await ReadAsync(context.Request, stop).ConfigureAwait(false);
            OutsideAnswer said = await answer(body, new JobId(job), stop).ConfigureAwait(false);
            if (said.Code is OutsideCode.Ok or OutsideCode.Wait)
                await LiveAnswer.SendAsync(context, System.Text.Encoding.UTF8.GetBytes(said.Body)).ConfigureAwait(false);
            else await LiveAnswer.RefuseAsync(context, CodeOf(said.Code), said.Body).ConfigureAwait(false);
        });

    private static int CodeOf(OutsideCode code) => code switch
    {
        OutsideCode.Bad => StatusCodes.Status400BadRequest,
        OutsideCode.Unknown => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    private static async Task<OutsideAnswer> AskAsync(
        LiveBoard board, JobId id, JsonElement body, TimeProvider time, CancellationToken stop)
    {
        foreach (JsonProperty property in body.EnumerateObject())
        {
            if (!Asked.Contains(property.Name))
                throw new SpecificationException($"{property.Name}: unknown field; expected one of {string.Join(", ", Asked)}.");
        }

        string request = Text(body, "request") ?? Guid.NewGuid().ToString("N");
        var ask = new OutsideAsk(Text(body, "worker") ?? "", request, Flag(body, "resume"), TimeSpan.Zero);
        if (ask.Resumes && ask.Worker.Length == 0)
            throw new SpecificationException("resume: true is not allowed; expected a worker with it.");
        TimeSpan wait = TimeSpan.FromSeconds(Seconds(body, "wait_s"));
        long start = time.GetTimestamp();
        while (true)
        {
            TimeSpan left = wait - time.GetElapsedTime(start);
            left = left < TimeSpan.Zero ? TimeSpan.Zero : left;
            OutsideAnswer answer = await board.Client
                .AskAsync(id, ask with { Patience = left < Round ? left : Round }, stop).ConfigureAwait(false);
            if (answer.Code != OutsideCode.Wait || left == TimeSpan.Zero) return answer;
        }
    }

    private static Task<OutsideAnswer> SayAsync(LiveBoard board, JobId id, string verb, JsonElement body, CancellationToken stop)
    {
        if (!body.TryGetProperty("trial", out JsonElement trial) || trial.ValueKind != JsonValueKind.Number
            || !trial.TryGetInt64(out long index) || index < 0)
            throw new SpecificationException("trial: expected the number of a trial that was asked for.");
        string lease = Text(body, "lease") ?? throw new SpecificationException("lease: expected the lease that ask gave with the trial.");
        return board.Client.SayAsync(id, new OutsideWord(verb, index, lease, Canonical(body)), stop);
    }

    /// <summary>What it says beside the trial and the lease, the same text for the same words.</summary>
    private static string Canonical(JsonElement body)
    {
        var words = body.EnumerateObject().Where(property => property.Name is not ("trial" or "lease" or "worker"))
            .ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal);
        return CanonicalJson.Write(words);
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(part => part.Name, part => Plain(part.Value), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : Number(value),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => null,
    };

    /// <summary>A number beyond all others, such as 1e999, is told by its text, which is then not allowed.</summary>
    private static object Number(JsonElement value) =>
        value.GetDouble() is var number && double.IsFinite(number) ? number : value.GetRawText();

    private static async Task<JsonElement> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        using var text = new StreamReader(request.Body);
        string body = await text.ReadToEndAsync(stop).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(body)) body = "{}";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone()
                : throw new SpecificationException("the body is not allowed; expected a JSON object.");
        }
        catch (JsonException mistake)
        {
            throw new SpecificationException(
                $"the body is not JSON, which has no NaN and no Infinity: {mistake.Message.ReplaceLineEndings(" ")}", mistake);
        }
    }

    private static string? Text(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MostName } text ? text
            : throw new SpecificationException($"{field}: expected a text of 1 to {MostName} characters.");
    }

    private static bool Flag(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out JsonElement value)) return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw new SpecificationException($"{field}: expected true or false.");
    }

    private static double Seconds(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out JsonElement value)) return UsualWait;
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= MostWait and var seconds ? seconds
            : throw new SpecificationException(
                string.Create(CultureInfo.InvariantCulture, $"{field}: expected a number from 0 to {MostWait}."));
    }
}
