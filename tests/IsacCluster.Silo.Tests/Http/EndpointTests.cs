using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Storage;
using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Silo.Tests.Http;

/// <summary>The lifecycle of jobs over HTTP, by the role that a token gives.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_submits_has_the_whole_lifecycle_and_the_same_results()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
        using RemoteJobClient client = cluster.Connect(ServedCluster.SubmitToken);
        JobId id = await client.SubmitAsync(Describe("short", 40), new SubmitOptions { Priority = 2 });
        JobStatus? last = null;
        await foreach (JobStatus status in client.WatchAsync(id)) last = status;
        Assert.Equal(JobPhase.Completed, last!.Phase);
        JobResults results = await client.GetResultsAsync(id), local = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(local.Lanes, results.Lanes);
        Assert.Equal(local.Description, results.Description);
        Assert.Equal(local.Runs, results.Runs);
        Assert.Equal(local.Status.Lanes, results.Status.Lanes);
        Assert.Equal(await cluster.Client.GetSummaryAsync(id), await client.GetSummaryAsync(id));
        Assert.Equal(2, Assert.Single(await client.GetJobsAsync()).Priority);

        JobId longer = await client.SubmitAsync(Describe("long", 10_000_000));
        await client.PauseAsync(longer);
        Assert.Equal(JobPhase.Paused, (await client.GetStatusAsync(longer)).Phase);
        await client.ResumeAsync(longer);
        Assert.False(await client.DeleteAsync(longer));
        await client.CancelAsync(longer);
        Assert.Equal(JobPhase.Cancelled, (await cluster.Client.GetStatusAsync(longer)).Phase);
        Assert.True(await client.DeleteAsync(longer));
        Assert.Null(await client.GetDescriptionAsync(longer));
    }

    [Fact]
    public async Task Who_reads_sees_everything_and_changes_nothing()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 0);
        JobId id = await cluster.Client.SubmitAsync(Describe("kept", 40));
        using RemoteJobClient reader = cluster.Connect(ServedCluster.ReadToken);
        Assert.Equal(id, Assert.Single(await reader.GetJobsAsync()).Id);
        Assert.Equal(JobPhase.Running, (await reader.GetStatusAsync(id)).Phase);
        foreach (Func<Task> change in (Func<Task>[])[
            () => reader.SubmitAsync(Describe("other", 40)), () => reader.PauseAsync(id), () => reader.ResumeAsync(id),
            () => reader.CancelAsync(id), () => reader.DeleteAsync(id)])
        {
            var refused = await Assert.ThrowsAsync<ClusterException>(change);
            Assert.Contains("this token may read only", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(JobPhase.Running, (await cluster.Client.GetStatusAsync(id)).Phase);
        using RemoteJobClient stranger = cluster.Connect("another token");
        var unknown = await Assert.ThrowsAsync<ClusterException>(() => stranger.GetJobsAsync());
        Assert.Contains("set ISAC_HTTP_TOKEN", unknown.Message, StringComparison.Ordinal);
    }

    /// <summary>On loopback without a token to read, any page in a browser reaches the endpoint: it must not be able to submit.</summary>
    [Fact]
    public async Task Without_a_token_to_submit_nothing_is_taken()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null, submitToken: null);
        using HttpClient caller = cluster.Caller(null);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/jobs")).StatusCode);
        using var body = JsonContent.Create(new Submission(Describe("none", 40)), options: Submission.Json);
        HttpResponseMessage refused = await caller.PostAsync("/jobs", body);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("ISAC_SUBMIT_TOKEN", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await cluster.Client.GetJobsAsync());
    }

    [Fact]
    public async Task An_unknown_job_is_404_and_leaves_no_trace()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
        using HttpClient caller = cluster.Caller(ServedCluster.SubmitToken);
        var management = cluster.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        foreach (string path in new[] { "", "/description", "/summary", "/results", "/watch" })
            Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"/jobs/nothing-000000000000{path}")).StatusCode);
        foreach (string path in new[] { "/pause", "/resume", "/cancel" })
            Assert.Equal(HttpStatusCode.NotFound, (await caller.PostAsync($"/jobs/nothing%2F..%20{path}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.DeleteAsync("/jobs/nothing-000000000000")).StatusCode);
        Assert.DoesNotContain(
            await management.GetSimpleGrainStatistics(), grain => grain.GrainType.Contains("JobGrain", StringComparison.Ordinal));
        Assert.Empty(await StoredJobs.ListAsync(_folder["data"]));
    }

    [Fact]
    public async Task A_damaged_job_is_shown_and_everything_else_but_its_deletion_is_409_with_the_same_sentence()
    {
        JobId id;
        await using (ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path))
        {
            id = await cluster.Client.SubmitAsync(Describe("hurt", 4));
            await foreach (JobStatus status in cluster.Client.WatchAsync(id)) Assert.NotEqual(JobPhase.Failed, status.Phase);
        }

        string database = DataFolder.DatabaseOf(_folder["data"]), key = FlippedByte.In(database, "job", id.Value);
        string damage = $"record job {key} of {database} is not what was written";
        string sentence = $"job {id} is damaged: {damage}; 'isac delete {id}' removes it, then it can be run anew.";
        await using (ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path))
        {
            using HttpClient caller = cluster.Caller(ServedCluster.SubmitToken);
            using RemoteJobClient client = cluster.Connect(ServedCluster.SubmitToken);
            JobStatus shown = await client.GetStatusAsync(id);
            Assert.Equal((JobPhase.Damaged, damage), (shown.Phase, shown.Failure?.Message));
            Assert.Equal(damage, (await client.GetSummaryAsync(id))?.Damage);
            using HttpResponseMessage watched = await caller.GetAsync($"/jobs/{id}/watch");
            Assert.Equal(HttpStatusCode.OK, watched.StatusCode);
            foreach (string path in new[] { "", "/failures", "/figures", "/report/" })
                await RefusedAsync(caller.GetAsync($"/api/jobs/{id}{path}"));
            foreach (string path in new[] { "/description", "/results" }) await RefusedAsync(caller.GetAsync($"/jobs/{id}{path}"));
            foreach (string order in new[] { "pause", "resume", "cancel" })
            {
                await RefusedAsync(caller.PostAsync($"/jobs/{id}/{order}", null));
                await RefusedAsync(caller.PostAsync($"/api/jobs/{id}/{order}", null));
            }

            await RefusedAsync(caller.PostAsJsonAsync($"/jobs/{id}/priority", new { priority = 2 }));
            await RefusedAsync(caller.PostAsJsonAsync($"/api/jobs/{id}/extend", new { samples = 9 }));
            Assert.Equal(sentence, (await Assert.ThrowsAsync<DamagedJobException>(() => client.GetResultsAsync(id))).Message);
            Assert.Equal(sentence, (await Assert.ThrowsAsync<DamagedJobException>(() => client.SubmitAsync(Describe("hurt", 4)))).Message);
            Assert.True(await client.DeleteAsync(id));
            Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"/jobs/{id}")).StatusCode);
        }

        async Task RefusedAsync(Task<HttpResponseMessage> call)
        {
            using HttpResponseMessage refused = await call;
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            string said = await refused.Content.ReadAsStringAsync();
            if (said.StartsWith('{')) said = JsonNode.Parse(said)!["error"]!.GetValue<string>();
            Assert.Equal(sentence, said.TrimEnd('\n'));
        }
    }

    [Fact]
    public async Task A_bad_submission_is_refused_with_the_reason_on_one_line()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
        using RemoteJobClient client = cluster.Connect(ServedCluster.SubmitToken);
        var bad = await Assert.ThrowsAsync<SpecificationException>(
            () => client.SubmitAsync(Describe("bad", 40) with { SpecText = "kind: campaign\nname: bad\n" }));
        Assert.Contains("bad.yaml", bad.Message, StringComparison.Ordinal);
        var priority = await Assert.ThrowsAsync<SpecificationException>(
            () => client.SubmitAsync(Describe("bad", 40), new SubmitOptions { Priority = 0 }));
        Assert.Contains("A priority is from 1 to 100", priority.Message, StringComparison.Ordinal);
        using HttpClient caller = cluster.Caller(ServedCluster.SubmitToken);
        foreach (string text in new[] { "", "{}", "null", "[1]", "{\"description\": {\"kind\": \"campaign\"}}" })
        {
            using var body = new StringContent(text);
            HttpResponseMessage refused = await caller.PostAsync("/jobs", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Single((await refused.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n'));
        }
    }

    /// <summary>A silo of an embedded cluster listens on loopback, where every user of the machine may connect.</summary>
    [Fact]
    public async Task A_stranger_cannot_speak_to_a_silo_of_an_embedded_cluster()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path);
        IPEndPoint port = cluster.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(port);
        using var tls = new System.Net.Security.SslStream(connection.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        try
        {
            await tls.AuthenticateAsClientAsync("isac-cluster");
            await tls.WriteAsync(new byte[64]);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Refused, sooner or later: TLS 1.3 tells a client late that its certificate was missing.
        }
    }

    private JobDescription Describe(string name, int samples) => ServedCluster.Campaign(_folder.Path, name, samples);
}
