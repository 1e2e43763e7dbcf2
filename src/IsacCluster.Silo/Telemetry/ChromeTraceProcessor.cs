using System.Diagnostics;
using OpenTelemetry;

namespace IsacCluster.Silo.Telemetry;

/// <summary>Writes each span to the trace file when it ends. The file is the session's to dispose.</summary>
internal sealed class ChromeTraceProcessor(ChromeTraceFile file) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data) => file.Write(data);
}
