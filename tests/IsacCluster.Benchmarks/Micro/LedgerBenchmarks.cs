using BenchmarkDotNet.Attributes;
using IsacCluster.Benchmarks.Engine;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>
/// One task of one index is leased and accepted: by the ledger of a lane, with reports in order and with each batch of leases reversed;
/// the baseline is a set of the accepted indices, which neither leases nor merges nor keeps a segment.
/// </summary>
[MemoryDiagnoser]
public class LedgerBenchmarks
{
    private const int Count = 8192, Batch = 256;
    private static readonly AgentId Agent = new("agent");
    private static readonly byte[] Result = new IndexCount(1).ToBytes();
    private readonly EmptyJob _job = new("ledger", lanes: 1, Count);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Set()
    {
        var accepted = new HashSet<long>();
        for (long index = 0; index < Count; index++) accepted.Add(index);
        return accepted.Count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long InOrder() => Run(reversed: false);

    [Benchmark(OperationsPerInvoke = Count)]
    public long ReversedBatches() => Run(reversed: true);

    private long Run(bool reversed)
    {
        var ledger = LaneLedger.Begin(_job, 0, taskSize: 1, LaneState.Empty, new LeaseBook(TimeProvider.System, TimeSpan.FromMinutes(1)));
        while (ledger.HasWork)
        {
            IReadOnlyList<Lease> leases = ledger.Grant(Agent, Batch);
            for (int i = 0; i < leases.Count; i++)
            {
                Lease lease = leases[reversed ? leases.Count - 1 - i : i];
                ledger.TryAccept(lease.Id, Agent, lease.Range, Result, []);
            }
        }

        return ledger.StopReason is null ? throw new InvalidOperationException("The ledger did not close.") : ledger.AcceptedCount;
    }
}
