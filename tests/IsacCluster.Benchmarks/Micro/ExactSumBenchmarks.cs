using System.Numerics;
using BenchmarkDotNet.Attributes;
using IsacCluster.Isac.Randomness;
using IsacCluster.Statistics;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>Adding one double: rounded in a double, exactly in a superaccumulator, exactly in a big integer.</summary>
[MemoryDiagnoser]
public class ExactSumBenchmarks
{
    private const int Count = 10_000;
    private const int LeastExponent = 1074; // a double is an integer times 2^-1074
    private readonly double[] _values = new double[Count];

    [GlobalSetup]
    public void Draw()
    {
        var stream = new RandomStream(1, StreamPurpose.Fading, 0);
        for (int i = 0; i < Count; i++) _values[i] = Math.Exp(stream.NextUniform(-12, 2)); // the magnitudes of MSEs
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double DoubleSum()
    {
        double sum = 0;
        foreach (double value in _values) sum += value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Superaccumulator()
    {
        var sum = new ExactSum();
        foreach (double value in _values) sum.Add(value);
        return sum.ToDouble();
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public BigInteger BigIntegerSum()
    {
        BigInteger sum = BigInteger.Zero;
        foreach (double value in _values)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int exponent = (int)(bits >> 52) & 0x7FF; // positive and normal here
            sum += new BigInteger((bits & 0xF_FFFF_FFFF_FFFF) | (1L << 52)) << (exponent - 1075 + LeastExponent);
        }

        return sum;
    }
}
