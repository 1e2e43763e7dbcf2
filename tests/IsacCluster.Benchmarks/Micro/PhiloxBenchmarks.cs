using System.Numerics;
using BenchmarkDotNet.Attributes;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>128 random bits: from the runtime's sequential generator, and as one block of the counter-based one.</summary>
[MemoryDiagnoser]
public class PhiloxBenchmarks
{
#pragma warning disable RS0030 // The banned generator is what Philox is measured against; no result depends on it.
    private readonly Random _sequential = new();
#pragma warning restore RS0030
    private uint _counter;
    private RandomStream _stream = new(1, StreamPurpose.Fading, 0);

    [Benchmark(Baseline = true)]
    public long SystemRandom() => _sequential.NextInt64() ^ _sequential.NextInt64();

    [Benchmark]
    public PhiloxBlock Block() => Philox.Block(1, 2, _counter++, 3, 4, 5);

    [Benchmark]
    public (double First, double Second) UniformPair() => _stream.NextUniformPair();

    [Benchmark]
    public Complex ComplexGaussian() => _stream.NextComplexGaussian();
}
