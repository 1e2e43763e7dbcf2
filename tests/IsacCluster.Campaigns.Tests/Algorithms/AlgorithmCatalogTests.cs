using IsacCluster.Campaigns.Algorithms;

namespace IsacCluster.Campaigns.Tests.Algorithms;

public sealed class AlgorithmCatalogTests
{
    [Theory]
    [InlineData("mmse")]
    [InlineData("gnn")]
    public void A_solver_of_a_name_that_is_no_baseline_is_refused(string name) => Assert.Contains(
        $"'{name}' is not a solver; allowed: radar, sdr, zf, zf-pinv, descent",
        Assert.Throws<ArgumentException>(() => AlgorithmCatalog.CreateSolver(name)).Message, StringComparison.Ordinal);
}
