using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cli.Execution;

/// <summary>An embedded cluster that builds jobs from specifications and logs warnings to stderr.</summary>
internal static class EmbeddedJobs
{
    /// <param name="slots">Worker threads in all; null: one per processor; 0: run nothing.</param>
    public static Task<EmbeddedCluster> StartAsync(string data, int silos, int? slots, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // before the folder is made
        int? each = slots is > 0 and { } all ? Math.Max(1, all / silos) : slots;
        return EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions { DataFolder = data, Silos = silos, SlotsPerSilo = each, ConfigureServices = Configure },
            cancellation);
    }

    /// <summary>What the folder holds now, beside a process that may run its jobs.</summary>
    public static Task<EmbeddedCluster> ReadAsync(string data, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions { DataFolder = data, ReadOnly = true, ConfigureServices = Configure }, cancellation);
    }

    private static void Configure(IServiceCollection services)
    {
        services.AddSingleton<IJobFactory>(new SpecificationJobFactory(TimeProvider.System));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
    }
}
