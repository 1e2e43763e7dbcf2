using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>The inner loops under BenchmarkDotNet; every class has a baseline, so every row is a ratio.</summary>
internal static class MicroBenchmarks
{
    /// <param name="arguments">Options of BenchmarkDotNet, such as --filter *Philox*; all benchmarks without any.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        // In process: a generated project would be built under this repository's Directory.Build.props, with warnings as errors.
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "benchmark-reports"));
        string[] selection = arguments.Count > 0 ? [.. arguments] : ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(selection, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
