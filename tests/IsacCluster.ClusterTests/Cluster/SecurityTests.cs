using System.Net;
using System.Net.Http.Headers;
using IsacCluster.Cli.Chaos;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Strangers can neither join nor call, and are seen.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class SecurityTests(FaultCluster cluster)
{
    [Fact]
    public async Task A_client_with_another_secret_is_refused_and_the_refusal_is_logged()
    {
        await cluster.Processes.ReviveAsync();
        IsacOutcome outcome = await cluster.IsacWithAsync("another secret of good length", "status", "--patience", "5");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("have another secret", outcome.Error, StringComparison.Ordinal);
        await AnySiloLogsRefusalAsync();
    }

    [Fact]
    public async Task A_silo_without_the_secret_cannot_join()
    {
        await cluster.Processes.ReviveAsync();
        using var stranger = new SiloProcess(
            cluster.Processes.Address with { Secret = "another secret of good length" },
            new SiloProcessOptions("stranger", "1", cluster.Folder, cluster.Data));
        stranger.Start();
        await AnySiloLogsRefusalAsync();
        Assert.False(stranger.ReadyAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Beyond_loopback_a_secret_and_a_token_are_needed()
    {
        IsacOutcome silo = await cluster.IsacWithAsync(secret: null, "silo", "--bind", "0.0.0.0", "--advertise", "127.0.0.1");
        Assert.Equal(2, silo.ExitCode);
        Assert.Contains("--bind: '0.0.0.0'", silo.Error, StringComparison.Ordinal);
        IsacOutcome http = await cluster.IsacAsync("silo", "--bind", "0.0.0.0", "--advertise", "127.0.0.1", "--http", "8080");
        Assert.Equal(2, http.ExitCode);
        Assert.Contains("ISAC_HTTP_TOKEN", http.Error, StringComparison.Ordinal);
        IsacOutcome pod = await cluster.IsacAsync("silo", "--kubernetes", "--bind", "0.0.0.0");
        Assert.Equal(2, pod.ExitCode);
        Assert.Contains("POD_IP is not set", pod.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_of_the_store_is_one_line()
    {
        using IsacProcess process = IsacProcess.Start(
            cluster.Folder,
            new Dictionary<string, string>
            {
                ["ISAC_STORE_PASSWORD"] = "wrong",
                ["ISAC_CLUSTER_SECRET"] = cluster.Processes.Address.Secret!,
            },
            "status", "--store", cluster.Processes.Address.Store, "--cluster", cluster.Processes.Address.Name);
        IsacOutcome outcome = await process.EndAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("refuses the password", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_wants_its_token_for_all_but_health()
    {
        const string token = "a token for the endpoint";
        string file = cluster.Write("token", token + "\n");
        using SiloProcess silo = await cluster.JoinAsync(new SiloProcessOptions("guarded", "0", cluster.Folder, cluster.Data)
        {
            ShellPrefix = $"export ISAC_HTTP_TOKEN_FILE='{file}';",
        });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HttpPort}") };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/jobs")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a wrong one");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics/queued")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Contains("\"queued_tasks\"", await client.GetStringAsync("/metrics/queued"), StringComparison.Ordinal);
        Assert.Contains("\"jobs\"", await client.GetStringAsync("/jobs"), StringComparison.Ordinal);
        silo.Signal("TERM");
        Assert.Equal(0, await silo.EndAsync());
    }

    private Task AnySiloLogsRefusalAsync() => Task.WhenAny(
        cluster.Processes.Silos.Select(
            silo => silo.LineAsync(line => line.Contains("Refused a connection from 127.0.0.1", StringComparison.Ordinal)))).Unwrap();
}
