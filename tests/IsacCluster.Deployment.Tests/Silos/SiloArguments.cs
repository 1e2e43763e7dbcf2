using System.Globalization;
using System.Text.RegularExpressions;

namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The arguments that a deployment file passes to `isac`, beginning with `silo`.</summary>
internal sealed partial class SiloArguments
{
    private static readonly string[] Loopback = ["127.0.0.1", "::1", "localhost"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    private SiloArguments(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0] != "silo") _problems.Add("the verb is not silo");
        for (int i = 1; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (_values.ContainsKey(name)) _problems.Add($"{name} twice");
            if (SiloOptionNames.Switches.Contains(name)) _values[name] = "";
            else if (!SiloOptionNames.WithValue.Contains(name)) _problems.Add($"'{name}' is no option of isac silo");
            else if (i + 1 == arguments.Count
                || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) _problems.Add($"{name} has no value");
            else _values[name] = arguments[++i];
        }
    }

    public static SiloArguments Parse(IReadOnlyList<string> arguments) => new(arguments);

    public string? this[string option] => _values.GetValueOrDefault(option);

    public bool Has(string option) => _values.ContainsKey(option);

    /// <summary>What `isac silo` would refuse, given the names of the variables that are set for it.</summary>
    public IEnumerable<string> Problems(IReadOnlyCollection<string> environment)
    {
        foreach (string problem in _problems) yield return problem;
        foreach (string option in new[] { "--cluster", "--store" })
        {
            if (!Has(option)) yield return $"{option} is missing";
        }

        foreach (string option in new[] { "--port", "--gateway-port", "--http" })
        {
            if (this[option] is string port && !IsVariable(port) && !IsPort(port)) yield return $"{option} {port} is no port";
        }

        if (this["--grace"] is string grace && !IsVariable(grace) && !int.TryParse(grace, CultureInfo.InvariantCulture, out _))
            yield return $"--grace {grace} is no number of seconds";
        if (this["--slots"] is string slots && !IsVariable(slots) && !SlotList().IsMatch(slots))
            yield return $"--slots {slots} is no list of slots";
        if (Has("--otlp") && !Has("--trace-ratio") && this["--otlp-signals"] != "metrics")
            yield return "every span of every job is exported: --trace-ratio is missing";
        if (!Has("--allow-command")) yield return "which programs jobs may start is not said: --allow-command is missing";
        foreach (string problem in BindingProblems(environment)) yield return problem;
    }

    private IEnumerable<string> BindingProblems(IReadOnlyCollection<string> environment)
    {
        foreach (string secret in SiloOptionNames.SecretVariables
            .Where(environment.Contains)) yield return $"{secret} is set; use {secret}_FILE";
        string bind = this["--bind"] ?? "127.0.0.1";
        if (Loopback.Contains(bind)) yield break;
        foreach (string secret in SiloOptionNames.SecretVariables.Where(secret => !environment.Contains(secret + "_FILE")))
            yield return $"bound to {bind} without {secret}_FILE";
        if (bind is "0.0.0.0" or "::" && !Has("--advertise") && !Has("--kubernetes")) yield return $"bound to {bind} without --advertise";
    }

    private static bool IsPort(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536;

    /// <summary>A value that the file leaves to a variable: $(X) of Kubernetes, ${X} of systemd, $X of PowerShell.</summary>
    private static bool IsVariable(string text) => text.StartsWith('$');

    [GeneratedRegex(@"^(cpu|cuda)=(\d+|\$\(\w+\))(,(cpu|cuda)=(\d+|\$\(\w+\)))?$")]
    private static partial Regex SlotList();
}
