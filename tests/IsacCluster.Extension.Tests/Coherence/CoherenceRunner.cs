using System.Numerics;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Numerics;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>Draws the samples of a task and adds their coherences. One thread.</summary>
internal sealed class CoherenceRunner(CoherenceSpecification specification, StageClock clock) : ITaskRunner
{
    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        clock.Reset();
        var result = new CoherenceResult();
        var generator = new SampleGenerator(specification.Points[range.Lane].Scenario, specification.Seed);
        for (long sample = range.First; sample < range.End; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            using (clock.Measure("generate")) result.Add(Coherence(generator.Generate(sample).Instance.Channel));
        }

        return new TaskOutput(result, clock.Snapshot());
    }

    public void Dispose() { }

    /// <summary>|h_1^H h_2| / (||h_1|| ||h_2||).</summary>
    private static double Coherence(ComplexMatrix channel)
    {
        ReadOnlySpan<Complex> first = channel.Row(0), second = channel.Row(1);
        return Complex.Abs(Product(first, second)) / Math.Sqrt(Product(first, first).Real * Product(second, second).Real);
    }

    private static Complex Product(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < a.Length; m++) sum += Complex.Conjugate(a[m]) * b[m];
        return sum;
    }
}
