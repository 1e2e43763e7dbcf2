using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster;

/// <summary>
/// The instruments of the job engine. Units are UCUM; no job or sample id is a dimension. What can be counted is there from the start of
/// an engine on, at 0: a series that appears with its first event hides it from a rate.
/// </summary>
internal static class ClusterMetrics
{
    private const string Outcome = "outcome", Operation = "operation";

    private static readonly Counter<long> Tasks =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.tasks", "{task}", "Task reports by outcome.");

    private static readonly Counter<long> Granted =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.leases.granted", "{lease}", "Tasks leased by agents.");

    private static readonly Counter<long> Expired =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.leases.expired", "{lease}", "Leases whose agent fell silent.");

    private static readonly Counter<long> Lost =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.leases.lost", "{lease}", "Leases that ended with their silo's death.");

    private static readonly Histogram<double> Durations =
        ClusterTelemetry.Meter.CreateHistogram<double>("isac.cluster.task.duration", "s", "Time of one attempt on its slot.");

    private static readonly Counter<long> Threads =
        ClusterTelemetry.Meter.CreateCounter<long>(
            "isac.cluster.threads.abandoned", "{thread}", "Threads given up because their task hung.");

    private static readonly Histogram<double> StoreCalls =
        ClusterTelemetry.Meter.CreateHistogram<double>(
            "isac.cluster.store.duration", "s", "Time of one call of the store that was answered, by operation.");

    private static readonly ConcurrentDictionary<object, JobDemand> Demands = new(); // by coordinator
    private static readonly ConcurrentDictionary<object, (SlotKind Kind, Func<(int All, int Busy)> Count)> Pools = new();
    private static readonly ConcurrentDictionary<object, IReadOnlyDictionary<string, int>> Listings = new(); // by dispatcher
    private static readonly ConcurrentDictionary<object, bool> AwayStores = new();

    static ClusterMetrics()
    {
        Gauge("isac.queued_tasks", "{task}", "Indices that are wanted and not accepted, of the jobs that this process coordinates.",
            () => [new(Demands.Values.Sum(demand => demand.OpenTasks))]);
        Gauge("isac.cluster.slots", "{slot}", "Slots of this process, by kind.", () => Slots(static count => count.All));
        Gauge("isac.cluster.slots.busy", "{slot}", "Slots that run a task, by kind.", () => Slots(static count => count.Busy));
        Gauge("isac.cluster.slots.wanted", "{slot}",
            "Slots that would do in a minute what waits of the jobs that this process coordinates, by kind.",
            () => ByKind(kind => Demands.Values.Where(demand => demand.Kind == kind).Sum(demand => demand.WantedSlots)));
        Gauge("isac.cluster.jobs", "{job}", "Jobs that the cluster lists, by phase; told by one silo.",
            () => Listings.Values.SelectMany(phases => phases)
                .Select(phase => new Measurement<long>(phase.Value, new KeyValuePair<string, object?>("phase", phase.Key))));
        Gauge("isac.cluster.store.away", "1", "Whether the store does not answer this process now: 1, or 0.",
            () => [new(AwayStores.IsEmpty ? 0 : 1)]);
    }

    /// <summary>An engine starts in this process.</summary>
    public static void Begin()
    {
        foreach (string outcome in (string[])["accepted", "rejected", "failed"])
            Tasks.Add(0, new KeyValuePair<string, object?>(Outcome, outcome));
        foreach (var counter in (Counter<long>[])[Granted, Expired, Lost, Threads]) counter.Add(0);
    }

    public static void Judged(bool accepted, int tasks = 1) =>
        Tasks.Add(tasks, new KeyValuePair<string, object?>(Outcome, accepted ? "accepted" : "rejected"));

    public static void Failed() => Tasks.Add(1, new KeyValuePair<string, object?>(Outcome, "failed"));

    public static void Leased(int tasks) => Granted.Add(tasks);

    /// <summary>Leases ended without a report.</summary>
    /// <param name="dead">Whether their silo died; else their agent fell silent.</param>
    public static void Ended(int leases, bool dead) => (dead ? Lost : Expired).Add(leases);

    public static void Ran(double seconds) => Durations.Record(seconds);

    public static void Abandoned() => Threads.Add(1);

    /// <summary>A pool of slots, until <see cref="Closes"/>.</summary>
    /// <param name="count">Called on any thread.</param>
    public static void Opens(object pool, SlotKind kind, Func<(int All, int Busy)> count) => Pools[pool] = (kind, count);

    public static void Closes(object pool) => Pools.TryRemove(pool, out _);

    /// <summary>What a coordinator's job still wants; nothing when it rests or the coordinator has moved away.</summary>
    public static void Waits(object coordinator, JobDemand demand)
    {
        if (demand.OpenTasks > 0) Demands[coordinator] = demand;
        else Demands.TryRemove(coordinator, out _);
    }

    /// <summary>The jobs that a dispatcher lists, by phase; null when it is no dispatcher any more.</summary>
    public static void Lists(object dispatcher, IReadOnlyDictionary<string, int>? phases)
    {
        if (phases is not null) Listings[dispatcher] = phases;
        else Listings.TryRemove(dispatcher, out _);
    }

    /// <summary>A call of the store was answered.</summary>
    /// <param name="operation">read, write or clear.</param>
    public static void Called(string operation, TimeSpan elapsed) =>
        StoreCalls.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(Operation, operation));

    public static void IsAway(object store, bool away)
    {
        if (away) AwayStores[store] = true;
        else AwayStores.TryRemove(store, out _);
    }

    private static void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> observe) =>
        ClusterTelemetry.Meter.CreateObservableGauge(name, observe, unit, description);

    private static IEnumerable<Measurement<long>> Slots(Func<(int All, int Busy), int> of) =>
        ByKind(kind => Pools.Values.Where(pool => pool.Kind == kind).Sum(pool => (long)of(pool.Count())));

    private static IEnumerable<Measurement<long>> ByKind(Func<SlotKind, long> sum) =>
        from kind in Enum.GetValues<SlotKind>()
        select new Measurement<long>(
            sum(kind), new KeyValuePair<string, object?>("kind", kind switch
            {
                SlotKind.Accelerator => "accelerator",
                SlotKind.Outside => "outside",
                _ => "cpu",
            }));
}
