using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Tests.Http;
using IsacCluster.Silo.Tests.Live;

namespace IsacCluster.Silo.Tests.Studies;

/// <summary>A study whose trials the tests evaluate, over HTTP.</summary>
internal sealed class AskedStudy(ServedCluster cluster, JobId id)
{
    /// <summary>Of a learning curve: the cluster's own prunes nobody there, a worker outside tells the value at once.</summary>
    private const int LastStep = 9;

    public JobId Id => id;

    public static async Task<AskedStudy> SubmitAsync(ServedCluster cluster, string folder, string spec) => new(
        cluster, await cluster.Client.SubmitAsync(
            new JobDescription("study", spec, Path.Combine(folder, "asked.yaml"), Path.Combine(folder, "out"))));

    public async Task<(HttpStatusCode Code, JsonElement Answer)> PostAsync(
        string verb, string body, string? token = ServedCluster.SubmitToken, string? study = null)
    {
        using HttpClient caller = cluster.Caller(token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await caller.PostAsync($"/api/studies/{study ?? id.Value}/{verb}", content);
        return (answer.StatusCode, Api.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<JsonElement> AskAsync(string worker = "w", string more = "")
    {
        (HttpStatusCode code, JsonElement answer) = await PostAsync("ask", $$"""{"worker": "{{worker}}", "wait_s": 60{{more}}}""");
        Assert.True(code == HttpStatusCode.OK, answer.ToString());
        return answer;
    }

    /// <summary>What the worker with a trial says of it.</summary>
    public Task<(HttpStatusCode Code, JsonElement Answer)> SayAsync(string verb, JsonElement trial, string words) => PostAsync(
        verb, $$"""{"trial": {{trial.GetProperty("trial")}}, "lease": "{{trial.Text("lease")}}"{{words}}}""");

    public async Task TellAsync(JsonElement trial, double value)
    {
        string words = string.Create(CultureInfo.InvariantCulture, $", \"value\": {value:R}");
        (HttpStatusCode code, JsonElement answer) = await SayAsync("tell", trial, words);
        Assert.True(code == HttpStatusCode.OK, answer.ToString());
    }

    /// <summary>A worker until the study has ended.</summary>
    /// <param name="evaluate">Reports and tells.</param>
    public async Task WorkAsync(string worker, Func<JsonElement, Task> evaluate)
    {
        while (true)
        {
            JsonElement trial = await AskAsync(worker);
            if (trial.Text("state") is "wait") continue;
            if (trial.Text("state") is not "running") return;
            await evaluate(trial);
        }
    }

    /// <summary>How the trials ended: what enters the digest, and what was reported.</summary>
    public async Task<string[]> TrialsAsync()
    {
        JobResults results = await cluster.Client.GetResultsAsync(id);
        return Lines(results.Lanes[0]);
    }

    public static string[] Lines(byte[] lane) =>
    [
        .. TrialOutcomes.FromBytes(lane).Trials.Select(trial => string.Join(
            ' ', trial.Key, trial.Value.State, trial.Value.Parameters, string.Join(',', trial.Value.Values),
            string.Join(
                ',', trial.Value.Intermediate.Where(value => value.Step < LastStep).Select(value => $"{value.Step}:{value.Value:R}")))),
    ];

    public async Task<IReadOnlyDictionary<long, TrialOutcome>> OutcomesAsync() =>
        TrialOutcomes.FromBytes((await cluster.Client.GetResultsAsync(id)).Lanes[0]).Trials;
}
