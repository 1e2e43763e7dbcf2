using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>What is said of solves without a design.</summary>
public sealed class SolveWordsTests
{
    public static TheoryData<SolveResult, string> Failed => new()
    {
        {
            new SolveResult { Status = SolveStatus.Infeasible, Certificate = new MinimumPowerCertificate([1], 2.5) },
            "no design meets every SINR threshold: it takes at least the power 2.5, 2 is there"
        },
        {
            new SolveResult { Status = SolveStatus.Infeasible, Certificate = new DivergenceCertificate([1]) },
            "no design meets every SINR threshold at any power: the dual of the least power grows without bound"
        },
        {
            new SolveResult
            {
                Status = SolveStatus.Infeasible,
                Certificate = new RestrictionCertificate("Zero forcing needs at least the power 3, which exceeds 2.", []),
            },
            "zero forcing needs at least the power 3, which exceeds 2"
        },
        {
            new SolveResult { Status = SolveStatus.IterationLimit, Iterations = 80, RelativeGap = 3e-4, PrimalResidual = 1.5e-9 },
            "the limit of work was reached after 80 iterations: relative gap 3e-4, largest relative violation 1.5e-9"
        },
        {
            new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = 1, PrimalResidual = double.PositiveInfinity },
            "the arithmetic broke down after 1 iteration, before there was a design to audit"
        },
        {
            new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = 30, RelativeGap = -2e-5, PrimalResidual = 4e-6 },
            "the design after 30 iterations did not pass the audit: relative gap -2e-5, largest relative violation 4e-6"
        },
    };

    [Theory]
    [MemberData(nameof(Failed))]
    public void A_failure_says_what_happened_with_its_numbers(SolveResult result, string expected) =>
        Assert.Equal(expected, SolveWords.Of(result, 2));

    [Theory]
    [InlineData(SolveStatus.Optimal)]
    [InlineData(SolveStatus.Heuristic)]
    public void A_design_needs_no_words(SolveStatus status) => Assert.Null(SolveWords.Of(new SolveResult { Status = status }, 1));
}
