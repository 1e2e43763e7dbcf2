using System.Globalization;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Silos;

namespace IsacCluster.Deployment.Tests.Compose;

/// <summary>deploy/compose.yaml: known keys only, what a service refers to is declared or exists, and silos agree with the rest.</summary>
internal sealed class ComposeRules(DeploymentFiles files)
{
    public const string Path = "deploy/compose.yaml";

    private static readonly string[] TopLevelKeys = ["name", "services", "networks", "volumes", "secrets"];

    private static readonly string[] ServiceKeys =
    [
        "image", "build", "restart", "stop_grace_period", "read_only", "tmpfs", "cap_drop", "security_opt", "environment", "secrets",
        "volumes",
        "depends_on", "command", "entrypoint", "networks", "ports", "profiles", "healthcheck", "user",
    ];

    private readonly YamlTree _tree = YamlTree.Parse(files[Path]);

    public static IEnumerable<string> Problems(DeploymentFiles files) => new ComposeRules(files).Problems();

    private YamlTree Services => _tree["services"];

    private IEnumerable<string> Problems()
    {
        foreach (string key in _tree.Keys.Where(key => !TopLevelKeys.Contains(key) && !key.StartsWith("x-", StringComparison.Ordinal)))
            yield return $"unknown key {key}";
        foreach (string name in Services.Keys)
        {
            YamlTree service = Services[name];
            IEnumerable<string> problems = [.. KeyProblems(service), .. ReferenceProblems(service), .. FileProblems(service),
                .. PortProblems(service),
                .. SafetyProblems(service), .. StoreProblems(name, service), .. SiloProblems(name, service)];
            foreach (string problem in problems) yield return $"{name}: {problem}";
        }

        foreach (string secret in _tree["secrets"].Keys)
        {
            if (!_tree["secrets"][secret]["file"].Text.StartsWith("./secrets/", StringComparison.Ordinal))
                yield return $"secret {secret} is not a file of ./secrets";
        }

        if (Silos().Count() < 3) yield return "fewer than three silos";
        foreach (IGrouping<string?, string> twins in Silos().GroupBy(name => Arguments(name)["--advertise"])
            .Where(group => group.Count() > 1))
            yield return $"{string.Join(", ", twins)} advertise one address";
    }

    private static IEnumerable<string> KeyProblems(YamlTree service)
    {
        foreach (string key in service.Keys.Except(ServiceKeys)) yield return $"unknown key {key}";
        if (service["image"].IsMissing) yield return "no image";
        string tag = service["image"].Text.Split('/')[^1].Split(':').ElementAtOrDefault(1) ?? "";
        if (tag is "" or "latest") yield return $"image {service["image"].Text} has no fixed tag";
    }

    private IEnumerable<string> ReferenceProblems(YamlTree service)
    {
        foreach (string secret in service["secrets"].Keys.Except(_tree["secrets"].Keys)) yield return $"secret {secret} is not declared";
        foreach (string network in service["networks"].Keys.Except(_tree["networks"].Keys))
            yield return $"network {network} is not declared";
        foreach (string other in service["depends_on"].Keys.Except(Services.Keys)) yield return $"depends on {other}, which is no service";
        foreach (string source in Sources(service).Where(source => source[0] is not ('.' or '/')).Except(_tree["volumes"].Keys))
            yield return $"volume {source} is not declared";
        foreach (string variable in service["environment"].Keys.Where(key => key.EndsWith("_FILE", StringComparison.Ordinal)))
        {
            string file = service["environment"][variable].Text;
            if (!service["secrets"].Keys.Any(secret => file == "/run/secrets/" + secret))
                yield return $"{variable} names {file}, which is no secret of the service";
        }
    }

    private IEnumerable<string> FileProblems(YamlTree service)
    {
        foreach (string source in Sources(service).Where(source => source.StartsWith('.')))
        {
            if (!files.Has(Resolve(source))) yield return $"{source} does not exist";
        }

        YamlTree build = service["build"];
        if (!build.IsMissing && !files.Has($"{Resolve(build["context"].Text)}/{build["dockerfile"].Text}".TrimStart('/')))
            yield return $"no {build["dockerfile"].Text}";
    }

    private static IEnumerable<string> PortProblems(YamlTree service) => service["ports"].Texts
        .Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)).Select(port => $"port {port} is open beyond this machine");

    private static IEnumerable<string> SafetyProblems(YamlTree service)
    {
        if (service["read_only"].Text != "true") yield return "its root file system is writable";
        if (!service["cap_drop"].Texts.Contains("ALL")) yield return "keeps capabilities";
        if (!service["security_opt"].Texts.Contains("no-new-privileges:true")) yield return "may gain privileges";
    }

    private IEnumerable<string> StoreProblems(string name, YamlTree service)
    {
        if (!name.StartsWith("store-", StringComparison.Ordinal)) yield break;
        if (service["profiles"].Items.Count != 1) yield return "both stores would start";
        if (!service["networks"]["cluster"]["aliases"].Texts.Contains("store")) yield return "is not named store";
        if (!service["volumes"].Texts.Any(volume => volume.EndsWith(":/data", StringComparison.Ordinal))) yield return "keeps nothing";
        if (!service["entrypoint"].Texts.Any(text => text.Contains("requirepass", StringComparison.Ordinal)))
            yield return "asks for no password";
        string arguments = string.Join(' ', service["command"].Texts);
        IEnumerable<string> problems = name.EndsWith("garnet", StringComparison.Ordinal)
            ? GarnetArguments.Problems(arguments) : RedisArguments.Problems(arguments);
        foreach (string problem in problems) yield return problem;
    }

    private IEnumerable<string> Silos() => Services.Keys.Where(name => Services[name]["command"].Texts is ["silo", ..]);

    private SiloArguments Arguments(string name) => SiloArguments.Parse(Services[name]["command"].Texts);

    private IEnumerable<string> SiloProblems(string name, YamlTree service)
    {
        if (!Silos().Contains(name)) yield break;
        SiloArguments arguments = Arguments(name);
        foreach (string problem in arguments.Problems(service["environment"].Keys)) yield return problem;
        if (arguments["--name"] != name) yield return $"--name {arguments["--name"]} is not {name}";
        if (arguments["--advertise"] != service["networks"]["cluster"]["ipv4_address"].Text)
            yield return $"--advertise {arguments["--advertise"]} is not its address";
        if (arguments["--store"] != "store:6379") yield return $"no store {arguments["--store"]}";
        if (!service["volumes"].Texts.Any(volume => volume.EndsWith(":" + arguments["--data"], StringComparison.Ordinal)))
            yield return $"--data {arguments["--data"]} is no volume";
        if (!service["ports"].Texts.Any(port => port.EndsWith(":" + arguments["--http"], StringComparison.Ordinal)))
            yield return $"--http {arguments["--http"]} is not published";
        if (!Uri.TryCreate(arguments["--otlp"], UriKind.Absolute, out Uri? uri) || !Services.Keys.Contains(uri.Host))
            yield return $"no collector {arguments["--otlp"]}";
        if (!int.TryParse(service["stop_grace_period"].Text.TrimEnd('s'), CultureInfo.InvariantCulture, out int kill)
            || !int.TryParse(arguments["--grace"], CultureInfo.InvariantCulture, out int grace) || grace >= kill)
            yield return $"--grace {arguments["--grace"]} is not below stop_grace_period";
    }

    private static IEnumerable<string> Sources(YamlTree service) => service["volumes"].Texts.Select(volume => volume.Split(':')[0]);

    /// <summary>A path relative to deploy/, relative to the repository.</summary>
    private static string Resolve(string relative) => relative switch
    {
        ".." => "",
        _ when relative.StartsWith("../", StringComparison.Ordinal) => relative[3..],
        _ => "deploy/" + relative.TrimStart('.', '/'),
    };
}
