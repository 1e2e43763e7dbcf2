using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Solvers.Tests;

namespace IsacCluster.Extension.Tests;

/// <summary>Every baseline of the catalogue, the extension's among them, keeps what it claims of infeasibility.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Names => [.. AlgorithmCatalog.Baselines.Select(entry => entry.Name)];

    [Fact]
    public void The_extension_is_among_them() => Assert.Contains("mrt", Names.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_baseline_keeps_its_claim(string name)
    {
        InfeasibilityConformance.WithoutAnyDesign(AlgorithmCatalog.CreateSolver(name));
        InfeasibilityConformance.WithoutRestrictedDesign(AlgorithmCatalog.CreateSolver(name));
        InfeasibilityConformance.WithoutCertificate(AlgorithmCatalog.CreateSolver(name));
    }
}
