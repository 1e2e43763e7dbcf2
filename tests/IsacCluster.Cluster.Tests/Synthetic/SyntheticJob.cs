using System.Buffers.Binary;
using System.Globalization;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>
/// A job whose truth can be computed directly: the result of a set of indices is their count, the sum and the xor of a hash of each.
/// Specification text: "name=a lanes=2 samples=1000 look=100 stop=5 size=10 cuda=1".
/// </summary>
internal sealed class SyntheticJob : IJob
{
    private readonly int _samples, _look;
    private readonly ulong _stopModulus;
    private readonly Action<SyntheticJob, TaskRange, CancellationToken>? _onRun;

    public SyntheticJob(string spec, Action<SyntheticJob, TaskRange, CancellationToken>? onRun = null)
    {
        var fields = spec.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        int Number(string key, int otherwise) =>
            fields.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        _samples = Number("samples", 1000);
        _look = Number("look", int.MaxValue);
        _stopModulus = (ulong)Number("stop", 0);
        _onRun = onRun;
        Needs = Number("cuda", 0) > 0 ? SlotKind.Accelerator : SlotKind.Cpu;
        Programs = fields.TryGetValue("program", out string? program) ? [program] : [];
        Id = fields.GetValueOrDefault("name", "synthetic");
        Lanes = [.. Enumerable.Range(0, Number("lanes", 2)).Select(lane => new LanePlan($"lane {lane}", Number("size", 10)))];
        if (_samples < 1) throw new SpecificationException("samples: at least 1");
    }

    public string Id { get; }

    public IReadOnlyList<LanePlan> Lanes { get; }

    public SlotKind Needs { get; }

    public IReadOnlyList<string> Programs { get; }

    public bool PlansWithoutFiles { get; init; } = true;

    public ILaneResult Empty(int lane) => new HashSum(default, default, default);

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => HashSum.FromBytes(bytes);

    public long? NextBoundary(int lane, long boundary) => boundary < _samples ? Math.Min(_samples, boundary + _look) : null;

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged)
    {
        var prefix = (HashSum)merged;
        if (prefix.Count != boundary) throw new InvalidOperationException($"{prefix.Count} indices are merged at boundary {boundary}.");
        if (boundary >= _samples) return LaneDecision.Stop("samples");
        if (boundary > 0 && _stopModulus > 0 && prefix.Sum % _stopModulus == 0) return LaneDecision.Stop("precision");
        return LaneDecision.ContinueTo(NextBoundary(lane, boundary)!.Value);
    }

    public ITaskRunner CreateRunner() => new Runner((range, cancellation) => _onRun?.Invoke(this, range, cancellation));

    /// <summary>The bytes that every lane must end with, computed without the engine.</summary>
    public IReadOnlyList<byte[]> Truth() => [.. Enumerable.Range(0, Lanes.Count).Select(lane =>
    {
        var merged = Empty(lane);
        long boundary = 0;
        while (Decide(lane, boundary, merged).NextBoundary is { } next)
        {
            merged.Merge(HashSum.Of(lane, boundary, next));
            boundary = next;
        }

        return merged.ToBytes();
    })];

    private sealed class Runner(Action<TaskRange, CancellationToken> onRun) : ITaskRunner
    {
        public TaskOutput Run(TaskRange range, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            onRun(range, cancellation);
            var stages = new Dictionary<string, StageTime> { ["hash"] = new(range.Count, 1e-9 * range.Count) };
            return new TaskOutput(HashSum.Of(range.Lane, range.First, range.End), stages);
        }

        public void Dispose() { }
    }
}

internal sealed class HashSum(long count, ulong sum, ulong xor) : ILaneResult
{
    private ulong _xor = xor;

    public long Count { get; private set; } = count;

    public ulong Sum { get; private set; } = sum;

    public static HashSum Of(int lane, long first, long end)
    {
        var result = new HashSum(0, 0, 0);
        for (long index = first; index < end; index++)
        {
            ulong hash = Hash((ulong)index + 0x9E3779B97F4A7C15UL * (ulong)(lane + 1));
            result.Merge(new HashSum(1, hash, hash));
        }

        return result;
    }

    public static HashSum FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length != 24
        ? throw new InvalidDataException($"a hash sum has 24 bytes, not {bytes.Length}")
        : new HashSum(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));

    public void Merge(ILaneResult other)
    {
        var sum = (HashSum)other;
        Count += sum.Count;
        Sum = unchecked(Sum + sum.Sum);
        _xor ^= sum._xor;
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Count);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Sum);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), _xor);
        return bytes;
    }

    public static ulong Hash(ulong x) // the finaliser of SplitMix64
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return x ^ (x >> 31);
        }
    }
}

/// <summary>Builds synthetic jobs; <paramref name="onRun"/> is called on the slot's thread before each task.</summary>
internal sealed class SyntheticJobFactory(Action<SyntheticJob, TaskRange, CancellationToken>? onRun) : IJobFactory
{
    public SyntheticJobFactory(Action<TaskRange, CancellationToken>? onRun = null)
        : this((_, range, cancellation) => onRun?.Invoke(range, cancellation)) { }

    public static JobDescription Describe(string spec) => new("synthetic", spec, "synthetic.yaml", "/out");

    public IJob Create(JobDescription description) => new SyntheticJob(description.SpecText, onRun);
}
