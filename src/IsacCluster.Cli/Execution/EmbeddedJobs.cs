using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cli.Execution;

/// <summary>An embedded cluster that builds jobs from specifications and logs warnings to stderr.</summary>
internal static class EmbeddedJobs
{
    /// <param name="slots">Worker threads in all; null: one per processor; 0: run nothing.</param>
    /// <param name="needs">What its jobs run on.</param>
    /// <param name="log">Keeps what is said of jobs; null: nothing does.</param>
    public static Task<EmbeddedCluster> StartAsync(
        string data, int silos, int? slots, CancellationToken cancellation, SlotKind needs = SlotKind.Cpu, LiveLog? log = null)
    {
        cancellation.ThrowIfCancellationRequested(); // before the folder is made
        int? each = slots is > 0 and { } all ? Math.Max(1, all / silos) : slots;
        return EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                DataFolder = data,
                Silos = silos,
                SlotsPerSilo = each,
                Needs = needs,
                ConfigureServices = services =>
                {
                    Configure(services);
                    if (log is not null) services.AddLogging(logging => Keep(logging, log));
                },
            },
            cancellation);
    }

    /// <summary>More than what is written on stderr.</summary>
    private static void Keep(ILoggingBuilder logging, LiveLog log) =>
        logging.AddProvider(log).AddFilter<LiveLog>("IsacCluster", LogLevel.Information);

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
