using System.CommandLine;
using System.CommandLine.Parsing;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that several verbs share.</summary>
public static class CommonOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Data folder: state of all jobs, created if missing.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "isac-data",
    };

    /// <summary>On a cluster: where jobs that write files put them.</summary>
    public static Option<string> SharedData() => new("--data")
    {
        Description = "The folder that all silos share, as this machine sees it, for datasets and trainings.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "isac-data",
    };

    public static Option<string?> Out() => new("--out", "-o")
    {
        Description = "Folder of the report (default: results/NAME).",
        HelpName = "DIR",
    };

    public static Option<int> Silos() => new("--silos")
    {
        Description = "Number of in-process silos.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Validators = { result => CheckRange(result, result.GetValueOrDefault<int>(), 1, 64, "--silos") },
    };

    public static Option<int?> Slots() => new("--slots")
    {
        Description = "Worker threads in all (default: one per processor).",
        HelpName = "N",
        Validators = { result => CheckRange(result, result.GetValueOrDefault<int?>() ?? 1, 1, 4096, "--slots") },
    };

    public static Argument<string> Job() => new("JOB") { Description = "Job id, as printed in results.json and by 'isac plan'." };

    public static Option<bool> Json() => new("--json") { Description = "Machine-readable result on stdout." };

    public static Option<string?> Otlp() =>
        new("--otlp") { Description = "Export traces and metrics to this OpenTelemetry collector.", HelpName = "ENDPOINT" };

    public static Option<string?> Trace() =>
        new("--trace") { Description = "Write a Chrome trace (opens in Perfetto).", HelpName = "FILE" };

    public static TelemetryOptions Telemetry(string? otlp, string? trace) => new()
    {
        OtlpEndpoint = otlp is null ? null : TelemetryOptions.ParseEndpoint(otlp),
        TraceFile = trace,
    };

    internal static void CheckRange(SymbolResult result, long value, long low, long high, string option)
    {
        if (value < low || value > high)
            result.AddError($"{option}: '{value}' is not allowed; expected a whole number from {low} to {high}.");
    }
}
