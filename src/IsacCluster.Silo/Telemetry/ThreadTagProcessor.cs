using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;

namespace IsacCluster.Silo.Telemetry;

/// <summary>
/// Notes on each span the thread that it started on, under the attributes thread.id and thread.name of the OpenTelemetry
/// semantic conventions: a worker slot is a named thread, so they say which slot did the work.
/// </summary>
internal sealed class ThreadTagProcessor : BaseProcessor<Activity>
{
    public const string ThreadId = "thread.id", ThreadName = "thread.name";

    public override void OnStart(Activity data)
    {
        Thread thread = Thread.CurrentThread;
        data.SetTag(ThreadId, thread.ManagedThreadId);
        data.SetTag(ThreadName, thread.Name ?? string.Create(CultureInfo.InvariantCulture, $"thread {thread.ManagedThreadId}"));
    }
}
