using System.Diagnostics.Tracing;
using System.Globalization;

namespace IsacCluster.Silo.Telemetry;

/// <summary>
/// Turns the exporter's own diagnostics into at most one warning a session: that an export failed, or that spans were dropped from
/// a full queue. The exporters report failures nowhere else.
/// </summary>
internal sealed class ExportFailureListener : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol", SdkSource = "OpenTelemetry-Sdk";
    private const string DroppedEvent = "ExistsDroppedExportProcessorItems";

    /// <summary>
    /// The warnings that mean a lost export; over gRPC no failure is an error. Other warnings are about single attributes.
    /// </summary>
    private static readonly HashSet<string> LostExportEvents =
        ["TransientHttpError", "HttpRequestFailed", "RequestTimedOut", "OperationUnexpectedlyCanceled", "GrpcStatusWarning"];

    // The base constructor reports the sources that exist before this object's fields are set.
    private readonly Uri? _endpoint;
    private readonly Action<string>? _warn;
    private int _warned;

    public ExportFailureListener(Uri endpoint, Action<string> warn) => (_endpoint, _warn) = (endpoint, warn);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == ExporterSource) EnableEvents(eventSource, EventLevel.Warning);
        if (eventSource.Name == SdkSource) EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <summary>Warns that an export was lost, unless there was a warning.</summary>
    public void ReportLost(string cause) => WarnOnce($"telemetry cannot be delivered to {_endpoint}: {cause}; the job goes on without it.");

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_warn is null) return;
        if (eventData.EventSource.Name == ExporterSource)
        {
            if (eventData.Level <= EventLevel.Error || LostExportEvents.Contains(eventData.EventName ?? "")) ReportLost(Cause(eventData));
        }
        else if (eventData.EventName == DroppedEvent)
        {
            WarnOnce($"{eventData.Payload?[^1]} spans were dropped because {_endpoint} took them too slowly.");
        }
    }

    private void WarnOnce(string message)
    {
        if (Interlocked.Exchange(ref _warned, 1) == 0) _warn?.Invoke("warning: " + message);
    }

    /// <summary>The first line of the event's last argument, which is the exception, without its type.</summary>
    private static string Cause(EventWrittenEventArgs eventData)
    {
        string text = Convert.ToString(
            eventData.Payload is { Count: > 0 } payload ? payload[^1] : eventData.EventName, CultureInfo.InvariantCulture) ?? "";
        string line = text.Split('\n', 2)[0].Trim();
        int colon = line.IndexOf("Exception: ", StringComparison.Ordinal);
        return (colon < 0 ? line : line[(colon + "Exception: ".Length)..]).TrimEnd('.');
    }
}
