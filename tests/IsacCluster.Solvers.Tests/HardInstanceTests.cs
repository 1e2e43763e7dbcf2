using IsacCluster.Benchmarks.Stress;

namespace IsacCluster.Solvers.Tests;

/// <summary>The first 500 instances of the stress benchmark, judged by the same code.</summary>
public sealed class HardInstanceTests
{
    private const int Chunks = 20, ChunkSize = 25;

    public static TheoryData<int> Starts => [.. Enumerable.Range(0, Chunks).Select(chunk => chunk * ChunkSize)];

    [Theory]
    [MemberData(nameof(Starts))]
    public void Sdr_and_zero_forcing_are_optimal_and_certified_or_infeasible_and_proved(int start)
    {
        IBeamformingSolver[] solvers = [Baseline.Create("sdr"), Baseline.Create("zf"), Baseline.Create("zf-pinv")];
        for (int id = start; id < start + ChunkSize; id++)
        {
            var hard = HardInstance.Draw(2025, id);
            foreach (IBeamformingSolver solver in solvers)
            {
                (Verdict verdict, string detail) = AnswerCheck.Judge(solver.Solve(hard.Instance), hard.Instance, serves: true);
                Assert.True(verdict is Verdict.CertifiedTightly or Verdict.ProvedInfeasible,
                    $"{solver.Name} on {id} ({hard}): {verdict} {detail}");
            }
        }
    }
}
