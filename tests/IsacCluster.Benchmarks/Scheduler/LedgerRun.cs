using IsacCluster.Benchmarks.Engine;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>One lane's ledger fed with a great many tasks of one index, reported out of order within the window of leases.</summary>
/// <param name="Window">Leases at a time; every second one is reported first, which leaves the most intervals.</param>
/// <param name="MostIntervals">The most that the ledger kept.</param>
/// <param name="HeapBefore">Bytes, after a full collection.</param>
/// <param name="MostHeap">The most at any of ten points of the run, each with a full window of leases, after a full collection.</param>
internal sealed record LedgerRun(long Tasks, int Window, double Seconds, int MostIntervals, long HeapBefore, long MostHeap)
{
    public static LedgerRun Measure(int tasks, int window, TimeProvider time)
    {
        var agent = new AgentId("benchmark");
        byte[] one = new IndexCount(1).ToBytes();
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        int intervals = 0, done = 0;
        var ledger = LaneLedger.Begin(
            new EmptyJob("ledger", 1, tasks), 0, 1, LaneState.Empty, new LeaseBook(time, TimeSpan.FromDays(1)));
        long start = time.GetTimestamp();
        var paused = TimeSpan.Zero;
        while (ledger.StopReason is null)
        {
            var leases = ledger.Grant(agent, window);
            foreach (var (index, lease) in leases.Index()) Accept(index % 2 == 1, lease);
            long measuring = time.GetTimestamp();
            intervals = Math.Max(intervals, ledger.ToState().Segments.Sum(segment => segment.Accepted.Count));
            if (done / (tasks / 10) != (done + leases.Count) / (tasks / 10))
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            paused += time.GetElapsedTime(measuring);
            foreach (var (index, lease) in leases.Index()) Accept(index % 2 == 0, lease);
            done += leases.Count;
        }

        double seconds = (time.GetElapsedTime(start) - paused).TotalSeconds;
        long merged = IndexCount.Read(ledger.ResultBytes()).Value;
        return merged == tasks && ledger.Counts.TasksAccepted == tasks
            ? new LedgerRun(tasks, window, seconds, intervals, before, most)
            : throw new InvalidOperationException($"{tasks} tasks ended with {ledger.Counts.TasksAccepted} accepted and {merged} merged.");

        void Accept(bool now, Lease lease)
        {
            if (now && !ledger.TryAccept(lease.Id, agent, lease.Range, one, []))
                throw new InvalidOperationException($"{lease.Range} was rejected.");
        }
    }
}
