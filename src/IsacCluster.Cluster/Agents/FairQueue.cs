namespace IsacCluster.Cluster.Agents;

/// <summary>
/// Weighted fair queueing of slot time: each flow (a job) has a pass that grows by seconds/weight of the slot time it uses, and the flow
/// with work and the lowest pass is next. A task is charged with its flow's mean when it starts and set right when it ends, so that
/// a flow of long tasks does not take all slots before the first of them ends. A flow that had no work for a while
/// keeps the credit of a short gap only: its share went to the others. Ties go to the flow that joined first.
/// Not thread-safe: its pool locks.
/// </summary>
/// <param name="slots">Slots that take from it.</param>
/// <param name="gap">Time without work after which a flow's credit does not grow.</param>
internal sealed class FairQueue<T>(int slots, TimeSpan gap)
{
    private const double FirstEstimate = 0.1, MeanMemory = 0.9; // seconds; weight of the past in the running mean
    private readonly List<Flow> _flows = [];
    private double _now; // the pass at which the latest task started

    /// <summary>Tasks of all flows that wait for a slot.</summary>
    public int Queued { get; private set; }

    public Flow Join(int weight)
    {
        var flow = new Flow { Weight = weight, Pass = _now };
        _flows.Add(flow);
        return flow;
    }

    /// <summary>Removes a flow and returns the tasks that did not start.</summary>
    public IReadOnlyList<T> Leave(Flow flow)
    {
        _flows.Remove(flow);
        return Clear(flow);
    }

    public IReadOnlyList<T> Clear(Flow flow)
    {
        Queued -= flow.Tasks.Count;
        var tasks = flow.Tasks.ToArray();
        flow.Tasks.Clear();
        return tasks;
    }

    public void Add(Flow flow, T task)
    {
        flow.Tasks.Enqueue(task);
        Queued++;
    }

    /// <summary>The next task, if any flow may start one.</summary>
    /// <param name="charged">What the flow was charged with; hand it to <see cref="Finish"/>.</param>
    public bool TryTake(out Flow flow, out T task, out double charged)
    {
        (flow, task, charged) = (null!, default!, 0);
        if (Lowest(static candidate => candidate.Tasks.Count > 0 && candidate.MayStart) is not { } next) return false;
        flow = next;
        task = flow.Tasks.Dequeue();
        Queued--;
        charged = Start(flow);
        return true;
    }

    /// <summary>A task of a flow starts, from its line or without one; returns what the flow is charged with.</summary>
    public double Start(Flow flow)
    {
        flow.Running++;
        flow.Pass = Math.Max(flow.Pass, LeastPass());
        _now = Math.Max(_now, flow.Pass);
        double charged = flow.Estimate ?? FirstEstimate;
        flow.Pass += charged / flow.Weight;
        return charged;
    }

    /// <summary>A task that was taken has ended after so many seconds of slot time.</summary>
    public static void Finish(Flow flow, double charged, double seconds)
    {
        flow.Running--;
        flow.Pass += (seconds - charged) / flow.Weight;
        flow.Estimate = flow.Estimate is { } mean ? MeanMemory * mean + (1 - MeanMemory) * seconds : seconds;
    }

    /// <summary>
    /// Tasks that a flow should fetch beyond what it holds in advance: its part of the slots that will find nothing, if it is the
    /// neediest; and one if its turn has come, its line is empty and others' are not, or their work would always be first.
    /// </summary>
    public int Demand(Flow flow, int idleSlots)
    {
        if (Neediest != flow) return 0;
        int free = idleSlots - Queued;
        if (free > 0) return Math.Min(PartOf(flow, free), flow.Limit - flow.Running - flow.Tasks.Count);
        return IsOutOfTurn(flow) ? 1 : 0;
    }

    /// <summary>The neediest flow if it should fetch work now.</summary>
    public Flow? Wanting(int idleSlots) => Neediest is { } flow && (idleSlots > Queued || IsOutOfTurn(flow)) ? flow : null;

    /// <summary>The flow that should fetch work: of those that may find some, the one with the lowest pass.</summary>
    public Flow? Neediest => Lowest(static flow => !flow.IsDry && flow.Running + flow.Tasks.Count < flow.Limit);

    /// <summary>A flow's part of <paramref name="idle"/> slots among the flows that may find work, at least 1.</summary>
    public int PartOf(Flow flow, int idle)
    {
        long weights = 0;
        foreach (var other in _flows) weights += other.IsDry ? 0 : other.Weight;
        return (int)Math.Max(1, (long)idle * flow.Weight / Math.Max(weights, flow.Weight));
    }

    private bool IsOutOfTurn(Flow neediest) => Queued > 0 && neediest.Tasks.Count == 0;

    private Flow? Lowest(Func<Flow, bool> allowed)
    {
        Flow? lowest = null;
        double least = LeastPass();
        foreach (var flow in _flows)
        {
            if (allowed(flow) && (lowest is null || Math.Max(flow.Pass, least) < Math.Max(lowest.Pass, least))) lowest = flow;
        }

        return lowest;
    }

    /// <summary>A gap's worth of slot time below the present pass: nobody has more credit.</summary>
    private double LeastPass()
    {
        int weights = 0;
        foreach (var flow in _flows) weights += flow.Weight;
        return _now - gap.TotalSeconds * slots / Math.Max(1, weights);
    }

    /// <summary>One job's line before the slots.</summary>
    internal sealed class Flow
    {
        /// <summary>Share of slot time relative to the other flows.</summary>
        public required int Weight { get; set; }

        /// <summary>Most tasks that run at once.</summary>
        public int Limit { get; set; } = int.MaxValue;

        public int Running { get; set; }

        /// <summary>Whether it looked for work and found none.</summary>
        public bool IsDry { get; set; }

        public double Pass { get; set; }

        /// <summary>Mean seconds of a task; null before the first has ended.</summary>
        public double? Estimate { get; set; }

        public Queue<T> Tasks { get; } = new();

        public bool MayStart => Running < Limit;
    }
}
