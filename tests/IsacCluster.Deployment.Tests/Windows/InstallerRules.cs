using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Silos;

namespace IsacCluster.Deployment.Tests.Windows;

/// <summary>The installer of a Windows node: its parameters, the options that it passes on, and that it guards secrets and ports.</summary>
internal static partial class InstallerRules
{
    public const string Path = "deploy/install-windows-gpu-node.ps1", Guide = "deploy/README.md";

    /// <summary>Variables that PowerShell itself sets, in lower case; names do not depend on it.</summary>
    private static readonly string[] Automatic =
        ["_", "true", "false", "null", "env", "lastexitcode", "psscriptroot", "pscmdlet", "erroractionpreference"];

    /// <summary>What the script must contain, and what is missing without it.</summary>
    private static readonly (string Text, string Missing)[] Guards =
    [
        ("#Requires -RunAsAdministrator", "rights of an administrator"),
        ("Set-StrictMode -Version Latest", "strict mode"),
        ("$ErrorActionPreference = 'Stop'", "a stop at errors"),
        ("'-p:TorchFlavor=cuda-windows'", "the flavour cuda-windows"),
        ("'/inheritance:r'", "a folder of secrets that inherits no rights"),
        ("-AsSecureString", "hidden input of secrets"),
        ("'failure', $serviceName", "recovery actions"),
        ("'failureflag', $serviceName, '1'", "recovery after an error code"),
        ("-RemoteAddress $ClusterAddresses", "a firewall rule for the cluster alone"),
        ("-RemoteAddress $MonitoringAddresses", "a firewall rule for the monitoring alone"),
        ("Remove-NetFirewallRule", "removal of the firewall rules"),
        ("@('delete', $serviceName)", "removal of the service"),
    ];

    public static IEnumerable<string> Problems(DeploymentFiles files)
    {
        string script = files[Path], code = PowerShellText.Code(script);
        if (PowerShellText.Unbalanced(code) is string unbalanced) yield return unbalanced;
        foreach ((string text, string missing) in Guards
            .Where(guard => !script.Contains(guard.Text, StringComparison.Ordinal))) yield return $"without {missing}";
        HashSet<string> parameters = Parameters(script);
        foreach (string problem in VariableProblems(code, parameters).Concat(OptionProblems(script))
            .Concat(GuideProblems(files, parameters))) yield return problem;
        foreach (Match parameter in TextParameter().Matches(script)
            .Where(match => !match.Value.Contains("[Validate", StringComparison.Ordinal)))
            yield return $"parameter {parameter.Groups[2].Value} is not validated";
    }

    private static HashSet<string> Parameters(string script) =>
        Parameter().Matches(script).Select(match => match.Groups[2].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> VariableProblems(string code, HashSet<string> parameters)
    {
        HashSet<string> known = new(Assigned().Matches(code).Select(match => match.Groups[1].Value).Concat(Automatic)
            .Concat(parameters), StringComparer.OrdinalIgnoreCase);
        return Variable().Matches(code).Select(match => match.Groups[1].Value).Where(name => !known.Contains(name)).Distinct()
            .Select(name => $"${name} is never set");
    }

    private static IEnumerable<string> OptionProblems(string script)
    {
        Match function = SiloFunction().Match(script);
        if (!function.Success) return ["no function Get-SiloArguments"];
        string body = Condition().Replace(function.Value, "");
        IEnumerable<string> words = Word().Matches(body).Select(match => match.Groups[1].Success
            ? match.Groups[1].Value : match.Groups[2].Value);
        SiloArguments arguments = SiloArguments.Parse([.. words.SkipWhile(word => word != "silo").Where(word => word != "$arguments")]);
        string[] environment = [.. SecretFile().Matches(script).Select(match => match.Groups[1].Value)];
        return arguments.Problems(environment);
    }

    private static IEnumerable<string> GuideProblems(DeploymentFiles files, HashSet<string> parameters)
    {
        List<string> calls = [.. Call().Matches(files[Guide] + files[Path]).Select(match => match.Groups[1].Value)];
        if (calls.Count < 4) yield return "guide and help show no install and uninstall";
        foreach (string name in calls.SelectMany(call => Argument().Matches(call)).Select(match => match.Groups[1].Value)
            .Where(name => !parameters.Contains(name)))
            yield return $"the guide uses -{name}, which is no parameter";
    }

    [GeneratedRegex(@"\[(string|string\[\]|int|switch)\] \$(\w+)")]
    private static partial Regex Parameter();

    /// <summary>A parameter of the script of type string, with what stands between it and the one before.</summary>
    [GeneratedRegex(@"(?<=\n    )\[Parameter\((?:[^$]|\$[_n(])*?\[string(\[\])?\]\s+\$(\w+)")]
    private static partial Regex TextParameter();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$(\w+) (?:\+)?=|foreach \(\$(?<1>\w+) in|\[string(?:\[\])?\] \$(?<1>\w+)")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"function Get-SiloArguments \{.*?\n\}", RegexOptions.Singleline)]
    private static partial Regex SiloFunction();

    [GeneratedRegex(@"if \(\$\w+\)")]
    private static partial Regex Condition();

    [GeneratedRegex(@"'([^']*)'|(\$\w+)")]
    private static partial Regex Word();

    [GeneratedRegex(@"""(ISAC_\w+)=\$\(Join-Path")]
    private static partial Regex SecretFile();

    [GeneratedRegex(@"install-windows-gpu-node\.ps1 (-.*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<=^|\s)-([A-Za-z]+)")]
    private static partial Regex Argument();
}
