using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Http;

/// <summary>
/// A client over the HTTP endpoint of a silo: it holds a token of a role and neither the cluster's secret nor the store's password. Every
/// call is idempotent and repeated while the silo does not answer, for as long as the patience.
/// </summary>
public sealed class RemoteJobClient : IJobClient, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;

    /// <param name="server">Of the endpoint, http or https.</param>
    /// <param name="token">Null where reading needs none.</param>
    public RemoteJobClient(Uri server, string? token, TimeProvider time, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(server);
        string address = server.AbsoluteUri;
        _http = new HttpClient
        {
            BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (_time, _patience) = (time, patience);
    }

    public void Dispose() => _http.Dispose();

    public async Task<JobId> SubmitAsync(
        JobDescription description, SubmitOptions? options = null, CancellationToken cancellation = default)
    {
        using var activity = ClusterTelemetry.Source.StartActivity("submit"); // the request carries its context
        return (await AskAsync<Submitted>(HttpMethod.Post, "jobs", cancellation, new Submission(description, options))
            .ConfigureAwait(false))!.Job;
    }

    public async Task<bool> ExistsAsync(JobId id, CancellationToken cancellation = default) =>
        await GetSummaryAsync(id, cancellation).ConfigureAwait(false) is not null;

    public async Task<IReadOnlyList<JobListing>> GetJobsAsync(CancellationToken cancellation = default) =>
        (await AskAsync<Listed>(HttpMethod.Get, "jobs", cancellation).ConfigureAwait(false))!.Jobs;

    public async Task<ClusterView> GetClusterAsync(CancellationToken cancellation = default) =>
        (await AskAsync<ClusterView>(HttpMethod.Get, "cluster", cancellation).ConfigureAwait(false))!;

    public Task<JobDescription?> GetDescriptionAsync(JobId id, CancellationToken cancellation = default) =>
        AskAsync<JobDescription>(HttpMethod.Get, Of(id, "/description"), cancellation);

    public Task<JobSummary?> GetSummaryAsync(JobId id, CancellationToken cancellation = default) =>
        AskAsync<JobSummary>(HttpMethod.Get, Of(id, "/summary"), cancellation);

    public Task<JobStatus> GetStatusAsync(JobId id, CancellationToken cancellation = default) =>
        KnownAsync<JobStatus>(HttpMethod.Get, id, "", cancellation);

    public Task<JobResults> GetResultsAsync(JobId id, CancellationToken cancellation = default) =>
        KnownAsync<JobResults>(HttpMethod.Get, id, "/results", cancellation);

    public Task CancelAsync(JobId id, CancellationToken cancellation = default) =>
        KnownAsync<JobStatus>(HttpMethod.Post, id, "/cancel", cancellation);

    public Task PauseAsync(JobId id, CancellationToken cancellation = default) =>
        KnownAsync<JobStatus>(HttpMethod.Post, id, "/pause", cancellation);

    public Task ResumeAsync(JobId id, CancellationToken cancellation = default) =>
        KnownAsync<JobStatus>(HttpMethod.Post, id, "/resume", cancellation);

    public async Task SetPriorityAsync(JobId id, int priority, CancellationToken cancellation = default)
    {
        var weight = new Weight(priority);
        if (await AskAsync<JobStatus>(HttpMethod.Post, Of(id, "/priority"), cancellation, weight).ConfigureAwait(false) is null)
            throw Unknown(id);
    }

    public async Task<bool> DeleteAsync(JobId id, CancellationToken cancellation = default) =>
        (await KnownAsync<Removed>(HttpMethod.Delete, id, "", cancellation).ConfigureAwait(false)).Deleted;

    public Task<OutsideAnswer> AskAsync(JobId id, OutsideAsk ask, CancellationToken cancellation = default) => throw AtSilo();

    public Task<OutsideAnswer> SayAsync(JobId id, OutsideWord word, CancellationToken cancellation = default) => throw AtSilo();

    public async IAsyncEnumerable<JobStatus> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        JobStatus? last = null;
        while (last is not { IsSettled: true })
        {
            using HttpResponseMessage response =
                await SendAsync(HttpMethod.Get, Of(id, "/watch"), null, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound) throw Unknown(id);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
            while (await NextAsync(lines, cancellation).ConfigureAwait(false) is { } line)
            {
                last = JsonSerializer.Deserialize<JobStatus>(line, Submission.Json)!;
                if (last is { Phase: JobPhase.Damaged, Failure: { } damage }) throw DamagedJob.Refusal(id, damage.Message);
                if (last.Failure is { Kind: JobFailureKind.DataFolder } failure) throw new DataFolderException(failure.Message);
                yield return last;
            }

            if (last is not { IsSettled: true }) await Task.Delay(Interval, _time, cancellation).ConfigureAwait(false); // the silo has left
        }
    }

    /// <summary>Null where the silo has ended the answer, in whatever way.</summary>
    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private async Task<T> KnownAsync<T>(HttpMethod method, JobId id, string path, CancellationToken cancellation)
        where T : class => await AskAsync<T>(method, Of(id, path), cancellation).ConfigureAwait(false) ?? throw Unknown(id);

    /// <returns>Null where the cluster holds no such job.</returns>
    private async Task<T?> AskAsync<T>(HttpMethod method, string path, CancellationToken cancellation, object? body = null)
        where T : class
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, cancellation).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await response.Content.ReadFromJsonAsync<T>(Submission.Json, cancellation).ConfigureAwait(false);
    }

    /// <summary>A response of code 200 or 404.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            string why;
            try
            {
                using var request = new HttpRequestMessage(method, path);
                if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Submission.Json);
                HttpResponseMessage response = await _http
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound) return response;
                using (response)
                {
                    string said = (await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).Trim();
                    why = response.StatusCode == HttpStatusCode.ServiceUnavailable ? said : throw Refused(response.StatusCode, said);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                why = e.GetBaseException().Message;
            }

            if (_time.GetElapsedTime(start) >= _patience)
                throw new ClusterException($"--server: {_http.BaseAddress} has not answered within {_patience.TotalSeconds:0} s: {why}");
            await Task.Delay(Interval, _time, cancellation).ConfigureAwait(false);
        }
    }

    private static Exception Refused(HttpStatusCode code, string said) => code switch
    {
        HttpStatusCode.BadRequest => new SpecificationException(said),
        HttpStatusCode.Conflict => new DamagedJobException(said),
        HttpStatusCode.Unauthorized => new ClusterException(
            $"the silo wants a token: {said}; set ISAC_HTTP_TOKEN or ISAC_HTTP_TOKEN_FILE."),
        _ => new ClusterException($"the silo refuses ({(int)code}): {said}"),
    };

    private static NotSupportedException AtSilo() => new("workers ask at the silo itself, not through another endpoint.");

    private static SpecificationException Unknown(JobId id) => new($"JOB: the cluster holds no job '{id}'.");

    private static string Of(JobId id, string path) => $"jobs/{Uri.EscapeDataString(id.Value)}{path}";

    private sealed record Submitted(JobId Job);

    private sealed record Listed(IReadOnlyList<JobListing> Jobs);

    private sealed record Removed(bool Deleted);
}
