using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IsacCluster.Campaigns;
using IsacCluster.Deployment.Tests.Compose;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Kubernetes;
using IsacCluster.Deployment.Tests.Systemd;

namespace IsacCluster.Deployment.Tests.Guides;

/// <summary>
/// The first commands of the guides, followed as far as a machine without containers, systemd and Kubernetes allows: the processes that
/// they would start, with the arguments, variables and secrets that they would get, do what the guide says.
/// </summary>
public sealed partial class GuideRunTests(GuideMachine machine) : IClassFixture<GuideMachine>
{
    private static readonly DeploymentFiles Files = DeploymentFiles.Committed;

    [Fact]
    public async Task Containers_a_silo_is_ready_the_client_submits_and_the_endpoint_lists_the_job()
    {
        const string guide = "deploy/README.md", heading = "Containers";
        YamlTree services = YamlTree.Parse(Files[ComposeRules.Path])["services"];
        YamlTree silo = services["silo-1"], client = services["client"];
        using GuideSilo process = await machine.StartSiloAsync(silo["command"].Texts, Secrets(silo));
        using var http = new HttpClient { BaseAddress = process.Http };
        Assert.Contains(GuideText.Commands(guide, heading), command => command == "curl --fail http://127.0.0.1:8081/readyz");
        await http.GetStringAsync("/readyz");
        string[] words = GuideText.Words(guide, heading, "docker compose -f deploy/compose.yaml run --rm client ");
        string specification = Assert.Single(words, word => word.StartsWith("/campaigns/", StringComparison.Ordinal));
        Assert.Equal(client["volumes"].Texts, silo["volumes"].Texts); // a silo reads what the client names
        string mounted = Assert.Single(client["volumes"].Texts, volume => volume.Split(':')[1] == "/campaigns").Split(':')[0];
        string job = await machine.IsacAsync(
            Here(words, specification, Path.GetFullPath(mounted + specification["/campaigns".Length..], DeployFolder)), Secrets(client));
        Assert.Matches("^table3-baselines-[0-9a-f]{12}$", job);
        Assert.Contains(
            GuideText.Commands(guide, heading),
            command => command.StartsWith("curl --fail --header \"Authorization: Bearer $(cat deploy/secrets/http-token)\"",
                StringComparison.Ordinal) && command.EndsWith("/jobs", StringComparison.Ordinal));
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", File.ReadAllText(machine.Secret("http-token")));
        Assert.Contains(job, await http.GetStringAsync("/jobs"), StringComparison.Ordinal);
        await process.StopAsync();
    }

    [Fact]
    public async Task Kubernetes_a_pod_s_silo_is_ready_and_the_client_s_pod_submits()
    {
        Workload silo = Pods("k8s/base/core/silo-cpu.yaml"), client = Pods("k8s/client/submit.yaml");
        var variables = new Dictionary<string, string> { ["ORLEANS_CLUSTER_ID"] = "isac", ["SILO_CPUS"] = "1" };
        // --kubernetes asks the API of Kubernetes for its pod; everything else is as in the pod.
        using GuideSilo process = await machine.StartSiloAsync(
            silo.Silo!.Args.Where(word => word != "--kubernetes").Select(word => Expanded(word, variables)), Secrets(silo));
        using var http = new HttpClient { BaseAddress = process.Http };
        await http.GetStringAsync(silo.Silo.ReadinessProbe.HttpGet.Path);
        string source = Assert.Single(
            GuideText.Commands("k8s/README.md", "Install"),
            command => command.Contains("create configmap isac-specification", StringComparison.Ordinal)).Split('=')[^1];
        string job = await machine.IsacAsync(
            Here(client.Spec.Containers[0].Args, "/specification/specification.yaml", Path.Combine(DeploymentFiles.Root, source)),
            Secrets(client));
        Assert.Matches("^table3-baselines-[0-9a-f]{12}$", job);
        await process.StopAsync();
    }

    [Fact]
    public async Task Systemd_the_unit_s_command_is_ready_and_takes_the_first_job_over_HTTP()
    {
        UnitFile unit = UnitFile.Parse(Files["deploy/systemd/isac-silo@.service"]);
        Dictionary<string, string> variables = Files["deploy/systemd/silo.env.example"].Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        IEnumerable<string> words = unit["ExecStart"]!.Replace("%i", "silo-1", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .SelectMany(word => word.StartsWith("${", StringComparison.Ordinal) ? [variables[word[2..^1]]]
                : word[0] == '$' ? variables[word[1..]].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [word]);
        using GuideSilo process = await machine.StartSiloAsync(
            words, machine.Secrets(unit.All("Environment").Select(line => line.Split('=')).Select(pair => (pair[0], pair[1]))));
        string command = Assert.Single(
            GuideText.Commands("deploy/README.md", "Linux with systemd"),
            command => command.Contains("/opt/isac/isac submit", StringComparison.Ordinal));
        string[] said = command.Split(' ');
        Assert.Equal("ISAC_HTTP_TOKEN_FILE=deploy/secrets/submit-token", said[0]);
        Assert.Equal($"http://{variables["SILO_BIND"]}:{variables["SILO_HTTP_PORT"]}", said[^1]);
        string specification = Assert.Single(said, word => word.StartsWith("/opt/isac/campaigns/", StringComparison.Ordinal));
        string job = await machine.IsacAsync(
            ["submit", Path.Combine(DeploymentFiles.Root, specification["/opt/isac/".Length..]), "--server", process.Http.ToString()],
            new Dictionary<string, string> { ["ISAC_HTTP_TOKEN_FILE"] = machine.Secret("submit-token") });
        Assert.Matches("^quickstart-[0-9a-f]{12}$", job);
        await process.StopAsync();
    }

    [Fact]
    public async Task Many_machines_silos_join_and_submit_prints_the_id_that_the_guide_says()
    {
        const string guide = "README.md", heading = "Many machines";
        var password = new Dictionary<string, string>
        {
            ["ISAC_STORE_PASSWORD_FILE"] = machine.Secret("store-password"), // other tests share the store
        };
        string[] cluster = ["--cluster", "readme", "--store", machine.Store];
        string[] silos = [.. GuideText.Commands(guide, heading)
            .Where(command => command.StartsWith("isac silo ", StringComparison.Ordinal))];
        Assert.Equal(2, silos.Length);
        using GuideSilo first = await machine.StartSiloAsync([.. silos[0].Split(' ').Skip(1), .. cluster], password);
        using GuideSilo second = await machine.StartSiloAsync([.. silos[1].Split(' ').Skip(1), .. cluster], password);
        string[] submit = GuideText.Words(guide, heading, "isac submit ");
        string job = await machine.IsacAsync(["submit", .. submit, .. cluster], password);
        Assert.Equal(GuideText.Words(guide, heading, "isac watch ")[0], job);
        Assert.Contains(job, await machine.IsacAsync(["status", .. cluster], password), StringComparison.Ordinal);
        await machine.IsacAsync(["cancel", job, .. cluster], password);
        await second.StopAsync();
        await first.StopAsync();
    }

    /// <summary>Whatever a document says to run, plan or submit is there, is valid, and finds its models.</summary>
    [Fact]
    public void Every_specification_that_a_document_names_is_valid()
    {
        string[] documents =
        [
            .. Directory.GetFiles(DeploymentFiles.Root, "*.md"),
            .. new[] { "docs", "deploy", "k8s", "studies", "models" }.SelectMany(
                folder => Directory.GetFiles(Path.Combine(DeploymentFiles.Root, folder), "*.md", SearchOption.AllDirectories)),
        ];
        var reader = new SpecificationReader();
        string[] named = [.. documents.SelectMany(document => Named().Matches(File.ReadAllText(document)))
            .Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(named.Length >= 8, $"only {string.Join(", ", named)}");
        foreach (string path in named) reader.Read(Path.Combine(DeploymentFiles.Root, path));
    }

    private static string DeployFolder => Path.Combine(DeploymentFiles.Root, "deploy");

    private static Workload Pods(string manifest) => Manifest.Read(Files[manifest]).Select(Workload.Of).OfType<Workload>().Single();

    private static string Expanded(string word, Dictionary<string, string> variables) =>
        Reference().Replace(word, match => variables[match.Groups[1].Value]);

    private string[] Here(IEnumerable<string> words, string specification, string path) =>
        [.. words.Select(word => word == specification ? path : word.EndsWith(":6379", StringComparison.Ordinal) ? machine.Store : word)];

    private Dictionary<string, string> Secrets(YamlTree service) =>
        machine.Secrets(service["environment"].Keys.Select(key => (key, service["environment"][key].Text)));

    private Dictionary<string, string> Secrets(Workload workload) =>
        machine.Secrets(workload.Spec.Containers[0].Env.Select(variable => (variable.Name, variable.Value)));

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?:-- |isac )(?:run|plan|submit|chaos) ((?:campaigns|models|studies)/[\w./-]+\.yaml)")]
    private static partial Regex Named();
}
