namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The options of `isac silo`, as its command line defines them.</summary>
internal static class SiloOptionNames
{
    public static IReadOnlySet<string> WithValue { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "--cluster", "--store", "--port", "--gateway-port", "--http", "--bind", "--advertise", "--slots", "--name", "--data", "--grace",
        "--otlp",
    };

    public static IReadOnlySet<string> Switches { get; } = new HashSet<string>(StringComparer.Ordinal) { "--store-tls", "--kubernetes" };

    /// <summary>Variables of secrets; each also exists with the ending _FILE, and only that form is used to deploy.</summary>
    public static IReadOnlyList<string> SecretVariables { get; } = ["ISAC_STORE_PASSWORD", "ISAC_CLUSTER_SECRET", "ISAC_HTTP_TOKEN"];
}
