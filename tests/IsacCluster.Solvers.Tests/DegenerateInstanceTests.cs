using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// Random instances at the edges: two to four users of whom two differ by 1 to 3e-6 only, thresholds of 0 to 20 dB, and powers of a
/// hundredth to a hundred times the least one, some of them the least itself to ten digits.
/// </summary>
public sealed class DegenerateInstanceTests
{
    private const int Instances = 120;

    [Theory]
    [InlineData("sdr")]
    [InlineData("zf")]
    [InlineData("zf-pinv")]
    public void Every_claim_holds_and_hardly_any_is_missing(string name)
    {
        IBeamformingSolver solver = Baseline.Create(name);
        var failed = new List<string>();
        for (int index = 0; index < Instances; index++)
        {
            IsacInstance instance = Draw(index);
            SolveResult result = solver.Solve(instance);
            switch (result.Status)
            {
                case SolveStatus.Optimal:
                    Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
                    Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
                    break;
                case SolveStatus.Infeasible:
                    Assert.True(CertificateCheck.Verify(result.Certificate!, instance), $"{index}: {result.Certificate}");
                    break;
                default:
                    failed.Add($"{index}: {result.Status} {result.RelativeGap} {result.PrimalResidual} {result.Iterations}");
                    break;
            }
        }

        Assert.True(failed.Count <= Instances / 20, string.Join('\n', failed));
    }

    private static IsacInstance Draw(int index)
    {
        var stream = new RandomStream(314, StreamPurpose.Fading, (ulong)index);
        double Uniform() => stream.NextUniformPair().First;
        var scenario = new Scenario { Users = 2 + index % 3, Antennas = 4 + 3 * (index % 4), SinrDb = 20 * Uniform(), Noise = 1e-12 };
        IsacInstance instance = new SampleGenerator(scenario, 4242).Generate(index).Instance;
        ComplexMatrix channel = instance.Channel.Clone();
        // At the least power, nearly parallel users leave no digits for a gap of 1e-6: those two edges are not combined.
        bool least = index % 4 == 0;
        double offset = Math.Pow(10, (least ? -2 : -5.5) * Uniform());
        for (int m = 0; m < instance.Antennas; m++) channel[1, m] = channel[0, m] + offset * channel[1, m];
        instance = instance with { Channel = channel };
        double times = least ? 1 + 1e-10 * (2 * Uniform() - 1) : Math.Pow(10, 4 * Uniform() - 2);
        MinimumPowerResult minimum = MinimumPower.Solve(instance);
        Assert.Equal(SolveStatus.Optimal, minimum.Status);
        return instance with { Noise = instance.Noise / (times * minimum.Power / instance.Power) };
    }
}
