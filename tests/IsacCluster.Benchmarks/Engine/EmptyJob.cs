using System.Buffers.Binary;
using System.Globalization;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Benchmarks.Engine;

/// <summary>
/// A job whose tasks do nothing: what is left of its time is the engine's own. Its result is the number of merged indices, which must
/// come out as the number of tasks.
/// </summary>
internal sealed class EmptyJob(string name, int lanes, int indicesPerLane) : IJob
{
    private const string Stage = "nothing";

    public string Id { get; } = name;

    public IReadOnlyList<LanePlan> Lanes { get; } =
        [.. Enumerable.Range(0, lanes).Select(lane => new LanePlan(FormattableString.Invariant($"lane {lane}"), PreferredTaskSize: 1))];

    public static JobDescription Describe(string name, int lanes, int indicesPerLane) => new(
        "benchmark", FormattableString.Invariant($"{name} {lanes} {indicesPerLane}"), "benchmark", Path.GetTempPath());

    public ILaneResult Empty(int lane) => new IndexCount(0);

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => IndexCount.Read(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < indicesPerLane ? LaneDecision.ContinueTo(indicesPerLane) : LaneDecision.Stop("samples");

    public ITaskRunner CreateRunner() => new Runner();

    /// <summary>Builds the job of a description.</summary>
    public sealed class Factory : IJobFactory
    {
        public IJob Create(JobDescription description)
        {
            string[] fields = description.SpecText.Split(' ');
            int lanes = int.Parse(fields[1], CultureInfo.InvariantCulture), indices = int.Parse(fields[2], CultureInfo.InvariantCulture);
            return new EmptyJob(fields[0], lanes, indices);
        }
    }

    private sealed class Runner : ITaskRunner
    {
        public TaskOutput Run(TaskRange range, CancellationToken cancellation) =>
            new(new IndexCount(range.Count), new Dictionary<string, StageTime> { [Stage] = new(1, 0) });

        public void Dispose() { }
    }
}

/// <summary>How many indices were merged.</summary>
internal sealed class IndexCount(long value) : ILaneResult
{
    public long Value { get; private set; } = value;

    /// <exception cref="InvalidDataException">Not eight bytes.</exception>
    public static IndexCount Read(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(long)
        ? new IndexCount(BinaryPrimitives.ReadInt64LittleEndian(bytes))
        : throw new InvalidDataException($"A count has {sizeof(long)} bytes, not {bytes.Length}.");

    public void Merge(ILaneResult other) => Value += ((IndexCount)other).Value;

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Value);
        return bytes;
    }
}
