namespace IsacCluster.Cli.Chaos;

/// <summary>The host that runs assemblies.</summary>
internal static class Dotnet
{
    public static string Path => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
