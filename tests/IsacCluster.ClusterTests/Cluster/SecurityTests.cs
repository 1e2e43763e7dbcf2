using System.Net;
using System.Net.Http.Headers;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;

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
    public async Task The_endpoint_wants_its_token_for_all_but_health_and_verbs_have_the_role_of_theirs()
    {
        const string token = "a token for the endpoint";
        string file = cluster.Write("token", token + "\n"), submits = cluster.Write("submit-token", "a token for those who submit\n");
        using SiloProcess silo = await cluster.JoinAsync(new SiloProcessOptions("guarded", "0", cluster.Folder, cluster.Data)
        {
            ShellPrefix = $"export ISAC_HTTP_TOKEN_FILE='{file}' ISAC_SUBMIT_TOKEN_FILE='{submits}';",
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
        Task<IsacOutcome> Isac(string tokenFile, params string[] args) => InProcess.RunInAsync(
            cluster.Folder, new Dictionary<string, string> { ["ISAC_HTTP_TOKEN_FILE"] = tokenFile },
            [.. args, "--server", client.BaseAddress.ToString()]);
        string spec = cluster.WriteCampaign("by-http", 1_000_000);
        IsacOutcome read = await Isac(file, "submit", spec);
        Assert.Equal((1, "", "isac: the silo refuses (403): this token may read only; changes want the silo's ISAC_SUBMIT_TOKEN\n"),
            (read.ExitCode, read.Output, read.Error));
        IsacOutcome submitted = await Isac(submits, "submit", spec);
        Assert.True(submitted.ExitCode == 0, submitted.Error);
        string job = submitted.Output.TrimEnd('\n');
        Assert.Contains(job, (await Isac(file, "status")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Isac(file, "cancel", job)).ExitCode);
        Assert.Contains("cancelled", (await Isac(submits, "cancel", job)).Output, StringComparison.Ordinal);
        await Isac(file, "report", job, "--out", "by-http");
        Assert.True(File.Exists(Path.Combine(cluster.Folder, "by-http", "results.json")));
        Assert.Equal(2, (await Isac(file, "status", "nothing-000000000000")).ExitCode);
        silo.Signal("TERM");
        Assert.Equal(0, await silo.EndAsync());
    }

    /// <summary>On loopback silos allow any program unless they are told which.</summary>
    [Fact]
    public async Task A_study_whose_program_is_not_allowed_is_refused_in_one_line()
    {
        using var silo = new SiloProcess(
            cluster.Processes.Address with { Name = "wary" }, new SiloProcessOptions("wary", "1", cluster.Folder, cluster.Data)
            {
                More = ["--allow-command", "/opt/lab/measure", "awk"],
            });
        silo.Start();
        await silo.ReadyAsync();
        string spec = cluster.Write("wary.yaml", """
            kind: study
            name: wary
            space: {x: {float: [0, 1]}}
            objective: {command: [sh, -c, "echo '{\"value\": 1}'"]}
            trials: 1
            """);
        IsacOutcome refused = await InProcess.RunInAsync(
            cluster.Folder, cluster.SecretsOfProcesses,
            ["submit", spec, "--store", cluster.Processes.Address.Store, "--cluster", "wary"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Single(refused.Error.TrimEnd('\n').Split('\n'));
        Assert.EndsWith(
            "cannot be run: it wants a silo that may start sh; not allowed on wary (isac silo --allow-command sh).\n", refused.Error,
            StringComparison.Ordinal);
        silo.Signal("TERM");
        Assert.Equal(0, await silo.EndAsync());
    }

    private Task AnySiloLogsRefusalAsync() => Task.WhenAny(
        cluster.Processes.Silos.Select(
            silo => silo.LineAsync(line => line.Contains("Refused a connection from 127.0.0.1", StringComparison.Ordinal)))).Unwrap();
}
