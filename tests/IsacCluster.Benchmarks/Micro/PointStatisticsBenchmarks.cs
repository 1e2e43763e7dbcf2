using BenchmarkDotNet.Attributes;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>A sample of four algorithms enters the exact statistics of a point; the baseline keeps rounded running moments only.</summary>
[MemoryDiagnoser]
public class PointStatisticsAddBenchmarks
{
    private readonly SampleEvaluation[] _samples = PointSamples.Draw();

    [Benchmark(Baseline = true, OperationsPerInvoke = PointSamples.Count)]
    public RunningStatistics[] RunningMoments() => PointSamples.Running(_samples);

    [Benchmark(OperationsPerInvoke = PointSamples.Count)]
    public PointStatistics Exact() => PointSamples.Exact(_samples);
}

/// <summary>Two shards of a point merge, as objects and from the bytes in which they arrive.</summary>
[MemoryDiagnoser]
public class PointStatisticsMergeBenchmarks
{
    private readonly RunningStatistics[] _runningLeft, _runningRight;
    private readonly PointStatistics _exactLeft, _exactRight;
    private readonly byte[] _bytes;

    public PointStatisticsMergeBenchmarks()
    {
        SampleEvaluation[] samples = PointSamples.Draw(), left = samples[..(samples.Length / 2)], right = samples[left.Length..];
        (_runningLeft, _runningRight) = (PointSamples.Running(left), PointSamples.Running(right));
        (_exactLeft, _exactRight) = (PointSamples.Exact(left), PointSamples.Exact(right));
        _bytes = _exactRight.ToBytes();
    }

    [Benchmark(Baseline = true)]
    public RunningStatistics[] RunningMoments() => [.. _runningLeft.Zip(_runningRight, RunningStatistics.Combine)];

    [Benchmark]
    public void Exact() => _exactLeft.Merge(_exactRight);

    [Benchmark]
    public void ExactFromBytes() => _exactLeft.Merge(PointStatistics.FromBytes(PointSamples.Algorithms, _bytes));
}

/// <summary>Evaluations with MSEs of realistic size.</summary>
internal static class PointSamples
{
    public const int Count = 1000, Algorithms = 4;

    public static SampleEvaluation[] Draw() => [.. Enumerable.Range(0, Count).Select(Evaluation)];

    public static PointStatistics Exact(IEnumerable<SampleEvaluation> samples)
    {
        var point = new PointStatistics(Algorithms);
        foreach (SampleEvaluation sample in samples) point.Add(sample);
        return point;
    }

    /// <summary>Moments of each algorithm's MSE and time.</summary>
    public static RunningStatistics[] Running(IEnumerable<SampleEvaluation> samples)
    {
        RunningStatistics[] moments = [.. Enumerable.Range(0, 2 * Algorithms).Select(_ => new RunningStatistics())];
        foreach (SampleEvaluation sample in samples)
        {
            for (int a = 0; a < Algorithms; a++)
            {
                moments[2 * a].Push(sample.Algorithms[a].Mse);
                moments[2 * a + 1].Push(sample.Algorithms[a].Seconds);
            }
        }

        return moments;
    }

    private static SampleEvaluation Evaluation(int index)
    {
        var design = new Design(new ComplexMatrix(1, 1), new ComplexMatrix(1, 1));
        var stream = new RandomStream(1, StreamPurpose.Fading, (ulong)index);
        var algorithms = new AlgorithmEvaluation[Algorithms];
        for (int a = 0; a < Algorithms; a++)
        {
            double mse = stream.NextUniform(0.2, 0.4), seconds = stream.NextUniform(1e-4, 1e-2);
            algorithms[a] = new AlgorithmEvaluation("algorithm", SolveStatus.Optimal, design, mse, [10.0, 12.0], true, null, seconds);
        }

        return new SampleEvaluation(index, true, algorithms);
    }
}
