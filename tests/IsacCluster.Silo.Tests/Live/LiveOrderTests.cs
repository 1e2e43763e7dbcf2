using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Tests.Http;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>Events come by themselves, and orders do what the verbs do, for those who may.</summary>
public sealed class LiveOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Events_tell_of_jobs_and_their_changes()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 1);
        using HttpClient reader = cluster.Caller(ServedCluster.ReadToken), stranger = cluster.Caller(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/events")).StatusCode);
        using HttpResponseMessage response = await reader.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        (string name, JsonElement hello) = await NextAsync(lines);
        Assert.Equal("hello", name);
        Assert.Equal(JsonValueKind.String, hello.GetProperty("as_of").ValueKind);

        JobId id = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "watched", 60));
        var seen = new HashSet<string>();
        bool done = false;
        while (!done || !seen.IsSupersetOf(["jobs", "silos", "happened", "job"]))
        {
            (name, JsonElement data) = await NextAsync(lines);
            seen.Add(name);
            if (name == "job") Assert.Equal(id.Value, data.Text("id"));
            done |= name == "jobs" && data.Items("jobs").Any(job => job.Text("phase") == "completed");
        }
    }

    [Fact]
    public async Task Orders_want_the_token_and_do_what_the_verbs_do()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 0);
        JobId id = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "ordered", 40));
        using HttpClient reader = cluster.Caller(ServedCluster.ReadToken), owner = cluster.Caller(ServedCluster.SubmitToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/api/jobs/{id}/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.PostAsync("/api/jobs/none-000000000000/pause", null)).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, $"/api/jobs/{id}/pause");
        foreign.Headers.Add("Origin", "http://attacker.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.SendAsync(foreign)).StatusCode);
        Assert.Equal(JobPhase.Running, (await cluster.Client.GetStatusAsync(id)).Phase);

        await OrderAsync(owner, id, "pause");
        Assert.Equal(JobPhase.Paused, (await cluster.Client.GetStatusAsync(id)).Phase);
        await OrderAsync(owner, id, "resume");
        await OrderAsync(owner, id, "priority", """{"priority": 9}""");
        Assert.Equal(9, Assert.Single(await cluster.Client.GetJobsAsync()).Priority);
        await OrderAsync(owner, id, "extend", """{"samples": 70}""");
        Assert.Equal(70, Assert.Single((await cluster.Client.GetStatusAsync(id)).Lanes).Boundary);
        foreach (string body in new[] { "", "{}", """{"samples": 0}""", """{"samples": "70"}""", """{"trials": 70}""" })
        {
            using var content = new StringContent(body);
            HttpResponseMessage refused = await owner.PostAsync($"/api/jobs/{id}/extend", content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.NotEmpty(Api.Parse(await refused.Content.ReadAsStringAsync()).Text("error")!);
        }

        await OrderAsync(owner, id, "cancel");
        JsonElement detail = await owner.ReadAsync($"/api/jobs/{id}");
        Assert.Equal(("cancelled", 70), (detail.Text("phase"), detail.GetProperty("target").GetInt64()));
        JsonElement about = await owner.ReadAsync("/api/about");
        Assert.Equal(("submit", "silo", "served"), (about.Text("may"), about.Text("source"), about.Text("silo")));
    }

    private static async Task OrderAsync(HttpClient owner, JobId id, string order, string body = "")
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        HttpResponseMessage answer = await owner.PostAsync($"/api/jobs/{id}/{order}", content);
        string said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, said);
        Assert.True(Api.Parse(said).GetProperty("ok").GetBoolean());
    }

    private static async Task<(string Name, JsonElement Data)> NextAsync(StreamReader lines)
    {
        while (true)
        {
            string? line = await lines.ReadLineAsync();
            Assert.NotNull(line);
            if (!line.StartsWith("event: ", StringComparison.Ordinal)) continue;
            string? data = await lines.ReadLineAsync();
            Assert.StartsWith("data: ", data, StringComparison.Ordinal);
            return (line["event: ".Length..], Api.Parse(data!["data: ".Length..]));
        }
    }
}
