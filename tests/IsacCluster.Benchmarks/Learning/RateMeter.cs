using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>Repeats work and takes the medians of its CPU and wall-clock time.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    /// <summary>The runtime compiles hot methods again after 30 calls, on a background thread.</summary>
    private const int WarmUpRepeats = 40;
    private const int LeastRepeats = 3;

    /// <param name="work">Done once a repeat, on the calling thread.</param>
    /// <param name="samples">Of one repeat.</param>
    /// <param name="warmUp">Repeats that do not count.</param>
    public Rate Measure(Action work, int samples, TimeSpan duration, int warmUp = WarmUpRepeats)
    {
        for (int i = 0; i < warmUp; i++) work();
        List<double> cpu = [], wall = [];
        long begin = time.GetTimestamp();
        while (time.GetElapsedTime(begin) < duration || cpu.Count < LeastRepeats)
        {
            long started = time.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            work();
            cpu.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
            wall.Add(time.GetElapsedTime(started).TotalSeconds);
        }

        return new Rate(samples / cpu.Median(), samples / wall.Median());
    }
}
