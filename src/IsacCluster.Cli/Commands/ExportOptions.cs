using System.CommandLine;
using System.CommandLine.Parsing;
using IsacCluster.Jobs;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Cli.Commands;

/// <summary>The options that say what is exported of traces and metrics, and where to.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "Export traces and metrics to this OpenTelemetry collector.",
        HelpName = "ENDPOINT",
        Validators = { result => Check(result, text => TelemetryOptions.ParseEndpoint(text)) },
    };

    private readonly Option<string?> _signals = new("--otlp-signals")
    {
        Description = "What is exported: traces, metrics, or both (default: traces,metrics).",
        HelpName = "SIGNALS",
        Validators = { result => Check(result, text => TelemetryOptions.ParseSignals(text)) },
    };

    private readonly Option<double?> _ratio = NumberOption.Optional(
        "--trace-ratio", "Share of the jobs whose traces are recorded (default: 1).", 0.0, 1.0, "R");

    private readonly Option<string?> _trace = PathOption.File("--trace", "Write a Chrome trace (opens in Perfetto).");

    /// <summary>Of a silo, whose trace may grow for weeks: no file.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _otlp, _signals, _ratio }) command.Options.Add(option);
    }

    public void AddWithFileTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_trace);
    }

    /// <summary>Of a client, which has no metrics and whose trace is wanted where an endpoint is named: the endpoint alone.</summary>
    public void AddEndpointTo(Command command) => command.Options.Add(_otlp);

    public TelemetryOptions ReadEndpoint(ParseResult parsed) => new()
    {
        OtlpEndpoint = parsed.GetValue(_otlp) is { } otlp ? TelemetryOptions.ParseEndpoint(otlp) : null,
        OtlpSignals = TelemetrySignals.Traces,
    };

    public TelemetryOptions ReadWithFile(ParseResult parsed) => Read(parsed) with { TraceFile = parsed.GetValue(_trace) };

    public TelemetryOptions Read(ParseResult parsed) => new()
    {
        OtlpEndpoint = parsed.GetValue(_otlp) is { } otlp ? TelemetryOptions.ParseEndpoint(otlp) : null,
        OtlpSignals = TelemetryOptions.ParseSignals(parsed.GetValue(_signals) ?? "traces,metrics"),
        TraceRatio = parsed.GetValue(_ratio) ?? 1,
    };

    private static void Check(OptionResult result, Action<string> read)
    {
        foreach (Token token in result.Tokens)
        {
            try
            {
                read(token.Value);
            }
            catch (SpecificationException error)
            {
                result.AddError(error.Message);
            }
        }
    }
}
