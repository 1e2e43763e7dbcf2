using System.Buffers.Binary;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>
/// An adaptive job whose truth can be computed directly, with a fixed lag as a deterministic study has: the value of an index is a hash of
/// it and of its argument, the sum of the values of all indices below index - parallel + 1.
/// </summary>
/// <param name="limit">Beyond it no index may begin, although it is wanted.</param>
/// <param name="onArgument">Called before an argument is computed.</param>
internal sealed class ChainJob(int samples, int parallel, int limit = int.MaxValue, Action<long>? onArgument = null) : IAdaptiveJob
{
    public string Id => "chain";

    public IReadOnlyList<LanePlan> Lanes { get; } = [new LanePlan("chain", 1)];

    public ILaneResult Empty(int lane) => new ChainResult();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => ChainResult.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < samples ? LaneDecision.ContinueTo(samples) : LaneDecision.Stop("samples");

    public ITaskSequencer CreateSequencer(int lane) => new Sequencer(parallel, limit, onArgument);

    public ITaskRunner CreateRunner() => new Runner();

    public static ILaneResult Run(long index, ReadOnlySpan<byte> argument) =>
        new ChainResult
        {
            Values = { [index] = HashSum.Hash(unchecked((ulong)index + BinaryPrimitives.ReadUInt64LittleEndian(argument))) },
        };

    /// <summary>The argument of an index, computed from the one before it.</summary>
    public byte[] Argument(long index) => ArgumentOf(Values(), index, parallel);

    /// <summary>The bytes that the lane must end with.</summary>
    public byte[] Truth() => new ChainResult { Values = Values() }.ToBytes();

    private SortedDictionary<long, ulong> Values()
    {
        var result = new ChainResult();
        for (long index = 0; index < samples; index++) result.Merge(Run(index, ArgumentOf(result.Values, index, parallel)));
        return result.Values;
    }

    private static byte[] ArgumentOf(SortedDictionary<long, ulong> values, long index, int parallel)
    {
        ulong sum = 0;
        for (long seen = 0; seen < index - parallel + 1; seen++) sum = unchecked(sum + values[seen]);
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, sum);
        return bytes;
    }

    internal sealed class Factory(ChainJob job) : IJobFactory
    {
        public IJob Create(JobDescription description) => job;
    }

    private sealed class Sequencer(int parallel, int limit, Action<long>? onArgument) : ITaskSequencer
    {
        private readonly ChainResult _accepted = new();
        private long _run;

        public long Horizon => Math.Min(_run + parallel, limit);

        public void Accept(ILaneResult partial)
        {
            _accepted.Merge(partial);
            while (_accepted.Values.ContainsKey(_run)) _run++;
        }

        public byte[] ArgumentOf(long index)
        {
            onArgument?.Invoke(index);
            return ChainJob.ArgumentOf(_accepted.Values, index, parallel);
        }
    }

    private sealed class Runner : ITaskRunner
    {
        public TaskOutput Run(TaskRange range, CancellationToken cancellation) =>
            new(ChainJob.Run(range.First, range.Argument.Span), new Dictionary<string, StageTime>());

        public void Dispose() { }
    }
}

/// <summary>Values by index; merging is the union of disjoint sets.</summary>
internal sealed class ChainResult : ILaneResult
{
    private const int EntryBytes = sizeof(long) + sizeof(ulong);

    public SortedDictionary<long, ulong> Values { get; init; } = [];

    public static ChainResult FromBytes(ReadOnlySpan<byte> bytes)
    {
        var result = new ChainResult();
        for (; bytes.Length > 0; bytes = bytes[EntryBytes..])
        {
            long index = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            result.Values.Add(index, BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(long)..]));
        }

        return result;
    }

    public void Merge(ILaneResult other)
    {
        foreach (var (index, value) in ((ChainResult)other).Values) Values.Add(index, value);
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[EntryBytes * Values.Count];
        foreach (var (at, (index, value)) in Values.Index())
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(EntryBytes * at), index);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(EntryBytes * at + sizeof(long)), value);
        }

        return bytes;
    }
}
