using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Keeps a small silo small. The runtime collects the oldest generation only when it has grown by much, and the C library keeps what it was
/// given back (the just-in-time compiler's work space, for the most part), so a silo that does small jobs for weeks would hold, beside the
/// megabytes that live, as much again of what is left of jobs that are done. Where the heap has grown since the last time it is collected
/// and both are given back, which takes some 20 ms and never more than a two-hundredth of the time; a large heap is the runtime's.
/// </summary>
internal sealed partial class HeapKeeper(TimeProvider time) : BackgroundService
{
    /// <summary>The largest heap that is kept small, in bytes.</summary>
    public const long Most = 96 << 20;

    /// <summary>Growth that is let be, as a part of the heap.</summary>
    public const double Slack = 0.1;

    /// <summary>Most of the time that collecting may take, as a part of it.</summary>
    public const double MostShare = 0.005;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Whether a heap is to be collected.</summary>
    /// <param name="committed">Bytes that it has of the system now.</param>
    /// <param name="before">Bytes that it had after the last time; 0 at first.</param>
    public static bool IsDue(long committed, long before) => committed <= Most && committed > (1 + Slack) * before;

    /// <summary>How long to wait until the heap is looked at again.</summary>
    /// <param name="taken">By the last collection.</param>
    public static TimeSpan Pause(TimeSpan taken) => new[] { Period, taken / MostShare }.Max();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long before = 0;
        TimeSpan taken = default;
        while (true)
        {
            await Task.Delay(Pause(taken), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            if (!IsDue(Committed, before)) continue;
            long start = time.GetTimestamp();
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GiveBack();
            taken = time.GetElapsedTime(start);
            before = Committed;
        }
    }

    private static long Committed => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;

    private static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // a C library other than GNU's, which keeps less
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
