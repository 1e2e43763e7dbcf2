using System.Net;
using IsacCluster.Silo.Tests.Http;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>Who gets the page, its numbers and its orders.</summary>
public sealed class PageGateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_is_open_and_its_numbers_want_the_token()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, slots: 0);
        using HttpClient stranger = cluster.Caller(null), reader = cluster.Caller(ServedCluster.ReadToken);
        HttpResponseMessage page = await stranger.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.Add("If-None-Match", page.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await stranger.SendAsync(again)).StatusCode);
        foreach (string path in new[] { "/page/none.js", "/page/..%2findex.html", "/page/" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);

        HttpResponseMessage refused = await stranger.GetAsync("/api/jobs");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("a bearer token is needed", Api.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("error").GetString());
        Assert.Equal("read", Api.Parse(await reader.GetStringAsync("/api/about")).GetProperty("may").GetString());
        Assert.Empty(Api.Parse(await reader.GetStringAsync("/api/jobs")).GetProperty("jobs").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/api/nothing")).StatusCode);
    }

    /// <summary>A foreign name that leads to this machine is how a page of another site would read what the machine alone may.</summary>
    [Theory]
    [InlineData("attacker.example", "/api/jobs", HttpStatusCode.Forbidden)]
    [InlineData("attacker.example", "/", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "/api/jobs", HttpStatusCode.OK)]
    [InlineData("[::1]", "/api/jobs", HttpStatusCode.OK)]
    public async Task Without_a_token_only_names_of_this_machine_are_answered(string host, string path, HttpStatusCode code)
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, readToken: null, slots: 0);
        using HttpClient caller = cluster.Caller(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        Assert.Equal(code, (await caller.SendAsync(request)).StatusCode);
    }
}
