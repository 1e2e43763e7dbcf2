using System.Globalization;
using System.Runtime.InteropServices;
using IsacCluster.Reporting;

namespace IsacCluster.Benchmarks.Reporting;

/// <summary>What a measured time depends on besides the code; printed with every table.</summary>
internal sealed record MachineFacts(
    string CpuModel,
    string InstructionSet,
    int Processors,
    string OperatingSystem,
    string DotNet,
    string Build,
    DateOnly Date,
    string LoadAverage)
{
    /// <summary>The facts now; the load average tells how busy the machine was before the run.</summary>
    public static MachineFacts Take(DateOnly date) => new(
        ReadCpuModel(),
        RuntimeManifest.InstructionSet,
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        IsOptimised ? "Release" : "Debug (its times mean nothing)",
        date,
        ReadLoadAverage());

    /// <summary>Load of the last 1, 5 and 15 minutes; a machine that is idle but for this run has about 1.</summary>
    public static string ReadLoadAverage() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        - date {Date:yyyy-MM-dd}; {Build} build; {DotNet}; {OperatingSystem}
        - {CpuModel}, {InstructionSet}, {Processors} logical processors; load average before: {LoadAverage}

        """);

#if DEBUG
    private const bool IsOptimised = false;
#else
    private const bool IsOptimised = true;
#endif

    private static string ReadCpuModel()
    {
        const string key = "model name";
        IEnumerable<string> lines = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [];
        string? model = lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return model?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
    }
}
