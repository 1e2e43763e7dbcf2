using BenchmarkDotNet.Attributes;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>
/// One sample of a campaign at the paper's defaults, by algorithm; the baseline draws the sample and decides its feasibility, which every
/// row contains.
/// </summary>
[MemoryDiagnoser]
public class SampleEvaluationBenchmarks
{
    private const int Samples = 64;
    private readonly StageClock _clock = new(TimeProvider.System);
    private readonly SampleEvaluator _none = Evaluator(), _radar = Evaluator("radar"), _sdr = Evaluator("sdr");
    private readonly SampleEvaluator _zf = Evaluator("zf"), _pinv = Evaluator("zf-pinv");

    [Benchmark(Baseline = true, OperationsPerInvoke = Samples)]
    public int GenerateOnly() => Evaluate(_none);

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Radar() => Evaluate(_radar);

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Sdr() => Evaluate(_sdr);

    [Benchmark(OperationsPerInvoke = Samples)]
    public int ZeroForcing() => Evaluate(_zf);

    [Benchmark(OperationsPerInvoke = Samples)]
    public int PseudoInverse() => Evaluate(_pinv);

    private static SampleEvaluator Evaluator(params string[] algorithms) =>
        new(new Scenario(), 2025, [.. algorithms.Select(name => new SolverAlgorithm(AlgorithmCatalog.CreateSolver(name)))]);

    private int Evaluate(SampleEvaluator evaluator)
    {
        int feasible = 0;
        for (int index = 0; index < Samples; index++)
        {
            if (evaluator.Evaluate(index, _clock).Feasible) feasible++;
        }

        return feasible;
    }
}
