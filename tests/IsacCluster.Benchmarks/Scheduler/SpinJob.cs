using System.Globalization;
using IsacCluster.Benchmarks.Engine;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>An endless job whose tasks keep a processor busy for a given time.</summary>
internal sealed class SpinJob(string name, TimeSpan taskTime, TimeProvider time) : IJob
{
    private const string Stage = "spin";

    public string Id { get; } = name;

    public IReadOnlyList<LanePlan> Lanes { get; } = [new("spin", PreferredTaskSize: 1)];

    public static JobDescription Describe(string name, TimeSpan taskTime) => new(
        "benchmark", FormattableString.Invariant($"{name} {taskTime.TotalMilliseconds}"), "benchmark", Path.GetTempPath());

    public ILaneResult Empty(int lane) => new IndexCount(0);

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => IndexCount.Read(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary == 0 ? LaneDecision.ContinueTo(1_000_000_000) : LaneDecision.Stop("samples");

    public ITaskRunner CreateRunner() => new Runner(taskTime, time);

    public sealed class Factory(TimeProvider time) : IJobFactory
    {
        public IJob Create(JobDescription description)
        {
            string[] fields = description.SpecText.Split(' ');
            return new SpinJob(fields[0], TimeSpan.FromMilliseconds(double.Parse(fields[1], CultureInfo.InvariantCulture)), time);
        }
    }

    private sealed class Runner(TimeSpan taskTime, TimeProvider time) : ITaskRunner
    {
        public TaskOutput Run(TaskRange range, CancellationToken cancellation)
        {
            long start = time.GetTimestamp();
            while (time.GetElapsedTime(start) < taskTime) Thread.SpinWait(50);
            return new TaskOutput(
                new IndexCount(range.Count),
                new Dictionary<string, StageTime> { [Stage] = new(1, time.GetElapsedTime(start).TotalSeconds) });
        }

        public void Dispose() { }
    }
}
