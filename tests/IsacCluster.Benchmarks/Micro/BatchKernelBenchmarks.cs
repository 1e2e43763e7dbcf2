using System.Numerics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Benchmarks.Micro;

/// <summary>
/// The two kernels that a solve spends most on, for four problems: inside each matrix in turn (the baseline), and across the four.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class BatchKernelBenchmarks
{
    private readonly List<PlanarMatrix> _a = [], _b = [], _result = [];
    private InterleavedBatch _batchA = null!, _batchB = null!, _batchResult = null!;

    [Params(4, 8, 10, 16, 32)]
    public int Order { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var draws = new RandomStream(1, StreamPurpose.Fading, (ulong)Order);
        for (int lane = 0; lane < Vector256Lanes; lane++)
        {
            _a.Add(PositiveDefinite(ref draws));
            _b.Add(PositiveDefinite(ref draws));
            _result.Add(new PlanarMatrix(Order, Order));
        }

        (_batchA, _batchB, _batchResult) = (new(Order), new(Order), new(Order));
        _batchA.Load(_a);
        _batchB.Load(_b);
        RequireSameResults();
    }

    private const int Vector256Lanes = 4;

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("product")]
    public void ProductInside()
    {
        for (int lane = 0; lane < Vector256Lanes; lane++) MatrixProducts.Multiply(_a[lane], _b[lane], _result[lane]);
    }

    [Benchmark]
    [BenchmarkCategory("product")]
    public void ProductAcross() => _batchA.Multiply(_batchB, _batchResult);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("factor")]
    public bool FactorInside()
    {
        bool definite = true;
        for (int lane = 0; lane < Vector256Lanes; lane++) definite &= HermitianKernels.Cholesky(_a[lane], _result[lane]);
        return definite;
    }

    [Benchmark]
    [BenchmarkCategory("factor")]
    public bool FactorAcross() => _batchA.Cholesky(_batchResult);

    /// <summary>A comparison of speeds counts only where both compute the same.</summary>
    private void RequireSameResults()
    {
        ProductInside();
        ProductAcross();
        Compare();
        if (!FactorInside() || !FactorAcross()) throw new InvalidOperationException("A factorisation failed.");
        Compare();
    }

    private void Compare()
    {
        for (int lane = 0; lane < Vector256Lanes; lane++)
        {
            for (int i = 0; i < Order; i++)
            {
                for (int j = i; j < Order; j++)
                {
                    (double re, double im) = _batchResult[lane, i, j];
                    if (Complex.Abs(_result[lane][i, j] - new Complex(re, im)) > 1e-9)
                        throw new InvalidOperationException($"Lane {lane}, entry {i}, {j} differs.");
                }
            }
        }
    }

    private PlanarMatrix PositiveDefinite(ref RandomStream draws)
    {
        var matrix = new PlanarMatrix(Order, Order);
        for (int i = 0; i < Order; i++)
        {
            matrix[i, i] = 2 * Order;
            for (int j = 0; j < i; j++)
            {
                matrix[i, j] = draws.NextComplexGaussian();
                matrix[j, i] = Complex.Conjugate(matrix[i, j]);
            }
        }

        return matrix;
    }
}
