using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cli.Execution;

/// <summary>An embedded cluster that builds jobs from specifications and logs warnings to stderr.</summary>
internal static class EmbeddedJobs
{
    /// <param name="slots">Worker threads in all; null: one per processor; 0: answer questions only.</param>
    public static Task<EmbeddedCluster> StartAsync(string data, int silos, int? slots, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // before the folder is made
        return EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                DataFolder = data,
                Silos = silos,
                SlotsPerSilo = slots is > 0 and { } all ? Math.Max(1, all / silos) : slots,
                ConfigureServices = services =>
                {
                    services.AddSingleton<IJobFactory>(new SpecificationJobFactory(TimeProvider.System));
                    services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
                },
            },
            cancellation);
    }
}
