using System.Globalization;
using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Silos;

namespace IsacCluster.Deployment.Tests.Systemd;

/// <summary>The units: real options, variables that the example sets, secrets as credentials, confinement, and a stop that outlasts the
/// drain.</summary>
internal static partial class UnitRules
{
    public const string SiloPath = "deploy/systemd/isac-silo@.service", GarnetPath = "deploy/systemd/garnet.service";

    /// <summary>Settings of confinement that both units have.</summary>
    private static readonly string[] Confinement =
    [
        "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
        "ProtectKernelTunables=yes",
        "ProtectKernelModules=yes", "ProtectControlGroups=yes", "RestrictSUIDSGID=yes", "RestrictNamespaces=yes",
        "SystemCallFilter=@system-service",
    ];

    public static IEnumerable<string> Problems(DeploymentFiles files) =>
    [
        .. UnitProblems(files, SiloPath, "deploy/systemd/silo.env.example"), .. SiloProblems(files),
        .. UnitProblems(files, GarnetPath, "deploy/systemd/garnet.env.example"), .. GarnetProblems(files),
    ];

    private static IEnumerable<string> UnitProblems(DeploymentFiles files, string path, string example)
    {
        UnitFile unit = UnitFile.Parse(files[path]);
        if (unit.Sections.ToArray() is not ["Unit", "Service", "Install"])
            yield return $"{path}: sections {string.Join(", ", unit.Sections)}";
        foreach (string key in new[] { "Description", "ExecStart", "User", "Group", "Restart", "WantedBy" })
        {
            if (string.IsNullOrEmpty(unit[key])) yield return $"{path}: no {key}";
        }

        if (unit["User"] == "root") yield return $"{path}: runs as root";
        if (unit["KillSignal"] != "SIGTERM") yield return $"{path}: does not stop by SIGTERM";
        foreach (string setting in Confinement.Where(setting => !unit.Lines
            .Any(line => $"{line.Key}={line.Value}" == setting))) yield return $"{path}: no {setting}";
        if (unit["MemoryDenyWriteExecute"] is "yes" or "true") yield return $"{path}: the just-in-time compiler cannot run";
        HashSet<string> set = [.. Assignment().Matches(files[example]).Select(match => match.Groups[1].Value)];
        HashSet<string> used = [.. Variable().Matches(unit["ExecStart"] ?? "").Select(match => match.Groups[1].Value)];
        foreach (string name in used.Except(set)) yield return $"{path}: {example} does not set {name}";
        foreach (string name in set.Except(used)) yield return $"{path}: {name} of {example} is not used";
        string installed = "/etc/isac/" + Path.GetFileName(example).Replace(".example", "", StringComparison.Ordinal);
        if (!unit.All("EnvironmentFile").Contains(installed)) yield return $"{path}: does not read {installed}";
        foreach (string credential in unit.All("LoadCredential")
            .Where(line => !IsCredential(line))) yield return $"{path}: credential {credential}";
    }

    private static IEnumerable<string> SiloProblems(DeploymentFiles files)
    {
        UnitFile unit = UnitFile.Parse(files[SiloPath]);
        if (unit["Type"] != "notify") yield return "silo: systemd would not wait until it is ready";
        string[] words = (unit["ExecStart"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.FirstOrDefault() != "/opt/isac/isac") yield return $"silo: starts {words.FirstOrDefault()}";
        // $SILO_FLAGS, without braces, is split by systemd into whatever switches the user wants.
        SiloArguments arguments = SiloArguments.Parse([.. words.Skip(1).Where(word => word != "$SILO_FLAGS")]);
        string[] environment = [.. unit.All("Environment").Select(line => line.Split('=')[0])];
        foreach (string problem in arguments.Problems(environment)) yield return $"silo: {problem}";
        foreach (string line in unit.All("Environment").Where(line => line.Contains("_FILE=", StringComparison.Ordinal)))
        {
            string file = line.Split('=')[1];
            if (!unit.All("LoadCredential").Any(credential => file == "%d/" + credential.Split(':')[0]))
                yield return $"silo: {line} names no credential";
        }

        if (!int.TryParse(arguments["--grace"], CultureInfo.InvariantCulture, out int grace)
            || !int.TryParse(unit["TimeoutStopSec"], CultureInfo.InvariantCulture, out int stop) || grace >= stop)
            yield return $"silo: --grace {arguments["--grace"]} is not below TimeoutStopSec";
    }

    private static IEnumerable<string> GarnetProblems(DeploymentFiles files)
    {
        UnitFile unit = UnitFile.Parse(files[GarnetPath]);
        foreach (string problem in GarnetArguments.Problems(unit["ExecStart"] ?? "")) yield return $"garnet: {problem}";
        if (unit["ExecStartPre"]?.Contains("umask 077", StringComparison.Ordinal) != true)
            yield return "garnet: others may read the file of the password";
        string folder = unit["StateDirectory"] is string state ? $"--checkpointdir /var/lib/{state} " : "no StateDirectory";
        if (unit["ExecStart"]?.Contains(folder, StringComparison.Ordinal) != true)
            yield return "garnet: the data are not in the state directory";
    }

    private static bool IsCredential(string line) =>
        line.Split(':') is [string name, string file] && file == "/etc/isac/secrets/" + name
            && name is "store-password" or "cluster-secret" or "http-token" or "submit-token";

    [GeneratedRegex(@"^(\w+)=", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();
}
