using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Logs of a silo, on stderr: coloured text on a terminal, plain text where piped, or JSON objects with every value of a line (job, lane,
/// range, silo) as a field of its own. Of Orleans only errors and what concerns its membership.
/// </summary>
internal static class SiloLogging
{
    public static IServiceCollection AddSiloLogging(this IServiceCollection services, bool json) => services.AddLogging(logging =>
    {
        logging.AddFilter(Passes);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fffZ ";
                console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Enabled;
            });
        }

        ServiceDescriptor written = logging.Services.Last(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(written);
        logging.Services.AddSingleton<ILoggerProvider>(provider => new BoundedLoggerProvider(
            ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(provider), TimeProvider.System));
    });

    private static bool Passes(string? category, LogLevel level) => category switch
    {
        not null when category.StartsWith("IsacCluster", StringComparison.Ordinal) => level >= LogLevel.Information,
        not null when category.StartsWith("Orleans.Runtime.MembershipService", StringComparison.Ordinal) => level >= LogLevel.Error,
        not null when category.StartsWith("Orleans", StringComparison.Ordinal) => level >= LogLevel.Error,
        _ => level >= LogLevel.Warning,
    };
}
