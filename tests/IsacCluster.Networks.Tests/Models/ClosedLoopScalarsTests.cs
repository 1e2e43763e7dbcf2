using IsacCluster.Isac.Refinement;

namespace IsacCluster.Networks.Tests.Models;

public sealed class ClosedLoopScalarsTests
{
    /// <summary>
    /// A closed-loop network corrects these scalars, and its file does not hold them: other defaults would change every committed model of
    /// this kind without a word. Whoever changes one trains these models anew, or writes the scalars into the file first.
    /// </summary>
    [Fact]
    public void Committed_models_rest_on_the_defaults_of_the_descent() => Assert.Equal(
        new DescentScalars
        {
            Steps = 24,
            FirstStep = 0.546,
            LastStep = 0.0231,
            Penalty = 0.209,
            PenaltyGain = 1.21,
            Momentum = 0.518,
            Margin = 1.056,
            WeightGain = 0.34,
        },
        new DescentScalars());
}
