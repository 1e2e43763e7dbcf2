using System.CommandLine;
using IsacCluster.Cli.Commands;

namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The options of `isac silo`, as its command line defines them.</summary>
internal static class SiloOptionNames
{
    private static readonly Command Silo = SiloCommand.Create();

    public static IReadOnlySet<string> WithValue { get; } = Names(isSwitch: false);

    public static IReadOnlySet<string> Switches { get; } = Names(isSwitch: true);

    /// <summary>Variables of secrets; each also exists with the ending _FILE, and only that form is used to deploy.</summary>
    public static IReadOnlyList<string> SecretVariables { get; } = [
        "ISAC_STORE_PASSWORD", "ISAC_CLUSTER_SECRET", "ISAC_HTTP_TOKEN", "ISAC_SUBMIT_TOKEN",
    ];

    private static HashSet<string> Names(bool isSwitch) =>
        Silo.Options.Where(option => option.ValueType == typeof(bool) == isSwitch).Select(option => option.Name)
            .ToHashSet(StringComparer.Ordinal);
}
