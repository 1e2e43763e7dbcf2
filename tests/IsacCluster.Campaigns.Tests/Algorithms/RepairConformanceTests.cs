using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Tests;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>The repairs of learned algorithms prove what their entries in the catalogue claim.</summary>
public sealed class RepairConformanceTests
{
    public static TheoryData<DesignRepair> Repairs => [.. Enum.GetValues<DesignRepair>()];

    [Theory]
    [MemberData(nameof(Repairs))]
    public void An_infeasible_of_a_repair_is_what_the_algorithm_claims(DesignRepair repair)
    {
        var solver = new RepairedIsotropicDesign(repair);
        InfeasibilityConformance.WithoutAnyDesign(solver);
        InfeasibilityConformance.WithoutRestrictedDesign(solver);
        InfeasibilityConformance.WithoutCertificate(solver);
    }

    [Fact]
    public void A_learned_algorithm_claims_what_its_repair_proves()
    {
        LearnedEntry[] learned = [.. AlgorithmCatalog.Entries.All.OfType<LearnedEntry>()];
        Assert.NotEmpty(learned);
        Assert.All(learned, entry => Assert.Equal(
            entry.Name.EndsWith("-ip", StringComparison.Ordinal) ? InfeasibilityClaim.NoDesign : InfeasibilityClaim.Never, entry.Claim));
    }

    /// <summary>The repair of a network that radiates the same power everywhere.</summary>
    private sealed class RepairedIsotropicDesign(DesignRepair repair) : IBeamformingSolver
    {
        public string Name => $"{repair}";

        public InfeasibilityClaim Claim => AlgorithmCatalog.Entries.Get("gnn-ip").Claim;

        public SolveResult Solve(IsacInstance instance)
        {
            var radar = new ComplexMatrix(instance.Antennas, instance.Antennas);
            for (int m = 0; m < instance.Antennas; m++) radar[m, m] = Math.Sqrt(instance.Power / instance.Antennas);
            return DesignRepairs.Create(repair)(instance, new Design(new ComplexMatrix(instance.Antennas, instance.Users), radar));
        }
    }
}
